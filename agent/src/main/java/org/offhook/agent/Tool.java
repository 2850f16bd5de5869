package org.offhook.agent;

import java.io.IOException;

/** Something outside the call that a model may use, shared by all calls. Thread-safe. */
public interface Tool {
    ToolSpec spec();

    /**
     * Uses it and waits for what it brings; obeys interruption.
     *
     * @param argumentsJson as the model wrote them; not checked yet
     * @return what the model should know
     * @throws IOException it brought nothing; the message is for the model too, so it holds no
     *     secret and no address
     */
    String use(String argumentsJson) throws IOException, InterruptedException;
}
