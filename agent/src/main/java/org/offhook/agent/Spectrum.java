package org.offhook.agent;

/**
 * Power spectrum of {@link #SAMPLES} samples under a Hann window. Allocates nothing after
 * construction; one thread.
 */
final class Spectrum {
    static final int SAMPLES = 512;

    /** From 0 Hz to just below half the sample rate. */
    static final int BINS = SAMPLES / 2;

    private static final float[] WINDOW = new float[SAMPLES];
    private static final float[] COSINES = new float[SAMPLES / 2];
    private static final float[] SINES = new float[SAMPLES / 2];
    private static final int[] REVERSED = new int[SAMPLES];

    private final float[] real = new float[SAMPLES];
    private final float[] imaginary = new float[SAMPLES];

    static {
        int bits = Integer.numberOfTrailingZeros(SAMPLES);
        for (int i = 0; i < SAMPLES; i++) {
            WINDOW[i] = (float) (0.5 - 0.5 * Math.cos(2 * Math.PI * i / (SAMPLES - 1)));
            REVERSED[i] = Integer.reverse(i) >>> Integer.SIZE - bits;
        }
        for (int i = 0; i < SAMPLES / 2; i++) {
            COSINES[i] = (float) Math.cos(2 * Math.PI * i / SAMPLES);
            SINES[i] = (float) -Math.sin(2 * Math.PI * i / SAMPLES);
        }
    }

    /**
     * @param samples {@link #SAMPLES} of them
     * @param power filled with {@link #BINS} squared magnitudes
     */
    void of(float[] samples, float[] power) {
        for (int i = 0; i < SAMPLES; i++) {
            real[REVERSED[i]] = samples[i] * WINDOW[i];
            imaginary[i] = 0;
        }
        for (int half = 1; half < SAMPLES; half *= 2) {
            butterflies(half);
        }
        for (int i = 0; i < BINS; i++) {
            power[i] = real[i] * real[i] + imaginary[i] * imaginary[i];
        }
    }

    private void butterflies(int half) {
        int turn = SAMPLES / (2 * half);
        for (int start = 0; start < SAMPLES; start += 2 * half) {
            for (int i = 0; i < half; i++) {
                int a = start + i;
                int b = a + half;
                float c = COSINES[i * turn];
                float s = SINES[i * turn];
                float re = real[b] * c - imaginary[b] * s;
                float im = real[b] * s + imaginary[b] * c;
                real[b] = real[a] - re;
                imaginary[b] = imaginary[a] - im;
                real[a] += re;
                imaginary[a] += im;
            }
        }
    }
}
