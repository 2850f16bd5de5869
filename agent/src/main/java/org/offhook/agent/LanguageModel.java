package org.offhook.agent;

import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/** Words to words. Thread-safe; blocks its caller's virtual thread and obeys interruption. */
public interface LanguageModel extends AutoCloseable {
    /**
     * Streams the reply to a conversation and returns when it is complete.
     *
     * @param messages oldest first, beginning with the system message
     * @param tools what the model may ask for
     * @param tokens receives pieces of text as they arrive, on the calling thread
     * @return the tools that the model wants to be used before it goes on; empty where the reply is
     *     all it has to say
     * @throws IOException provider failure, refusal or time-out; the message names the provider,
     *     never a key
     */
    List<ToolCall> reply(List<Message> messages, List<ToolSpec> tools, Consumer<String> tokens)
            throws IOException, InterruptedException;

    /**
     * Opens the connection before the first question, so that no turn pays for the handshake.
     * Failures are logged, not thrown.
     */
    default void warmUp() {}

    /**
     * Asks whether the provider accepts us, before callers depend on it. Anything but a refused key
     * is logged, not thrown: it may be better by then.
     *
     * @throws KeyRefusedException with the provider's own words
     */
    default void check() throws KeyRefusedException, InterruptedException {}

    @Override
    void close();

    /** One message of a conversation. */
    sealed interface Message {
        record Instructions(String text) implements Message {}

        record Caller(String text) implements Message {}

        /** What the agent said, as far as it was heard. */
        record Agent(String text) implements Message {}

        /** The tools that the model asked for, together. */
        record Asked(List<ToolCall> calls) implements Message {}

        /**
         * What a tool brought.
         *
         * @param callId as in the {@link ToolCall}
         */
        record Brought(String callId, String content) implements Message {}
    }
}
