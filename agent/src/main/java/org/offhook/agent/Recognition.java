package org.offhook.agent;

import java.io.IOException;
import java.util.function.BooleanSupplier;

/** The recognition of one call's speech; opened by {@link Recogniser#open}, closed by the call. */
public interface Recognition extends AutoCloseable {
    /**
     * Every frame of the call, speech or not, on the hearing thread; never blocks. A recogniser
     * that takes whole segments ignores it.
     *
     * @param samples PCM as in {@link org.offhook.media.Pcm}, valid during the call only
     */
    default void hear(short[] samples, int length) {}

    /**
     * The words of a segment that was cut at a pause; blocks its caller's virtual thread and obeys
     * interruption. A streaming recogniser, which has heard the segment already, only waits for the
     * last words of it.
     *
     * @param abandoned asked between steps; when true the result is no longer wanted and the call
     *     returns early with what it has
     * @return trimmed; empty where nothing was understood
     * @throws IOException failure or no room; the message names the provider, never a key
     */
    String words(Speech speech, BooleanSupplier abandoned) throws IOException, InterruptedException;

    @Override
    void close();

    /** Told what is heard while it is being said. From any thread. */
    interface Listener {
        /**
         * @param words of the segment so far
         * @param isFinal true where the recogniser will not change them any more
         */
        default void onPartial(String words, boolean isFinal) {}

        /** The recogniser is sure that the caller has finished. */
        default void onEndOfTurn() {}
    }
}
