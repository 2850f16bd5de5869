package org.offhook.media.call;

import java.util.concurrent.locks.LockSupport;
import org.offhook.media.HeardFrames;
import org.offhook.media.Pcm;

/**
 * The frame ring going up, between the media thread (writes, never waits) and one reader (waits by
 * parking). 64 frames, all made at the start.
 */
final class HeardRing implements HeardFrames {
    private static final int FRAMES = 64;

    private final short[] samples = new short[FRAMES * Pcm.FRAME_SAMPLES];
    private final long[] receivedNanos = new long[FRAMES];
    private final boolean[] concealed = new boolean[FRAMES];
    private final int[] sentMeanSquare = new int[FRAMES];

    /** Frames ever written; by the media thread. */
    private volatile long written;

    /** Frames ever read; by the reader. */
    private volatile long read;

    private volatile boolean closed;
    private volatile Thread waiting;

    /** By the media thread. False means the reader is a second behind: the frame is dropped. */
    boolean offerOrDrop(
            short[] frame, long frameReceivedNanos, boolean frameConcealed, int frameSent) {
        long at = written;
        if (at - read >= FRAMES) {
            return false;
        }
        int slot = (int) (at % FRAMES);
        System.arraycopy(frame, 0, samples, slot * Pcm.FRAME_SAMPLES, Pcm.FRAME_SAMPLES);
        receivedNanos[slot] = frameReceivedNanos;
        concealed[slot] = frameConcealed;
        sentMeanSquare[slot] = frameSent;
        written = at + 1;
        wake();
        return true;
    }

    /** No more frames will come. */
    void close() {
        closed = true;
        wake();
    }

    @Override
    public boolean takeOrWait(Frame frame) throws InterruptedException {
        long at = read;
        while (written == at) {
            if (closed && written == at) {
                return false;
            }
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            waiting = Thread.currentThread();
            if (written == at && !closed) {
                LockSupport.park(this);
            }
            waiting = null;
        }
        int slot = (int) (at % FRAMES);
        System.arraycopy(samples, slot * Pcm.FRAME_SAMPLES, frame.samples, 0, Pcm.FRAME_SAMPLES);
        frame.receivedNanos = receivedNanos[slot];
        frame.concealed = concealed[slot];
        frame.sentMeanSquare = sentMeanSquare[slot];
        read = at + 1;
        return true;
    }

    @Override
    public int available() {
        return (int) (written - read);
    }

    private void wake() {
        Thread reader = waiting;
        if (reader != null) {
            LockSupport.unpark(reader);
        }
    }
}
