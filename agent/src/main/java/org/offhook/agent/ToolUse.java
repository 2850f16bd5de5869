package org.offhook.agent;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/**
 * That a tool was used in a turn: neither what it was asked nor what it brought.
 *
 * @param name as the model has it; {@code unknown} where there is none of that name
 * @param ms how long it took
 */
public record ToolUse(String name, int ms, End end) {
    /** How it ended. */
    public enum End {
        @JsonProperty("done")
        DONE,
        @JsonProperty("failed")
        FAILED,
        /** Nobody waited any more: the caller took the word, or hung up. */
        @JsonProperty("abandoned")
        ABANDONED
    }

    @Override
    public String toString() {
        return name + " " + end.name().toLowerCase(Locale.ROOT) + " after " + ms + " ms";
    }
}
