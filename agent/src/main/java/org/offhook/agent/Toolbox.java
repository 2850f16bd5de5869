package org.offhook.agent;

import java.util.List;

/** What a model may do in one call besides talking. */
public interface Toolbox {
    List<ToolSpec> specs();

    /**
     * Uses a tool and waits for it; obeys interruption. A tool's failure is not thrown but
     * returned, as what the model should know.
     */
    String call(ToolCall call) throws InterruptedException;
}
