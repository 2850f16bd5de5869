package org.offhook.agent.local;

import java.util.Arrays;

/**
 * Makes prepared speech alike: the same loudness, no silence at the ends, no long holes, no clicks.
 * Pure.
 */
final class Mastering {
    private static final int SAMPLES_PER_MILLI = 16;
    private static final int WINDOW_SAMPLES = 5 * SAMPLES_PER_MILLI;

    /** A window this much weaker than the loudest one is silence. */
    private static final double SILENCE_BELOW_LOUDEST_DB = 38;

    private static final double SPEECH_RMS = fullScale(-21);
    private static final double HIGHEST_PEAK = fullScale(-4);
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
        double gain = gain(samples, levels, silence);
        return joined(samples, length, levels, silence, gain);
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

    private static double gain(short[] samples, double[] levels, double silence) {
        double power =
                Arrays.stream(levels)
                        .filter(level -> level > silence)
                        .map(level -> level * level)
                        .average()
                        .orElseThrow();
        int peak = 1;
        for (short sample : samples) {
            peak = Math.max(peak, Math.abs(sample));
        }
        return Math.min(SPEECH_RMS / Math.sqrt(power), HIGHEST_PEAK / peak);
    }

    /**
     * Speech with its pauses, each no longer than allowed, and a fade wherever something is cut.
     */
    private static short[] joined(
            short[] samples, int length, double[] levels, double silence, double gain) {
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
            copyFaded(samples, from, to - from, gain, out, written);
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

    private static void copyFaded(
            short[] in, int from, int length, double gain, short[] out, int at) {
        for (int i = 0; i < length; i++) {
            int toEdge = Math.min(i, length - 1 - i);
            double fade = Math.min(1, (double) toEdge / FADE_SAMPLES);
            out[at + i] = (short) Math.round(in[from + i] * gain * fade);
        }
    }

    private static double fullScale(double dbfs) {
        return Short.MAX_VALUE * Math.pow(10, dbfs / 20);
    }
}
