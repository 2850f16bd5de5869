package org.offhook.agent;

import java.util.Arrays;
import org.offhook.media.Pcm;

/**
 * Brings made speech to one level and to its ends: speech at -20 dBFS RMS, peaks no higher than -3
 * dBFS, less than 30 ms of silence before it and less than 150 ms after. Pure.
 */
final class SpeechLevel {
    private static final double FULL_SCALE = 32_768;
    private static final double TARGET_RMS = FULL_SCALE * amplitude(-20);
    private static final double PEAK = FULL_SCALE * amplitude(-3);

    /** More would be raising noise. */
    private static final double MOST_GAIN = amplitude(30);

    private static final int WINDOW = 10 * Pcm.RATE_HZ / 1000;
    private static final int BEFORE = 2 * WINDOW;
    private static final int AFTER = 10 * WINDOW;
    private static final int FADE = WINDOW / 2;

    /** The limiter begins this early, so that its gain moves slowly enough not to be heard. */
    private static final int LOOK_AHEAD = WINDOW / 2;

    /** Below this everywhere there is no speech. */
    private static final double SILENCE = power(-60);

    /**
     * Below the speech by as much is what voices put before it: hum and breath, which flite draws
     * out to 200 ms. Consonants are above it.
     */
    private static final double ONSET_SHARE = power(-24) / power(0);

    /** The end is softer than the beginning, and costs no one time. */
    private static final double END_SHARE = power(-30) / power(0);

    /** Windows this far below the loudest are pauses, which say nothing about the level. */
    private static final double PAUSE_SHARE = power(-25) / power(0);

    private SpeechLevel() {}

    /**
     * @param pcm samples as in {@link Pcm}; not changed
     * @param length samples used of it
     * @return the speech alone; empty where there is none
     */
    static short[] levelled(short[] pcm, int length) {
        double[] powers = powers(pcm, length);
        double loudest = 0;
        for (double power : powers) {
            loudest = Math.max(loudest, power);
        }
        if (loudest < SILENCE) {
            return new short[0];
        }
        double speech = speechPower(powers, loudest);
        int first = onset(powers, speech * ONSET_SHARE);
        int last = powers.length - 1;
        while (powers[last] < speech * END_SHARE) {
            last--;
        }
        int start = Math.max(0, first * WINDOW - BEFORE);
        int end = Math.min(length, (last + 1) * WINDOW + AFTER);
        double gain = Math.min(MOST_GAIN, TARGET_RMS / Math.sqrt(speech));
        double[] raised = new double[end - start];
        for (int i = 0; i < raised.length; i++) {
            raised[i] = pcm[start + i] * gain;
        }
        return rounded(raised, limiter(raised));
    }

    private static double[] powers(short[] pcm, int length) {
        double[] powers = new double[(length + WINDOW - 1) / WINDOW];
        for (int w = 0; w < powers.length; w++) {
            int from = w * WINDOW;
            int to = Math.min(length, from + WINDOW);
            double sum = 0;
            for (int i = from; i < to; i++) {
                sum += (double) pcm[i] * pcm[i];
            }
            powers[w] = sum / (to - from);
        }
        return powers;
    }

    /** First of two windows in a row, for one alone is a click; but better a click than nothing. */
    private static int onset(double[] powers, double least) {
        for (int w = 0; w + 1 < powers.length; w++) {
            if (powers[w] >= least && powers[w + 1] >= least) {
                return w;
            }
        }
        return 0;
    }

    private static double speechPower(double[] powers, double loudest) {
        double sum = 0;
        int count = 0;
        for (double power : powers) {
            if (power >= loudest * PAUSE_SHARE) {
                sum += power;
                count++;
            }
        }
        return sum / count;
    }

    /**
     * Gain of each sample, never more than it may have: the least of its neighbourhood, averaged
     * over as wide a one. Each value averaged is small enough for the sample, so the average is.
     */
    private static double[] limiter(double[] samples) {
        double[] least = new double[samples.length];
        Arrays.fill(least, 1);
        for (int i = 0; i < samples.length; i++) {
            double allowed = PEAK / Math.max(PEAK, Math.abs(samples[i]));
            if (allowed < 1) {
                int to = Math.min(samples.length, i + LOOK_AHEAD + 1);
                for (int j = Math.max(0, i - LOOK_AHEAD); j < to; j++) {
                    least[j] = Math.min(least[j], allowed);
                }
            }
        }
        double[] sums = new double[samples.length + 1];
        for (int i = 0; i < samples.length; i++) {
            sums[i + 1] = sums[i] + least[i];
        }
        double[] gains = new double[samples.length];
        for (int i = 0; i < samples.length; i++) {
            int from = Math.max(0, i - LOOK_AHEAD);
            int to = Math.min(samples.length, i + LOOK_AHEAD + 1);
            gains[i] = (sums[to] - sums[from]) / (to - from);
        }
        return gains;
    }

    /** Faded at both ends, for a cut into noise clicks. */
    private static short[] rounded(double[] samples, double[] gains) {
        short[] out = new short[samples.length];
        for (int i = 0; i < out.length; i++) {
            int toEdge = Math.min(i, out.length - 1 - i);
            double fade = Math.min(1, (toEdge + 1.0) / FADE);
            out[i] = (short) Math.rint(samples[i] * gains[i] * fade);
        }
        return out;
    }

    private static double amplitude(double decibels) {
        return Math.pow(10, decibels / 20);
    }

    /** Mean square of samples at a level in dBFS. */
    private static double power(double decibels) {
        return FULL_SCALE * FULL_SCALE * Math.pow(10, decibels / 10);
    }
}
