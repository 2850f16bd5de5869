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
     * @param tokens receives pieces of text as they arrive, on the calling thread
     * @throws IOException provider failure, refusal or time-out; the message names the provider,
     *     never a key
     */
    void reply(List<Message> messages, Consumer<String> tokens)
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
    }
}
