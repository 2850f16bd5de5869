package org.offhook.media;

import org.offhook.media.codec.CodecType;

/**
 * What a call says. Every frame carries its utterance number; only the current number is audible,
 * so barge-in is one write. Used by the call's threads; the media thread reads. When nothing is to
 * be said, comfort silence goes out, so the stream never stops.
 */
public interface Playout {
    /** Starts a new utterance, silencing any before it, and returns its number, counted from 1. */
    int begin();

    /**
     * Plays audio that is already encoded for the call's codec; the first packet leaves at once,
     * not at the next tick. Also ends the utterance.
     */
    void play(int utterance, PreparedAudio audio);

    /**
     * Adds samples to a streamed utterance; waits while more than the configured lead is queued.
     * Returns false, having dropped the samples, when the utterance is no longer audible.
     *
     * @param samples PCM as in {@link Pcm}, any length
     */
    boolean putOrWait(int utterance, short[] samples, int length) throws InterruptedException;

    /**
     * No more samples will come: the utterance ends when all have been played; a last partial frame
     * is filled with silence.
     */
    void end(int utterance);

    /**
     * Stops the utterance where it is, within a packet, and fades it out; comfort silence goes out
     * instead. What is queued stays. No effect on one that is no longer audible.
     */
    default void pause(int utterance) {
        throw new UnsupportedOperationException("not there yet");
    }

    /** The paused utterance goes on where it stopped. */
    default void resume(int utterance) {
        throw new UnsupportedOperationException("not there yet");
    }

    /**
     * As {@link #putOrWait}, for sound that is G.711 already: passes through untouched where the
     * call has the same law, else it is decoded.
     *
     * @param law PCMU or PCMA
     * @param bytes one sample each, any length
     */
    default boolean putG711OrWait(int utterance, CodecType law, byte[] bytes, int length)
            throws InterruptedException {
        throw new UnsupportedOperationException("not there yet");
    }

    /**
     * Sends DTMF (RFC 4733), after what was sent before; what is being said is held meanwhile.
     * False where the peer takes no telephone events.
     *
     * @param digits 0-9, *, #, A-D
     */
    default boolean sendDigits(String digits) {
        throw new UnsupportedOperationException("not there yet");
    }

    /** Barge-in: nothing begun so far is audible any more. */
    void silence();
}
