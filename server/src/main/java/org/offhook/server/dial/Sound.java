package org.offhook.server.dial;

/**
 * One stretch of what the other side says.
 *
 * @param firstNanos arrival of its first voiced packet
 * @param lastNanos arrival of its last voiced packet so far
 * @param noticedNanos when that last one had passed the jitter buffer: silence is measured from
 *     there
 */
record Sound(long firstNanos, long lastNanos, long noticedNanos) {
    /** The stretch with one more packet. Null before the first. */
    static Sound after(Sound before, long receivedNanos, long nowNanos) {
        long first = before == null ? receivedNanos : before.firstNanos;
        return new Sound(first, receivedNanos, nowNanos);
    }

    long silentNanos(long nowNanos) {
        return nowNanos - noticedNanos;
    }
}
