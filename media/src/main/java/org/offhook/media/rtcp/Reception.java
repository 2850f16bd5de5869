package org.offhook.media.rtcp;

import org.offhook.media.rtp.RtpPacket;

/**
 * Counts the packets of the source that is heard (RFC 3550 A.1, A.3): how many should have come,
 * and how many did. A source that restarts or is replaced is counted anew, and what was counted
 * before stays in the call's totals. Owned by the media thread of its call.
 */
public final class Reception {
    /** A jump by more is a restart (RFC 3550 A.1: MAX_DROPOUT). */
    private static final int MOST_MISSING = 3_000;

    private static final int MOST_LOST = 0x7F_FFFF;

    private boolean any;
    private int ssrc;
    private int base;
    private int highest;
    private int cycles;
    private long received;
    private long expectedBefore;
    private long receivedBefore;
    private long pastExpected;
    private long pastReceived;

    /** A valid packet came, of whatever payload type. */
    public void onPacket(RtpPacket packet) {
        int sequence = packet.sequence();
        if (!any || packet.ssrc() != ssrc || isJump(sequence)) {
            restart(packet.ssrc(), sequence);
        }
        if ((short) (sequence - highest) > 0) {
            cycles += sequence < highest ? 1 : 0;
            highest = sequence;
        }
        received++;
    }

    private boolean isJump(int sequence) {
        int ahead = (short) (sequence - highest);
        return ahead > MOST_MISSING || ahead < -MOST_MISSING;
    }

    private void restart(int newSsrc, int sequence) {
        if (any) {
            pastExpected += expected();
            pastReceived += received;
        }
        any = true;
        ssrc = newSsrc;
        base = sequence;
        highest = sequence;
        cycles = 0;
        received = 0;
        expectedBefore = 0;
        receivedBefore = 0;
    }

    /** Whether there is a source to report about. */
    boolean isAny() {
        return any;
    }

    int ssrc() {
        return ssrc;
    }

    /** Highest sequence number, extended by how often it wrapped. */
    int extendedHighest() {
        return cycles << 16 | highest;
    }

    private long expected() {
        return any ? Integer.toUnsignedLong(extendedHighest()) - base + 1 : 0;
    }

    /** Of this source; duplicates make it less, even negative (RFC 3550 section 6.4.1). */
    int cumulativeLost() {
        return Math.clamp(expected() - received, -MOST_LOST - 1, MOST_LOST);
    }

    /** Of 256, since the last time this was asked (RFC 3550 A.3). */
    int fractionLost() {
        long expected = expected();
        long expectedNow = expected - expectedBefore;
        long lostNow = expectedNow - (received - receivedBefore);
        expectedBefore = expected;
        receivedBefore = received;
        return expectedNow <= 0 || lostNow <= 0
                ? 0
                : (int) Math.min((lostNow << 8) / expectedNow, 255);
    }

    /** In the whole call, over all sources: from 0 to 1. */
    public double lostShare() {
        long expected = pastExpected + expected();
        long lost = expected - pastReceived - received;
        return expected == 0 ? 0 : Math.max(0, (double) lost / expected);
    }
}
