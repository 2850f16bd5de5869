package org.offhook.agent;

/**
 * A segment of the caller's speech, cut at a pause.
 *
 * @param samples PCM as in {@link org.offhook.media.Pcm}; a copy, never changed
 * @param voicedMillis how much of it the voice activity detection took for speech
 * @param lastVoicedNanos when its last voiced packet arrived ({@code System.nanoTime()})
 */
public record Speech(short[] samples, int voicedMillis, long lastVoicedNanos) {
    /** Shorter sounds are coughs and clicks: not worth a "sorry?". */
    private static final int SHORTEST_WORD_MILLIS = 200;

    boolean isLongEnoughForWords() {
        return voicedMillis >= SHORTEST_WORD_MILLIS;
    }
}
