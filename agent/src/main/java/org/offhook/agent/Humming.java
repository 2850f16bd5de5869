package org.offhook.agent;

/** Tells a hum, "mm-hm", from words: all of it lies low, for the mouth is closed. Pure. */
final class Humming {
    /** Sum of squared steps by sum of squares: a sine of 270 Hz has this at 16 kHz. */
    private static final double MOST_STEP = 0.011;

    private Humming() {}

    /**
     * @param samples PCM as in {@link org.offhook.media.Pcm}
     */
    static boolean is(short[] samples) {
        double steps = 0;
        double energy = 1;
        for (int i = 1; i < samples.length; i++) {
            double step = samples[i] - samples[i - 1];
            steps += step * step;
            energy += (double) samples[i] * samples[i];
        }
        return steps < MOST_STEP * energy;
    }
}
