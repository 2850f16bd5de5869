package org.offhook.media.call;

import java.util.concurrent.locks.LockSupport;
import org.offhook.media.HeardFrames;

/**
 * The frame ring going up, between the media thread (writes, never waits) and one reader (waits by
 * parking). 64 frames, all made at the start.
 */
final class HeardRing implements HeardFrames {
    private static final int FRAMES = 64;

    private final Frame[] frames = new Frame[FRAMES];

    /** Frames ever written; by the media thread. */
    private volatile long written;

    /** Frames ever read; by the reader. */
    private volatile long read;

    private volatile boolean closed;
    private volatile Thread waiting;

    HeardRing() {
        for (int i = 0; i < FRAMES; i++) {
            frames[i] = new Frame();
        }
    }

    /** By the media thread. False means the reader is a second behind: the frame is dropped. */
    boolean offerOrDrop(Frame frame) {
        long at = written;
        if (at - read >= FRAMES) {
            return false;
        }
        frames[(int) (at % FRAMES)].set(frame);
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
        frame.set(frames[(int) (at % FRAMES)]);
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
