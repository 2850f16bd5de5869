package org.offhook.media.call;

import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.offhook.media.Pcm;
import org.offhook.media.Playout;
import org.offhook.media.PreparedAudio;
import org.offhook.media.codec.CodecType;
import org.offhook.media.sdp.AudioSession;

/**
 * The border going down: what the call's threads want said. They meet at a lock of their own; the
 * media thread never takes it, and reads volatile positions only. Exactly one utterance is current;
 * samples of any other are refused.
 */
final class Utterances implements Playout {
    /** A producer whose wake-up went to another looks again after this. */
    private static final long LONGEST_PARK_NANOS = 50_000_000;

    private final ReentrantLock producers = new ReentrantLock();
    private final SpokenRing queue;
    private final Runnable wakeMedia;
    private final Keys keys = new Keys();
    private volatile boolean takesKeys;
    private volatile CodecType law = CodecType.PCMU;
    private volatile CodecType codec = CodecType.PCMU;
    private volatile Utterance current = new Utterance(0, 0, law);
    private volatile Thread waiting;

    /**
     * @param ringSamples how far a producer may be ahead
     * @param wakeMedia makes the media thread look soon; from any thread
     */
    Utterances(int ringSamples, Runnable wakeMedia) {
        this.queue = new SpokenRing(ringSamples);
        this.wakeMedia = wakeMedia;
        current.silenced = true;
    }

    /** From any thread: offer and answer have agreed on this. */
    void agree(AudioSession session) {
        codec = session.codec();
        if (codec.law() != null) {
            law = codec;
        }
        takesKeys = session.sentEvents() != null;
    }

    @Override
    public boolean sendDigits(String digits) {
        if (!Playout.canSend(digits)) {
            throw new IllegalArgumentException("not 0-9, *, #, A-D, w or comma");
        }
        producers.lock();
        try {
            return takesKeys && keys.offerOrRefuse(digits);
        } finally {
            producers.unlock();
        }
    }

    /** By the media thread, which presses them. */
    Keys keys() {
        return keys;
    }

    @Override
    public int begin() {
        producers.lock();
        try {
            queue.align();
            var utterance = new Utterance(current.number + 1, queue.written(), law);
            current = utterance;
            return utterance.number;
        } finally {
            producers.unlock();
            wakeAll();
        }
    }

    @Override
    public void play(int number, PreparedAudio audio) {
        // Here, not on the media thread, a page that is not in memory is waited for.
        audio.load(codec);
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
        return putOrWait(number, length, (_, done) -> queue.put(samples, done, length - done));
    }

    @Override
    public boolean putCodesOrWait(int number, byte[] codes, int length)
            throws InterruptedException {
        return putOrWait(
                number, length, (to, done) -> queue.put(codes, done, length - done, to.law));
    }

    /** Puts what fits of a producer's audio; returns how much did. */
    private interface Source {
        int put(Utterance utterance, int done);
    }

    private boolean putOrWait(int number, int length, Source source) throws InterruptedException {
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
                boolean waitsForFirst = !hasFrame(utterance);
                done += source.put(utterance, done);
                if (waitsForFirst && hasFrame(utterance)) {
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

    private boolean hasFrame(Utterance utterance) {
        return queue.written() - utterance.startSample >= Pcm.FRAME_SAMPLES;
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
        producers.lock();
        try {
            Utterance utterance = audible(number);
            if (utterance != null) {
                utterance.backFrames = 0;
                utterance.paused = true;
            }
        } finally {
            producers.unlock();
        }
        wakeMedia.run();
    }

    @Override
    public int resume(int number, int mostBackFrames) {
        int back = 0;
        producers.lock();
        try {
            Utterance utterance = audible(number);
            if (utterance != null && utterance.paused) {
                back = quietestBack(utterance, mostBackFrames);
                utterance.backFrames = back;
                utterance.paused = false;
            }
        } finally {
            producers.unlock();
        }
        wakeMedia.run();
        return back;
    }

    /** There a word or a syllable begins. The media thread leaves alone what is paused. */
    private int quietestBack(Utterance utterance, int mostFrames) {
        PreparedAudio prepared = utterance.prepared;
        int next = utterance.preparedFrame;
        if (next == 0) {
            return queue.quietestBack(mostFrames, utterance.startSample + Pcm.FRAME_SAMPLES);
        }
        int quietest = Math.min(next, prepared.frames() - 1);
        for (int frame = next - 1; frame > Math.max(0, next - mostFrames); frame--) {
            if (prepared.meanSquare(frame) < prepared.meanSquare(quietest)) {
                quietest = frame;
            }
        }
        return next - quietest;
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

    /** By the media thread, which takes out of it. */
    SpokenRing queue() {
        return queue;
    }

    /** By the media thread: what is before this will not be played. */
    void passTo(long sample) {
        queue.passTo(sample);
        wakeProducer();
    }

    /** By the media thread, after it took something out. */
    void wakeProducer() {
        Thread producer = waiting;
        // Waking for every frame would cost more than the frame.
        if (producer != null && !queue.isThreeQuartersFull()) {
            LockSupport.unpark(producer);
        }
    }

    private void waitForRoom(int number) throws InterruptedException {
        waiting = Thread.currentThread();
        Utterance utterance = current;
        if (queue.isFull() && utterance.number == number && !utterance.silenced) {
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
            utterance.endSample = queue.written();
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
