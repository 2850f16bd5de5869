package org.offhook.agent;

/**
 * A segment of the caller's speech, cut at a pause.
 *
 * @param samples PCM as in {@link org.offhook.media.Pcm}; a copy, never changed
 * @param voicedMillis how much of it the voice activity detection took for speech
 * @param lastVoicedNanos when its last voiced packet arrived ({@code System.nanoTime()})
 * @param silentMillis silence at its end
 * @param segment its number in the call; a later look at the same one has more samples
 */
public record Speech(
        short[] samples, int voicedMillis, long lastVoicedNanos, int silentMillis, int segment) {
    /** Shorter sounds are coughs and clicks: not worth a "sorry?". */
    private static final int SHORTEST_WORD_MILLIS = 200;

    /** Without a pause at its end; the call's only one. */
    public Speech(short[] samples, int voicedMillis, long lastVoicedNanos) {
        this(samples, voicedMillis, lastVoicedNanos, 0, 1);
    }

    /** Whether it can have been meant as words. */
    public boolean isLongEnoughForWords() {
        return voicedMillis >= SHORTEST_WORD_MILLIS;
    }
}
