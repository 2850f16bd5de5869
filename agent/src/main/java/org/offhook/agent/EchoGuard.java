package org.offhook.agent;

/**
 * Tells whether what is heard can be what we sent, come back: a handset leaks, a hybrid reflects.
 * Compares loudness frame by frame. It learns the line while the agent speaks and the caller does
 * not: echo rises and falls with what was sent, at one delay; then it is known how loud echo is.
 * Until something is known the loudest of {@link #MEMORY_FRAMES} counts. Pure; used by the hearing
 * thread only; allocates nothing.
 */
final class EchoGuard {
    /**
     * Frames of 20 ms: the longest way there and back that is expected, our own buffer included.
     */
    private static final int MEMORY_FRAMES = 32;

    /** Until the line is known: what is weaker than the agent by 12 dB may be echo. */
    private static final double UNKNOWN_LOSS = 0.25;

    /** On a line without echo: only what is 30 dB weaker. */
    private static final double NO_ECHO_LOSS = 0.03;

    /** Echo may be this much louder than expected, in amplitude: the line is not flat. */
    private static final double MARGIN = 2;

    /** No line sends back half of what it was sent: that is a caller nobody has noticed yet. */
    private static final double LOUDEST_ECHO = 0.5;

    /**
     * A jitter buffer on the way, ours too, may grow or shrink by so much before that is learned.
     */
    private static final int DRIFT_FRAMES = 3;

    /** The last two seconds count, and the line is known after half of that. */
    private static final double FORGETTING = 1 / 100.0;

    private static final int ENOUGH_FRAMES = 50;

    /** Loudness of two people who talk at once may agree by 0.6; that of an echo does by 0.9. */
    private static final double ECHO_CORRELATION = 0.8;

    private static final double NO_ECHO_CORRELATION = 0.5;

    private final double[] sent = new double[MEMORY_FRAMES];
    private final double[] sentMean = new double[MEMORY_FRAMES];
    private final double[] sentVariance = new double[MEMORY_FRAMES];
    private final double[] covariance = new double[MEMORY_FRAMES];
    private double heardMean;
    private double heardVariance;
    private int learned;
    private int foreign;
    private int next;
    private int delay = -1;
    private double gain;
    private boolean noEcho;

    /**
     * @param heard mean square of the frame heard
     * @param sentNow mean square of the frame sent at the same time; 0 for silence
     * @param callerSpeaks nothing is learned from what is somebody else's voice
     */
    boolean mayBeEcho(long heard, long sentNow, boolean callerSpeaks) {
        next = (next + 1) % MEMORY_FRAMES;
        sent[next] = Math.sqrt(sentNow);
        double loudest = 0;
        for (double one : sent) {
            loudest = Math.max(loudest, one);
        }
        double amplitude = Math.sqrt(heard);
        if (loudest > 0 && !callerSpeaks) {
            learnUnlessForeign(amplitude, loudest);
        }
        return amplitude < limit(loudest);
    }

    /** A few frames of somebody else's outweigh the echo of a whole sentence. */
    private void learnUnlessForeign(double amplitude, double loudest) {
        if (amplitude < loudest * (delay >= 0 ? MARGIN * gain : LOUDEST_ECHO)) {
            learn(amplitude);
            foreign = Math.max(0, foreign - 1);
        } else if (++foreign > ENOUGH_FRAMES) {
            // Not a sound but another line: a handset was taken from the ear.
            foreign = 0;
            learned = 0;
            delay = -1;
            noEcho = false;
        }
    }

    private double limit(double loudest) {
        if (delay >= 0) {
            double expected = 0;
            for (int near = -DRIFT_FRAMES; near <= DRIFT_FRAMES; near++) {
                int ago = Math.clamp(delay + near, 0, MEMORY_FRAMES - 1);
                expected = Math.max(expected, sentAgo(ago));
            }
            return MARGIN * gain * expected;
        }
        return loudest * (noEcho ? NO_ECHO_LOSS : UNKNOWN_LOSS);
    }

    private double sentAgo(int frames) {
        return sent[Math.floorMod(next - frames, MEMORY_FRAMES)];
    }

    /** Running means, so that each frame costs the same. */
    private void learn(double heard) {
        learned++;
        double share = Math.max(FORGETTING, 1.0 / learned);
        double heardBy = heard - heardMean;
        heardMean += share * heardBy;
        heardVariance += share * (heardBy * (heard - heardMean) - heardVariance);
        int best = 0;
        double most = 0;
        for (int ago = 0; ago < MEMORY_FRAMES; ago++) {
            double sentBy = sentAgo(ago) - sentMean[ago];
            sentMean[ago] += share * sentBy;
            sentVariance[ago] +=
                    share * (sentBy * (sentAgo(ago) - sentMean[ago]) - sentVariance[ago]);
            covariance[ago] += share * (sentBy * (heard - heardMean) - covariance[ago]);
            double together = Math.sqrt(sentVariance[ago] * heardVariance);
            double correlation = together == 0 ? 0 : covariance[ago] / together;
            if (correlation > most) {
                most = correlation;
                best = ago;
            }
        }
        if (learned < ENOUGH_FRAMES) {
            return;
        }
        if (most >= ECHO_CORRELATION) {
            delay = best;
            gain = covariance[best] / sentVariance[best];
            noEcho = false;
        } else if (most < NO_ECHO_CORRELATION) {
            delay = -1;
            noEcho = true;
        }
    }
}
