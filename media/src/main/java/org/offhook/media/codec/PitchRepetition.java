package org.offhook.media.codec;

/**
 * Concealment of lost frames at 8 or 16 kHz in the manner of G.711 Appendix I: the last pitch
 * period goes on, full for 10 ms, then fading to nothing at 60 ms; the first good frame is faded in
 * over what would have come. Pure; one thread.
 */
final class PitchRepetition {
    /** The lengths below are samples at this rate. */
    private static final int BASE_HZ = 8_000;

    private static final int FRAME_SAMPLES = 160;

    /** 66 to 200 Hz, Appendix I's range of pitch. */
    private static final int SHORTEST_PERIOD = 40;

    private static final int LONGEST_PERIOD = 120;
    private static final int COMPARED_SAMPLES = 160;
    private static final int OVERLAP_SAMPLES = 32;
    private static final int FULL_SAMPLES = 80;
    private static final int SILENT_AFTER_SAMPLES = 480;

    private final int scale;
    private final int frame;
    private final int overlap;
    private final int full;
    private final int silentAfter;
    private final short[] history;
    private final short[] period;
    private int periodSamples;
    private int concealedSamples;

    /**
     * @param rateHz 8000 or 16000
     */
    PitchRepetition(int rateHz) {
        scale = rateHz / BASE_HZ;
        frame = FRAME_SAMPLES * scale;
        overlap = OVERLAP_SAMPLES * scale;
        full = FULL_SAMPLES * scale;
        silentAfter = SILENT_AFTER_SAMPLES * scale;
        history = new short[(LONGEST_PERIOD + COMPARED_SAMPLES) * scale];
        period = new short[LONGEST_PERIOD * scale];
    }

    /** Takes note of received samples, and smooths their start after a loss. */
    void heard(short[] samples, int length) {
        if (concealedSamples > 0) {
            int crossed = Math.min(overlap, length);
            for (int i = 0; i < crossed; i++) {
                int made = next(concealedSamples + i);
                samples[i] = (short) ((made * (crossed - i) + samples[i] * i) / crossed);
            }
            concealedSamples = 0;
        }
        int kept = Math.min(length, history.length);
        System.arraycopy(history, kept, history, 0, history.length - kept);
        System.arraycopy(samples, length - kept, history, history.length - kept, kept);
    }

    /** Makes up the next 20 ms. */
    int conceal(short[] out) {
        if (concealedSamples == 0) {
            findPeriod();
        }
        for (int i = 0; i < frame; i++) {
            out[i] = (short) next(concealedSamples + i);
        }
        // Held at the end of the fade, so that a loss of hours does not overflow.
        concealedSamples = Math.min(concealedSamples + frame, silentAfter + frame);
        return frame;
    }

    private int next(int position) {
        if (position >= silentAfter) {
            return 0;
        }
        int sample = period[position % periodSamples];
        if (position < full) {
            return sample;
        }
        return sample * (silentAfter - position) / (silentAfter - full);
    }

    /** The lag at which the last 20 ms look most like what was before them. */
    private void findPeriod() {
        int best = LONGEST_PERIOD * scale;
        double bestMatch = 0;
        // At 16 kHz every second lag and sample will do: four times the work is a late packet.
        for (int lag = SHORTEST_PERIOD * scale; lag <= LONGEST_PERIOD * scale; lag += scale) {
            double match = match(lag);
            if (match > bestMatch) {
                bestMatch = match;
                best = lag;
            }
        }
        periodSamples = best;
        System.arraycopy(history, history.length - best, period, 0, best);
        smoothSeam(best);
    }

    private double match(int lag) {
        long product = 0;
        long energy = 1;
        int step = scale;
        for (int i = history.length - COMPARED_SAMPLES * scale; i < history.length; i += step) {
            product += history[i] * history[i - lag];
            energy += history[i - lag] * history[i - lag];
        }
        return product / Math.sqrt(energy);
    }

    /** Bends the end of the period towards what stands before its start, so that it joins. */
    private void smoothSeam(int length) {
        int seam = length / 4;
        for (int i = 0; i < seam; i++) {
            int before = history[history.length - length - seam + i];
            int at = length - seam + i;
            period[at] = (short) ((period[at] * (seam - i) + before * i) / seam);
        }
    }
}
