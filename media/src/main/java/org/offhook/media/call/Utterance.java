package org.offhook.media.call;

import org.offhook.media.PreparedAudio;
import org.offhook.media.codec.CodecType;

/**
 * One thing the call says. The call's threads write {@code silenced}, {@code paused}, {@code
 * prepared} and {@code endSample}; the media thread reads them, and alone uses the rest.
 */
final class Utterance {
    static final long OPEN = -1;

    final int number;

    /** Where its streamed samples start in the ring. */
    final long startSample;

    /** What codes streamed into it are. */
    final CodecType law;

    volatile boolean silenced;
    volatile boolean paused;

    /**
     * To be said once more after a pause; written before {@link #paused}, taken by the media
     * thread.
     */
    volatile int backFrames;

    /** Played after the streamed samples; written before {@link #endSample}. */
    volatile PreparedAudio prepared;

    /** Where its streamed samples end in the ring; {@link #OPEN} while more may come. */
    volatile long endSample = OPEN;

    /** Written by the media thread. */
    volatile int preparedFrame;

    // The media thread's own.
    int playedFrames;
    long lastPacketNanos;
    boolean ended;

    Utterance(int number, long startSample, CodecType law) {
        this.number = number;
        this.startSample = startSample;
        this.law = law;
    }
}
