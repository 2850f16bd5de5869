package org.offhook.agent.loudness;

import java.util.Arrays;
import org.offhook.media.Pcm;

/**
 * Makes prepared speech alike: the same loudness, no silence at the ends, no long holes, no clicks.
 * Pure.
 */
public final class Mastering {
    /** Counted up with every change that is heard, so that recordings made before are made anew. */
    public static final int VERSION = 2;

    private static final int SAMPLES_PER_MILLI = Pcm.RATE_HZ / 1000;
    private static final int WINDOW = 10 * SAMPLES_PER_MILLI;

    /** Below this everywhere there is no speech: -60 dBFS. */
    private static final double SILENCE = 32.768 * 32.768;

    /** Windows this far below the loudest are pauses, which say nothing about the level. */
    private static final double PAUSE_SHARE = share(-25);

    /**
     * Below the speech by as much is what voices put before it: hum and breath, which flite draws
     * out to 200 ms. Consonants are above it.
     */
    private static final double ONSET_SHARE = share(-24);

    /** The end is softer than the beginning, and costs no one time. */
    private static final double END_SHARE = share(-30);

    private static final int LEAD = 20 * SAMPLES_PER_MILLI;
    private static final int TAIL = 100 * SAMPLES_PER_MILLI;
    private static final int LONGEST_PAUSE = 500 * SAMPLES_PER_MILLI;
    private static final int FADE = 5 * SAMPLES_PER_MILLI;

    /** More would be raising noise. */
    private static final double MOST_GAIN_DB = 30;

    private Mastering() {}

    /**
     * @param samples PCM as in {@link Pcm}; not changed
     * @param length samples used of it
     * @return a new array, at {@link Loudness#TARGET_LUFS}; empty where there is no speech
     */
    public static short[] master(short[] samples, int length) {
        double[] powers = powers(samples, length);
        double loudest = Arrays.stream(powers).max().orElse(0);
        if (loudest < SILENCE) {
            return new short[0];
        }
        double speech =
                Arrays.stream(powers)
                        .filter(power -> power >= loudest * PAUSE_SHARE)
                        .average()
                        .orElseThrow();
        short[] cut = cut(samples, length, powers, speech);
        double gain = Math.min(MOST_GAIN_DB, Loudness.TARGET_LUFS - Loudness.of(cut, cut.length));
        return raised(cut, Math.pow(10, gain / 20));
    }

    private static double[] powers(short[] samples, int length) {
        double[] powers = new double[Math.ceilDiv(length, WINDOW)];
        for (int w = 0; w < powers.length; w++) {
            int from = w * WINDOW;
            int to = Math.min(length, from + WINDOW);
            double sum = 0;
            for (int i = from; i < to; i++) {
                sum += (double) samples[i] * samples[i];
            }
            powers[w] = sum / (to - from);
        }
        return powers;
    }

    /**
     * Speech with its pauses, each no longer than allowed, and a fade wherever something is cut.
     */
    private static short[] cut(short[] samples, int length, double[] powers, double speech) {
        double soft = speech * END_SHARE;
        short[] out = new short[length];
        int written = 0;
        int window = onset(powers, speech * ONSET_SHARE);
        int from = Math.max(0, window * WINDOW - LEAD);
        while (window < powers.length) {
            int end = window + 1;
            int next = end;
            while (next < powers.length && (next - end) * WINDOW <= LONGEST_PAUSE) {
                if (powers[next] >= soft) {
                    end = next + 1;
                }
                next++;
            }
            window = next;
            while (window < powers.length && powers[window] < soft) {
                window++;
            }
            int kept = window < powers.length ? LONGEST_PAUSE - LEAD : TAIL;
            int to = Math.min(length, end * WINDOW + kept);
            copyFaded(samples, from, to - from, out, written);
            written += to - from;
            from = window * WINDOW - LEAD;
        }
        return Arrays.copyOf(out, written);
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

    private static void copyFaded(short[] in, int from, int length, short[] out, int at) {
        for (int i = 0; i < length; i++) {
            int toEdge = Math.min(i, length - 1 - i);
            double fade = Math.min(1, (double) toEdge / FADE);
            out[at + i] = (short) Math.round(in[from + i] * fade);
        }
    }

    private static short[] raised(short[] samples, double gain) {
        var limiter = new Limiter();
        short[] out = new short[samples.length];
        for (int i = 0; i < samples.length + Limiter.DELAY_SAMPLES; i++) {
            double limited = limiter.limit(i < samples.length ? samples[i] * gain : 0);
            if (i >= Limiter.DELAY_SAMPLES) {
                out[i - Limiter.DELAY_SAMPLES] = (short) Math.rint(limited);
            }
        }
        return out;
    }

    private static double share(double decibels) {
        return Math.pow(10, decibels / 10);
    }
}
