package org.offhook.agent;

/** Tells a hum, "mm-hm", from words: all of it lies low, for the mouth is closed. Pure. */
final class Humming {
    /** Sum of squared steps by sum of squares: a sine of 270 Hz has this at 16 kHz. */
    private static final double MOST_STEP = 0.011;

    /** No word is that low: 230 Hz. */
    private static final double SURE_STEP = 0.008;

    private Humming() {}

    /**
     * @param samples PCM as in {@link org.offhook.media.Pcm}
     */
    static boolean is(short[] samples) {
        return isBelow(MOST_STEP, samples);
    }

    /** Whatever was read into it. */
    static boolean isSurely(short[] samples) {
        return isBelow(SURE_STEP, samples);
    }

    private static boolean isBelow(double most, short[] samples) {
        double steps = 0;
        double energy = 1;
        for (int i = 1; i < samples.length; i++) {
            double step = samples[i] - samples[i - 1];
            steps += step * step;
            energy += (double) samples[i] * samples[i];
        }
        return steps < most * energy;
    }
}
