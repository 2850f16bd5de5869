package org.offhook.media.rtcp;

/**
 * How losses lie: one by one in gaps, or together in bursts (RFC 3611 section 4.7.2: a burst begins
 * and ends with a loss, and has fewer than sixteen good packets between two of them). Told of each
 * frame of 20 ms as of a packet: it was there in time, or it was concealed. Owned by the media
 * thread of its call.
 */
public final class Bursts {
    static final int GMIN = 16;
    private static final int FRAME_MILLIS = 20;

    private long frames;
    private long lost;
    private long runs;
    private int goodSinceLoss = GMIN;
    private boolean lastWasLost;

    // Since a loss that may be of a burst: frames, those up to the last loss, and the losses.
    private long runFrames;
    private long runInBurst;
    private long runLost;

    // Closed bursts: their frames, the losses in them, and how many there were.
    private long burstFrames;
    private long burstLost;
    private long bursts;

    /** One frame was due. */
    public void onFrame(boolean concealed) {
        frames++;
        if (!concealed) {
            goodSinceLoss = Math.min(goodSinceLoss + 1, GMIN);
            if (goodSinceLoss == GMIN) {
                closeBurst();
            }
            if (runFrames > 0) {
                runFrames++;
            }
            lastWasLost = false;
            return;
        }
        lost++;
        runs += lastWasLost ? 0 : 1;
        lastWasLost = true;
        goodSinceLoss = 0;
        runFrames++;
        runLost++;
        runInBurst = runFrames;
    }

    private void closeBurst() {
        // A loss alone belongs to the gap around it.
        if (runLost > 1) {
            burstFrames += runInBurst;
            burstLost += runLost;
            bursts++;
        }
        runFrames = 0;
        runLost = 0;
        runInBurst = 0;
    }

    /** From 0 to 1. */
    public double lostShare() {
        return frames == 0 ? 0 : (double) lost / frames;
    }

    /** How many frames were told of. */
    public long frames() {
        return frames;
    }

    /**
     * Mean length of a run of losses against what it would be were they thrown by dice (ITU-T G.107
     * section 7.2: BurstR); 1 where there are too few to say.
     */
    public double ratio() {
        if (runs < 3 || lost == frames) {
            return 1;
        }
        return Math.max(1, (double) lost / runs * (1 - lostShare()));
    }

    /** Of 256: losses among the frames of bursts. */
    int burstDensity() {
        return share(burstLost, burstFrames);
    }

    /** Of 256: losses among the frames of gaps. */
    int gapDensity() {
        return share(lost - burstLost - openLost(), frames - burstFrames - openFrames());
    }

    /** Mean, in ms; 0 where there was none. */
    int burstMillis() {
        return millis(burstFrames, bursts);
    }

    /** Mean, in ms: the whole call where there was no burst. */
    int gapMillis() {
        return millis(frames - burstFrames - openFrames(), bursts + 1);
    }

    private long openLost() {
        return runLost > 1 ? runLost : 0;
    }

    private long openFrames() {
        return runLost > 1 ? runInBurst : 0;
    }

    private static int share(long part, long whole) {
        return whole <= 0 ? 0 : Math.clamp(part * 256 / whole, 0, 255);
    }

    private static int millis(long frames, long parts) {
        return parts == 0 ? 0 : (int) Math.min(frames * FRAME_MILLIS / parts, 0xFFFF);
    }
}
