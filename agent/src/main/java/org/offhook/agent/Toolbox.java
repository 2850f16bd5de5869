package org.offhook.agent;

import java.util.List;

/** Tools that a model may use. Thread-safe. */
public interface Toolbox {
    /** As they are now: tools of a server elsewhere come and go. */
    List<ToolSpec> specs();

    /**
     * Uses one and waits for what it brings; obeys interruption. Never throws for a tool's failure.
     *
     * @return what the model should know; after a failure it begins with {@link #FAILED}
     */
    String call(ToolCall call) throws InterruptedException;

    /** How a result begins that is none: models know the word. */
    String FAILED = "Error: ";
}
