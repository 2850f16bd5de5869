package org.offhook.agent;

import java.io.IOException;
import java.util.List;

/** Words to words. Thread-safe; blocks its caller's virtual thread and obeys interruption. */
public interface LanguageModel extends AutoCloseable {
    /**
     * Streams the reply to a conversation and returns when it is complete.
     *
     * @param messages oldest first, beginning with the system message
     * @param tools what the model may use; empty: none
     * @param reply receives words and wishes as they arrive, on the calling thread
     * @throws IOException provider failure, refusal or time-out; the message names the provider,
     *     never a key
     */
    void reply(List<Message> messages, List<ToolSpec> tools, Reply reply)
            throws IOException, InterruptedException;

    /** Name and model, for logs and health. */
    String id();

    /**
     * Opens the connection before the first question, so that no turn pays for the handshake.
     * Failures are logged, not thrown.
     */
    default void warmUp() {}

    @Override
    void close();

    /** Takes a reply as it is written. */
    @FunctionalInterface
    interface Reply {
        void words(String token);

        /** Once for each use of a tool, with all its arguments. */
        default void use(ToolCall call) {
            throw new IllegalStateException("no tool was offered: " + call.name());
        }
    }

    /** One message of a conversation. */
    sealed interface Message {
        record Instructions(String text) implements Message {}

        record Caller(String text) implements Message {}

        /** What the agent said, as far as it was heard. */
        record Agent(String text) implements Message {}

        record ToolUse(List<ToolCall> calls) implements Message {
            public ToolUse {
                calls = List.copyOf(calls);
            }
        }

        record ToolResult(String callId, String result) implements Message {}
    }
}
