package org.offhook.media;

/**
 * The one audio format between media and everything above it: mono, 16-bit, 16 kHz, frames of 20
 * ms.
 */
public final class Pcm {
    /** Samples per second. */
    public static final int RATE_HZ = 16_000;

    /** Length of a frame in milliseconds. */
    public static final int FRAME_MILLIS = 20;

    /** Samples in one frame. */
    public static final int FRAME_SAMPLES = RATE_HZ / 1000 * FRAME_MILLIS;

    private Pcm() {}

    /** Mean of the squared samples; 0 for silence, at most 2<sup>30</sup>. */
    public static int meanSquare(short[] samples, int from, int count) {
        long sum = 0;
        for (int i = from; i < from + count; i++) {
            sum += (long) samples[i] * samples[i];
        }
        return (int) (sum / count);
    }
}
