package org.offhook.agent;

/** Speech or not, for one call: holds the state of that call's audio. Used by one thread. */
public interface VoiceActivity extends AutoCloseable {
    /** Samples at 8 kHz in one window (32 ms). */
    int WINDOW_SAMPLES = 256;

    /**
     * @param window {@link #WINDOW_SAMPLES} samples at 8 kHz, -1 to 1, following the window before
     * @return probability of speech, 0 to 1
     */
    float probability(float[] window);

    /** Forgets the audio so far. */
    void reset();

    @Override
    void close();
}
