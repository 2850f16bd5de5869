package org.offhook.media.call;

import org.offhook.media.rtcp.Bursts;

/**
 * Tells losses from pauses: a peer that suppresses silence, or holds the call, sends nothing for a
 * while and goes on with the next sequence number; what was made up meanwhile was not lost. Owned
 * by the media thread of its call.
 */
final class PlayedFrames {
    /** Longer than any stall that is made up for by a burst: as in {@link RtpWatch}. */
    private static final int FEWEST_OF_A_PAUSE = 20;

    /** More in one piece says nothing more. */
    private static final int MOST_COUNTED = 1_500;

    private final Bursts bursts;
    private int madeUp;
    private long lostBefore;

    PlayedFrames(Bursts bursts) {
        this.bursts = bursts;
    }

    /**
     * One frame went up.
     *
     * @param lostPackets of the stream, so far
     */
    void onFrame(boolean concealed, long lostPackets) {
        if (concealed) {
            madeUp = Math.min(madeUp + 1, MOST_COUNTED);
            return;
        }
        boolean wasPause = madeUp >= FEWEST_OF_A_PAUSE && lostPackets == lostBefore;
        for (int i = 0; i < madeUp && !wasPause; i++) {
            bursts.onFrame(true);
        }
        bursts.onFrame(false);
        madeUp = 0;
        lostBefore = lostPackets;
    }
}
