package org.offhook.agent.loudness;

import org.offhook.media.Pcm;

/**
 * One live utterance on its way to the common loudness, {@link Limiter#DELAY_SAMPLES} late. Its
 * gain begins with what is known of the voice and follows what is heard of it, too slowly to be
 * noticed. Pure; for one thread.
 */
final class Levelling {
    /** More would be raising noise, or turning a whisper into a shout. */
    private static final double MOST_DB = 12;

    /** Less speech than this says nothing yet: 700 ms. */
    private static final int FEWEST_BLOCKS = 4;

    /** Of the gain between two samples: 6 dB a second. */
    private static final double STEP = Math.pow(10, 6 / 20.0 / Pcm.RATE_HZ);

    private final LoudnessHistogram known;
    private final Loudness spoken = new Loudness();
    private final Limiter limiter = new Limiter();
    private double aim;
    private double gain;
    private int held = Limiter.DELAY_SAMPLES;

    /**
     * @param known of the voice before; not changed
     */
    Levelling(LoudnessHistogram known) {
        this.known = known;
        aim = 1;
        aim();
        gain = aim;
    }

    /**
     * @param out room for {@code length} samples
     * @return samples written; what is missing comes later
     */
    int take(short[] samples, int length, short[] out) {
        int written = 0;
        for (int i = 0; i < length; i++) {
            // Sample by sample, so that the gain does not depend on how the stream is cut.
            if (spoken.take(samples, i, 1)) {
                aim();
            }
            gain = gain < aim ? Math.min(aim, gain * STEP) : Math.max(aim, gain / STEP);
            written += put(samples[i] * gain, out, written);
        }
        return written;
    }

    /**
     * The utterance is complete.
     *
     * @param out room for {@link Limiter#DELAY_SAMPLES}
     * @return samples written
     */
    int end(short[] out) {
        int written = 0;
        for (int i = 0; i < Limiter.DELAY_SAMPLES; i++) {
            written += put(0, out, written);
        }
        return written;
    }

    /** What was heard in this utterance. */
    LoudnessHistogram learned() {
        spoken.end();
        return spoken.histogram();
    }

    private int put(double sample, short[] out, int at) {
        double limited = limiter.limit(sample);
        if (held > 0) {
            held--;
            return 0;
        }
        out[at] = (short) Math.rint(limited);
        return 1;
    }

    private void aim() {
        var all = new LoudnessHistogram();
        all.add(known);
        all.add(spoken.histogram());
        if (all.blocks() >= FEWEST_BLOCKS) {
            double missing = Loudness.TARGET_LUFS - all.integratedLufs();
            aim = Math.pow(10, Math.clamp(missing, -MOST_DB, MOST_DB) / 20);
        }
    }
}
