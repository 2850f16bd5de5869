package org.offhook.agent.provider;

/**
 * How much a peer may send: so much at once, and for as long as it lasts so much a second (a leaky
 * bucket). Pure. Used by one thread.
 */
final class Allowance {
    private static final double NANOS_PER_SECOND = 1e9;

    private final double atOnce;
    private final double perSecond;
    private double level;
    private long levelNanos;

    /** Both in whatever is counted: messages, milliseconds of sound. */
    Allowance(double atOnce, double perSecond, long nowNanos) {
        this.atOnce = atOnce;
        this.perSecond = perSecond;
        levelNanos = nowNanos;
    }

    /** Takes so much of it; false where it is more than is left. */
    boolean tryTake(double amount, long nowNanos) {
        double drained = (nowNanos - levelNanos) / NANOS_PER_SECOND * perSecond;
        level = Math.max(0, level - drained) + amount;
        levelNanos = nowNanos;
        return level <= atOnce;
    }
}
