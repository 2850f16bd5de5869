package org.offhook.media.codec;

/**
 * Concealment of lost frames at 8 kHz in the manner of G.711 Appendix I: the last pitch period goes
 * on, full for 10 ms, then fading to nothing at 60 ms; the first good frame is faded in over what
 * would have come. Pure; one thread.
 */
final class PitchRepetition {
    static final int FRAME_SAMPLES = 160;

    /** 66 to 200 Hz, Appendix I's range of pitch. */
    private static final int SHORTEST_PERIOD = 40;

    private static final int LONGEST_PERIOD = 120;
    private static final int COMPARED_SAMPLES = 160;
    private static final int OVERLAP_SAMPLES = 32;
    private static final int FULL_SAMPLES = 80;
    private static final int SILENT_AFTER_SAMPLES = 480;
    private static final int HISTORY = LONGEST_PERIOD + COMPARED_SAMPLES;

    private final short[] history = new short[HISTORY];
    private final short[] period = new short[LONGEST_PERIOD];
    private int periodSamples;
    private int concealedSamples;

    /** Takes note of received samples, and smooths their start after a loss. */
    void heard(short[] samples, int length) {
        if (concealedSamples > 0) {
            int overlap = Math.min(OVERLAP_SAMPLES, length);
            for (int i = 0; i < overlap; i++) {
                int made = next(concealedSamples + i);
                samples[i] = (short) ((made * (overlap - i) + samples[i] * i) / overlap);
            }
            concealedSamples = 0;
        }
        int kept = Math.min(length, HISTORY);
        System.arraycopy(history, kept, history, 0, HISTORY - kept);
        System.arraycopy(samples, length - kept, history, HISTORY - kept, kept);
    }

    /** Makes up the next 20 ms. */
    int conceal(short[] out) {
        if (concealedSamples == 0) {
            findPeriod();
        }
        for (int i = 0; i < FRAME_SAMPLES; i++) {
            out[i] = (short) next(concealedSamples + i);
        }
        // Held at the end of the fade, so that a loss of hours does not overflow.
        concealedSamples =
                Math.min(concealedSamples + FRAME_SAMPLES, SILENT_AFTER_SAMPLES + FRAME_SAMPLES);
        return FRAME_SAMPLES;
    }

    private int next(int position) {
        if (position >= SILENT_AFTER_SAMPLES) {
            return 0;
        }
        int sample = period[position % periodSamples];
        if (position < FULL_SAMPLES) {
            return sample;
        }
        return sample * (SILENT_AFTER_SAMPLES - position) / (SILENT_AFTER_SAMPLES - FULL_SAMPLES);
    }

    /** The lag at which the last 20 ms look most like what was before them. */
    private void findPeriod() {
        int best = LONGEST_PERIOD;
        double bestMatch = 0;
        int end = HISTORY - COMPARED_SAMPLES;
        for (int lag = SHORTEST_PERIOD; lag <= LONGEST_PERIOD; lag++) {
            long product = 0;
            long energy = 1;
            for (int i = end; i < HISTORY; i++) {
                product += history[i] * history[i - lag];
                energy += history[i - lag] * history[i - lag];
            }
            double match = product / Math.sqrt(energy);
            if (match > bestMatch) {
                bestMatch = match;
                best = lag;
            }
        }
        periodSamples = best;
        System.arraycopy(history, HISTORY - best, period, 0, best);
        smoothSeam(best);
    }

    /** Bends the end of the period towards what stands before its start, so that it joins. */
    private void smoothSeam(int length) {
        int seam = length / 4;
        for (int i = 0; i < seam; i++) {
            int before = history[HISTORY - length - seam + i];
            int at = length - seam + i;
            period[at] = (short) ((period[at] * (seam - i) + before * i) / seam);
        }
    }
}
