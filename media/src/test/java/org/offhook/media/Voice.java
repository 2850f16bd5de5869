package org.offhook.media;

import java.util.SplittableRandom;

/** Makes something like a voice: a pitch that wanders, formants, syllables, hisses and pauses. */
public final class Voice {
    private static final double SYLLABLES_PER_SECOND = 4;
    private static final double[] FORMANTS_HZ = {500, 1_500};
    private static final int HIGHEST_HZ = 1_800;

    private Voice() {}

    /**
     * @param hissing some syllables are noise, as consonants are; else all steps are small
     * @return three seconds of talk and one of quiet, over and over
     */
    public static short[] talking(int rateHz, int samples, boolean hissing) {
        short[] voice = new short[samples];
        var random = new SplittableRandom(5);
        double phase = 0;
        for (int i = 0; i < samples; i++) {
            double seconds = (double) i / rateHz;
            double pitchHz = 140 + 40 * Math.sin(2 * Math.PI * 0.7 * seconds);
            phase += 2 * Math.PI * pitchHz / rateHz;
            double open = Math.pow(Math.sin(Math.PI * SYLLABLES_PER_SECOND * seconds), 2);
            boolean talks = seconds % 4 < 3;
            boolean hisses = hissing && (int) (seconds * SYLLABLES_PER_SECOND) % 3 == 2;
            double sound = hisses ? 0.2 * (2 * random.nextDouble() - 1) : voiced(phase, pitchHz);
            voice[i] = (short) (talks ? 7_000 * open * sound : random.nextInt(-8, 9));
        }
        return voice;
    }

    private static double voiced(double phase, double pitchHz) {
        double sum = 0;
        for (int harmonic = 1; harmonic * pitchHz < HIGHEST_HZ; harmonic++) {
            double hz = harmonic * pitchHz;
            double gain = 0.1;
            for (double formant : FORMANTS_HZ) {
                gain += Math.exp(-Math.pow((hz - formant) / 150, 2));
            }
            sum += gain * Math.sin(harmonic * phase) / harmonic;
        }
        return sum;
    }
}
