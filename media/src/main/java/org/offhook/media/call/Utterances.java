package org.offhook.media.call;

import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.offhook.media.Pcm;
import org.offhook.media.Playout;
import org.offhook.media.PreparedAudio;

/**
 * The border going down: what the call's threads want said. They meet at a lock of their own; the
 * media thread never takes it, and reads volatile positions only. Exactly one utterance is current;
 * samples of any other are refused.
 */
final class Utterances implements Playout {
    /** A producer whose wake-up went to another looks again after this. */
    private static final long LONGEST_PARK_NANOS = 50_000_000;

    private final ReentrantLock producers = new ReentrantLock();
    private final short[] ring;
    private final Runnable wakeMedia;
    private volatile Utterance current = new Utterance(0, 0);

    /** Samples ever written; by the producer that holds the lock. */
    private volatile long written;

    /** Samples ever read or passed over; by the media thread. */
    private volatile long read;

    private volatile Thread waiting;

    /**
     * @param ringSamples how far a producer may be ahead
     * @param wakeMedia makes the media thread look soon; from any thread
     */
    Utterances(int ringSamples, Runnable wakeMedia) {
        this.ring = new short[ringSamples];
        this.wakeMedia = wakeMedia;
        current.silenced = true;
    }

    @Override
    public int begin() {
        producers.lock();
        try {
            var utterance = new Utterance(current.number + 1, written);
            current = utterance;
            return utterance.number;
        } finally {
            producers.unlock();
            wakeAll();
        }
    }

    @Override
    public void play(int number, PreparedAudio audio) {
        producers.lock();
        try {
            Utterance utterance = audible(number);
            if (utterance != null) {
                utterance.prepared = audio;
                close(utterance);
            }
        } finally {
            producers.unlock();
        }
        wakeMedia.run();
    }

    @Override
    public boolean putOrWait(int number, short[] samples, int length) throws InterruptedException {
        int done = 0;
        while (true) {
            producers.lockInterruptibly();
            try {
                Utterance utterance = audible(number);
                if (utterance == null) {
                    return false;
                }
                if (utterance.endSample != Utterance.OPEN) {
                    throw new IllegalStateException("utterance " + number + " has ended");
                }
                boolean waitsForFirst = written - utterance.startSample < Pcm.FRAME_SAMPLES;
                done += copyIn(samples, done, length - done);
                if (waitsForFirst && written - utterance.startSample >= Pcm.FRAME_SAMPLES) {
                    wakeMedia.run();
                }
            } finally {
                producers.unlock();
            }
            if (done == length) {
                return true;
            }
            waitForRoom(number);
        }
    }

    @Override
    public void end(int number) {
        producers.lock();
        try {
            Utterance utterance = audible(number);
            if (utterance != null) {
                close(utterance);
            }
        } finally {
            producers.unlock();
        }
        wakeMedia.run();
    }

    @Override
    public void pause(int number) {
        pause(number, true);
    }

    @Override
    public void resume(int number) {
        pause(number, false);
    }

    private void pause(int number, boolean paused) {
        producers.lock();
        try {
            Utterance utterance = audible(number);
            if (utterance != null) {
                utterance.paused = paused;
            }
        } finally {
            producers.unlock();
        }
        wakeMedia.run();
    }

    @Override
    public void silence() {
        current.silenced = true;
        wakeAll();
    }

    /** By the media thread. */
    Utterance current() {
        return current;
    }

    /** By the media thread: samples up to here are written. */
    long written() {
        return written;
    }

    /** By the media thread: where it reads next. */
    long read() {
        return read;
    }

    /** By the media thread: takes samples out; there must be as many. */
    void copyOut(short[] frame, int count) {
        int at = (int) (read % ring.length);
        int first = Math.min(count, ring.length - at);
        System.arraycopy(ring, at, frame, 0, first);
        System.arraycopy(ring, 0, frame, first, count - first);
        passTo(read + count);
    }

    /** By the media thread: what is before this will not be played. */
    void passTo(long sample) {
        read = sample;
        Thread producer = waiting;
        // Waking for every frame would cost more than the frame.
        if (producer != null && written - sample <= ring.length * 3L / 4) {
            LockSupport.unpark(producer);
        }
    }

    private int copyIn(short[] samples, int from, int most) {
        long to = written;
        int count = (int) Math.min(most, ring.length - (to - read));
        int at = (int) (to % ring.length);
        int first = Math.min(count, ring.length - at);
        System.arraycopy(samples, from, ring, at, first);
        System.arraycopy(samples, from + first, ring, 0, count - first);
        written = to + count;
        return count;
    }

    private void waitForRoom(int number) throws InterruptedException {
        waiting = Thread.currentThread();
        Utterance utterance = current;
        boolean full = written - read >= ring.length;
        if (full && utterance.number == number && !utterance.silenced) {
            LockSupport.parkNanos(this, LONGEST_PARK_NANOS);
        }
        waiting = null;
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    private Utterance audible(int number) {
        Utterance utterance = current;
        if (number < 1 || number > utterance.number) {
            throw new IllegalArgumentException("no utterance " + number + " was begun");
        }
        return utterance.number == number && !utterance.silenced ? utterance : null;
    }

    private void close(Utterance utterance) {
        if (utterance.endSample == Utterance.OPEN) {
            utterance.endSample = written;
        }
    }

    private void wakeAll() {
        wakeMedia.run();
        Thread producer = waiting;
        if (producer != null) {
            LockSupport.unpark(producer);
        }
    }
}
