package org.offhook.agent;

import java.io.IOException;
import java.util.function.BooleanSupplier;

/**
 * The recognition of one call's speech; opened by {@link Recogniser#open}, closed by the call. A
 * recogniser that streams is told of each segment while it is said; one that takes whole segments
 * ignores that and is asked for {@link #words} only.
 */
public interface Recognition extends AutoCloseable {
    /**
     * Speech has begun; on the hearing thread, never blocks.
     *
     * @param segment its number, above those before it
     * @param samples the segment up to now, from a little before its first sound; PCM as in {@link
     *     org.offhook.media.Pcm}, valid during the call only
     */
    default void begin(int segment, short[] samples, int length) {}

    /**
     * The next frame of the segment, in pauses too; on the hearing thread, never blocks.
     *
     * @param samples valid during the call only
     */
    default void hear(short[] samples, int length) {}

    /** The segment is over; on the hearing thread, never blocks. */
    default void end() {}

    /**
     * The words of a segment that was cut at a pause; blocks its caller's virtual thread and obeys
     * interruption. A streaming recogniser, which has heard the segment already, only waits for the
     * last words of it; what it has missed it takes from the segment.
     *
     * @param abandoned asked between steps; when true the result is no longer wanted and the call
     *     returns early with what it has
     * @return trimmed; empty where nothing was understood
     * @throws IOException failure, time-out or no room; the message names the provider, never a key
     */
    String words(Speech speech, BooleanSupplier abandoned) throws IOException, InterruptedException;

    @Override
    void close();

    /** Told what is heard while it is being said. From any thread; must not wait. */
    interface Listener {
        /**
         * @param segment as in {@link #begin}
         * @param words of the segment so far
         * @param isFinal true where the recogniser will not change them any more
         */
        default void onPartial(int segment, String words, boolean isFinal) {}

        /** The recogniser is sure that the caller has finished. */
        default void onEndOfTurn(int segment) {}
    }
}
