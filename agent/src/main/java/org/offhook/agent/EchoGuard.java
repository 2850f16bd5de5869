package org.offhook.agent;

/**
 * Tells whether what is heard can be what we sent, come back: a handset leaks, a hybrid reflects.
 * Compares levels only: the echo is late by an unknown part of {@link #MEMORY_FRAMES}, so the
 * loudest of that time counts. Pure; used by the hearing thread only.
 */
final class EchoGuard {
    /** Frames of 20 ms: the longest way there and back that is expected. */
    private static final int MEMORY_FRAMES = 25;

    /**
     * Echo comes back weaker by this power ratio at least: 14 dB. Lines are made for more (ITU-T
     * G.122 wants 6 dB of loss in the hybrid alone, on top of both ways' own); callers speak at
     * about the level of the agent.
     */
    private static final long LOSS = 25;

    private final long[] sent = new long[MEMORY_FRAMES];
    private int next;

    /**
     * @param heard mean square of the frame heard
     * @param sentNow mean square of the frame sent at the same time; 0 for silence
     */
    boolean mayBeEcho(long heard, long sentNow) {
        sent[next] = sentNow;
        next = (next + 1) % MEMORY_FRAMES;
        long loudest = 0;
        for (long one : sent) {
            loudest = Math.max(loudest, one);
        }
        return heard * LOSS < loudest;
    }
}
