package org.offhook.media.srtp;

/** The last 64 packet numbers of a stream (RFC 3711 section 3.3.2). Not thread-safe. */
final class ReplayWindow {
    private long highest = -1;
    private long seen;

    /** Whether it was there before, or is too old to know. */
    boolean isReplay(long index) {
        long behind = highest - index;
        if (highest < 0 || behind < 0) {
            return false;
        }
        return behind >= Long.SIZE || (seen & 1L << behind) != 0;
    }

    void add(long index) {
        long ahead = index - highest;
        if (highest < 0 || ahead >= Long.SIZE) {
            seen = 1;
            highest = index;
        } else if (ahead > 0) {
            seen = seen << ahead | 1;
            highest = index;
        } else {
            seen |= 1L << -ahead;
        }
    }

    /** -1 where there was none. */
    long highest() {
        return highest;
    }
}
