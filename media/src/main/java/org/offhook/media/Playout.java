package org.offhook.media;

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
     * The same for G.711 codes at 8 kHz, of the law that the call spoke when the utterance began
     * ({@link MediaPort#codec}; µ-law where it has spoken none). While the call speaks that law
     * they leave as they are, else they are translated. Samples and codes may follow each other.
     *
     * @param codes one for each sample, any length
     */
    boolean putCodesOrWait(int utterance, byte[] codes, int length) throws InterruptedException;

    /**
     * No more samples will come: the utterance ends when all have been played; a last partial frame
     * is filled with silence.
     */
    void end(int utterance);

    /**
     * Stops the utterance where it is, within a packet, and fades it out; comfort silence goes out
     * instead. What is queued stays. No effect on one that is no longer audible.
     */
    void pause(int utterance);

    /**
     * The paused utterance goes on from the quietest place shortly before where it stopped, so that
     * it does not begin in the middle of a word; what is said twice counts once. No effect on one
     * that is not paused.
     *
     * @param mostBackFrames where to look for that place; of streamed audio 16 frames are kept
     * @return frames that are said once more
     */
    int resume(int utterance, int mostBackFrames);

    /**
     * Presses keys as telephone events (RFC 4733), 160 ms each, instead of audio: what is being
     * said is held meanwhile and goes on afterwards. A comma pauses for 2 s, a w for 500 ms. Does
     * not wait.
     *
     * @param digits what {@link #canSend} allows; else {@link IllegalArgumentException}
     * @return false where none is sent: the peer takes no telephone events, or more than 64 would
     *     be waiting
     */
    boolean sendDigits(String digits);

    /** Whether these are digits and pauses: 0-9, *, #, A-D, comma, w; up to 64 of them. */
    static boolean canSend(String digits) {
        return digits.matches("[0-9*#A-Da-d,wW]{1,64}");
    }

    /** Barge-in: nothing begun so far is audible any more. */
    void silence();
}
