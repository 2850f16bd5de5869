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
}
