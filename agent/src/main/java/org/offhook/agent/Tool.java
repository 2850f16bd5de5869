package org.offhook.agent;

import java.io.IOException;

/** Something the agent can do besides talking. Thread-safe; shared by the calls of an agent. */
public interface Tool {
    /** What the model is told of it. */
    ToolSpec spec();

    /**
     * Does it, blocking the caller's virtual thread; obeys interruption.
     *
     * @param arguments JSON as the model wrote it
     * @param call the call it is done for
     * @return what the model is told, also where the arguments were wrong
     * @throws IOException it failed; the message holds neither a key nor a caller's words
     */
    String use(String arguments, ToolScope call) throws IOException, InterruptedException;
}
