package org.offhook.media.call;

import org.offhook.media.Pcm;
import org.offhook.media.rtp.JitterBuffer;

/**
 * Decides when what is heard is played slower or faster, so that nearly all packets are there in
 * time and none waits for long. Packets are taken on a grid of 20 ms; what is left of one after a
 * frame makes the delay longer without making it safer, so it is given back first. Pure; one
 * thread.
 */
final class PlayoutPace {
    /** What a frame asks for. */
    enum Wish {
        KEEP,
        SLOWER,
        FASTER
    }

    private static final long MILLI = 1_000_000;
    private static final long FRAME_NANOS = Pcm.FRAME_MILLIS * MILLI;

    /** Below this slack it plays slower. */
    private static final long LEAST_SLACK_NANOS = 1 * MILLI;

    /** Above this, and a frame where one has to be taken earlier, it plays faster. */
    private static final long MOST_SLACK_NANOS = 3 * MILLI;

    /** So far off, each frame is cut: up to three quarters faster than it was said. */
    private static final long FAR_NANOS = 20 * MILLI;

    /** So far off, it does not matter how a cut sounds. */
    private static final long VERY_FAR_NANOS = 200 * MILLI;

    /** Else one in so many. */
    private static final int FRAMES_BETWEEN_CUTS = 3;

    /** A sound that never looks like itself, as hiss, is cut after so many frames nevertheless. */
    private static final int PATIENCE_FRAMES = 25;

    private int sinceCut = FRAMES_BETWEEN_CUTS;
    private int waited;
    private int mostSamples;
    private double neededSimilarity;

    /**
     * A packet was taken for this frame.
     *
     * @param slackNanos see {@link JitterBuffer#takenSlackNanos}
     * @param restSamples what was left of those before when it was taken
     * @param packetSamples what is in it
     * @param quiet nobody talks: a cut does no harm
     */
    Wish onFrame(long slackNanos, int restSamples, int packetSamples, boolean quiet) {
        sinceCut++;
        if (slackNanos == JitterBuffer.UNKNOWN) {
            return Wish.KEEP;
        }
        boolean wholeFrames = packetSamples % Pcm.FRAME_SAMPLES == 0;
        long slack = wholeFrames ? slackNanos : slackNanos + nanos(restSamples) - FRAME_NANOS;
        long missing = LEAST_SLACK_NANOS - slack;
        if (missing > 0) {
            return wish(Wish.SLOWER, missing, TimeScale.MOST_SAMPLES, quiet);
        }
        long excess = slack - MOST_SLACK_NANOS - FRAME_NANOS;
        if (excess > 0) {
            return wish(Wish.FASTER, excess, TimeScale.MOST_SAMPLES, quiet);
        }
        boolean worthIt = wholeFrames && restSamples >= TimeScale.FEWEST_SAMPLES;
        if (worthIt && slack > MOST_SLACK_NANOS) {
            return wish(Wish.FASTER, 0, restSamples, quiet);
        }
        waited = 0;
        return Wish.KEEP;
    }

    private static long nanos(int samples) {
        return samples * 1_000_000_000L / Pcm.RATE_HZ;
    }

    private Wish wish(Wish wish, long offNanos, int most, boolean quiet) {
        if (!quiet && offNanos < FAR_NANOS && sinceCut < FRAMES_BETWEEN_CUTS) {
            return Wish.KEEP;
        }
        waited++;
        mostSamples = most;
        boolean whatever = quiet || offNanos > VERY_FAR_NANOS || waited > PATIENCE_FRAMES;
        double alike = offNanos < FAR_NANOS ? TimeScale.ALIKE : TimeScale.SOMEWHAT_ALIKE;
        neededSimilarity = whatever ? TimeScale.WHATEVER : alike;
        return wish;
    }

    /** What the cut may take away or add, at most. */
    int mostSamples() {
        return mostSamples;
    }

    /** How much alike the two sides of the cut have to be: see {@link TimeScale#find}. */
    double neededSimilarity() {
        return neededSimilarity;
    }

    /** The cut was made. */
    void cut() {
        sinceCut = 0;
        waited = 0;
    }
}
