package org.offhook.agent;

import java.io.IOException;

/** Words to speech. Thread-safe; blocks its caller's virtual thread and obeys interruption. */
public interface Voice extends AutoCloseable {
    /**
     * Speaks a text, streaming.
     *
     * @throws IOException provider failure or time-out; the message names the provider, never a key
     */
    void speak(String text, Sink sink) throws IOException, InterruptedException;

    /** Name, model and settings: prepared audio made under another id is made anew. */
    String id();

    /** This voice as one call uses it: where it has to change, it stays changed for that call. */
    default Voice forCall() {
        return this;
    }

    /**
     * Makes the first utterance cost no more than the later ones, as by opening a connection.
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

    /** Takes speech as it is made. */
    @FunctionalInterface
    interface Sink {
        /**
         * @param samples PCM as in {@link org.offhook.media.Pcm}, valid during the call only
         * @return false when no more is wanted; the voice then stops
         */
        boolean accept(short[] samples, int length) throws InterruptedException;
    }
}
