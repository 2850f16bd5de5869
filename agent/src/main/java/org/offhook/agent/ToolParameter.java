package org.offhook.agent;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One argument of a tool, and the part of JSON Schema (2020-12) that is checked of it.
 *
 * @param name key of the object that the model writes
 * @param description for the model; may be empty
 * @param choices {@code enum}; empty for no such rule. Of texts and whole numbers only
 * @param maxLength of a text, in code points; 0 for the usual {@link #LONGEST_TEXT}
 * @param pattern found somewhere in a text, as JSON Schema has it
 * @param minimum of a number
 * @param maximum of a number
 */
public record ToolParameter(
        String name,
        Type type,
        String description,
        boolean required,
        List<String> choices,
        int maxLength,
        Optional<Pattern> pattern,
        Optional<BigDecimal> minimum,
        Optional<BigDecimal> maximum) {
    /** A text without a limit of its own. */
    public static final int LONGEST_TEXT = 1_000;

    public ToolParameter {
        choices = List.copyOf(choices);
    }

    /** One without further rules. */
    public static ToolParameter of(String name, Type type, boolean required) {
        return new ToolParameter(
                name,
                type,
                "",
                required,
                List.of(),
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** Scalars: what a caller says fits into them, and so does an address. */
    public enum Type {
        STRING,
        INTEGER,
        NUMBER,
        BOOLEAN
    }
}
