package org.offhook.agent.local;

import java.util.Arrays;

/**
 * Makes prepared speech alike: the same loudness, no silence at the ends, no long holes, no clicks.
 * Pure.
 */
final class Mastering {
    /** Counted up with every change that is heard, so that recordings made before are made anew. */
    static final int VERSION = 1;

    private static final int SAMPLES_PER_MILLI = 16;
    private static final int WINDOW_SAMPLES = 5 * SAMPLES_PER_MILLI;

    /** A window this much weaker than the loudest one is silence. */
    private static final double SILENCE_BELOW_LOUDEST_DB = 38;

    private static final double SPEECH_RMS = fullScale(-21.5);
    private static final double HIGHEST_PEAK = fullScale(-4.5);

    /** How fast the limiter lets go from one window to the next: slower than ears notice. */
    private static final double RELEASE_PER_WINDOW = Math.pow(10, 0.75 / 20);

    private static final int LEAD_SAMPLES = 20 * SAMPLES_PER_MILLI;
    private static final int TAIL_SAMPLES = 100 * SAMPLES_PER_MILLI;
    private static final int LONGEST_PAUSE_SAMPLES = 500 * SAMPLES_PER_MILLI;
    private static final int FADE_SAMPLES = 5 * SAMPLES_PER_MILLI;

    private Mastering() {}

    /**
     * @param samples PCM as in {@link org.offhook.media.Pcm}; not changed
     * @return a new array; empty where there is no speech
     */
    static short[] master(short[] samples, int length) {
        double[] levels = levels(samples, length);
        double loudest = Arrays.stream(levels).max().orElse(0);
        if (loudest < 1) {
            return new short[0];
        }
        double silence = loudest * Math.pow(10, -SILENCE_BELOW_LOUDEST_DB / 20);
        short[] level = levelled(samples, length, gain(levels, silence));
        return joined(level, length, levels, silence);
    }

    private static double[] levels(short[] samples, int length) {
        double[] levels = new double[length / WINDOW_SAMPLES];
        for (int window = 0; window < levels.length; window++) {
            double sum = 0;
            for (int i = 0; i < WINDOW_SAMPLES; i++) {
                double sample = samples[window * WINDOW_SAMPLES + i];
                sum += sample * sample;
            }
            levels[window] = Math.sqrt(sum / WINDOW_SAMPLES);
        }
        return levels;
    }

    private static double gain(double[] levels, double silence) {
        double power =
                Arrays.stream(levels)
                        .filter(level -> level > silence)
                        .map(level -> level * level)
                        .average()
                        .orElseThrow();
        return SPEECH_RMS / Math.sqrt(power);
    }

    /** All samples at this gain, but less at and around a peak that would be too high. */
    private static short[] levelled(short[] samples, int length, double gain) {
        double[] gains = limitedGains(samples, length, gain);
        short[] level = new short[length];
        for (int i = 0; i < length; i++) {
            int window = i / WINDOW_SAMPLES;
            double part = (double) (i % WINDOW_SAMPLES) / WINDOW_SAMPLES;
            double here = gains[window] * (1 - part) + gains[window + 1] * part;
            level[i] = (short) Math.round(samples[i] * here);
        }
        return level;
    }

    /**
     * Gains at the borders of windows: each is low enough for the windows on both its sides, so any
     * mixture of two neighbours is low enough between them.
     */
    private static double[] limitedGains(short[] samples, int length, double gain) {
        double[] gains = new double[Math.ceilDiv(length, WINDOW_SAMPLES) + 1];
        Arrays.fill(gains, gain);
        for (int i = 0; i < length; i++) {
            double allowed = HIGHEST_PEAK / Math.max(1, Math.abs(samples[i]));
            int window = i / WINDOW_SAMPLES;
            gains[window] = Math.min(gains[window], allowed);
            gains[window + 1] = Math.min(gains[window + 1], allowed);
        }
        for (int i = 1; i < gains.length; i++) {
            gains[i] = Math.min(gains[i], gains[i - 1] * RELEASE_PER_WINDOW);
        }
        for (int i = gains.length - 2; i >= 0; i--) {
            gains[i] = Math.min(gains[i], gains[i + 1] * RELEASE_PER_WINDOW);
        }
        return gains;
    }

    /**
     * Speech with its pauses, each no longer than allowed, and a fade wherever something is cut.
     */
    private static short[] joined(short[] samples, int length, double[] levels, double silence) {
        short[] out = new short[length + LEAD_SAMPLES + TAIL_SAMPLES];
        int written = 0;
        int window = nextSpeech(levels, 0, silence);
        int from = Math.max(0, window * WINDOW_SAMPLES - LEAD_SAMPLES);
        while (window < levels.length) {
            int speechEnd = window;
            int next = window;
            while (next < levels.length
                    && (next - speechEnd) * WINDOW_SAMPLES <= LONGEST_PAUSE_SAMPLES) {
                if (levels[next] > silence) {
                    speechEnd = next + 1;
                }
                next++;
            }
            window = nextSpeech(levels, next, silence);
            boolean last = window >= levels.length;
            int kept = last ? TAIL_SAMPLES : LONGEST_PAUSE_SAMPLES - LEAD_SAMPLES;
            int to = Math.min(length, speechEnd * WINDOW_SAMPLES + kept);
            copyFaded(samples, from, to - from, out, written);
            written += to - from;
            from = window * WINDOW_SAMPLES - LEAD_SAMPLES;
        }
        return Arrays.copyOf(out, written);
    }

    private static int nextSpeech(double[] levels, int from, double silence) {
        int window = from;
        while (window < levels.length && levels[window] <= silence) {
            window++;
        }
        return window;
    }

    private static void copyFaded(short[] in, int from, int length, short[] out, int at) {
        for (int i = 0; i < length; i++) {
            int toEdge = Math.min(i, length - 1 - i);
            double fade = Math.min(1, (double) toEdge / FADE_SAMPLES);
            out[at + i] = (short) Math.round(in[from + i] * fade);
        }
    }

    private static double fullScale(double dbfs) {
        return Short.MAX_VALUE * Math.pow(10, dbfs / 20);
    }
}
