package org.offhook.agent;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.offhook.cache.Lookup;

/**
 * Looks words up while they are being said, once they seem to stay. {@link #run} has a thread of
 * its own; the rest is for any. However much a recogniser tells, a few events at most come of a
 * segment.
 */
final class EarlyLook implements Recognition.Listener {
    private static final Logger log = LogManager.getLogger(EarlyLook.class);

    /** The ends of turns that are believed of one segment. */
    private static final int MOST_ENDS = 4;

    private final String callId;
    private final Ears.Pool pool;
    private final Agent.Cache cache;
    private final Consumer<TurnEvent> events;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final StableWords words = new StableWords();
    private int endedSegment;
    private int ends;
    private int foundSegment;
    private String foundWords = "";
    private Lookup found;

    EarlyLook(String callId, Ears.Pool pool, Agent.Cache cache, Consumer<TurnEvent> events) {
        this.callId = callId;
        this.pool = pool;
        this.cache = cache;
        this.events = events;
    }

    @Override
    public void onPartial(int segment, String partial, boolean isFinal) {
        lock.lock();
        try {
            if (words.heard(segment, partial, isFinal, System.nanoTime())) {
                events.accept(new TurnEvent.WordsChanged());
            }
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void onEndOfTurn(int segment) {
        lock.lock();
        try {
            ends = segment == endedSegment ? ends + 1 : 1;
            endedSegment = segment;
            if (ends <= MOST_ENDS) {
                events.accept(new TurnEvent.TurnEnded(segment));
            }
        } finally {
            lock.unlock();
        }
    }

    /** Looks until it is interrupted. */
    void run() throws InterruptedException {
        while (true) {
            String next;
            int segment;
            lock.lockInterruptibly();
            try {
                next = await();
                segment = words.segment();
            } finally {
                lock.unlock();
            }
            look(segment, next);
        }
    }

    private String await() throws InterruptedException {
        while (true) {
            if (!words.isPromising()) {
                changed.await();
                continue;
            }
            long waitNanos = words.waitNanos(System.nanoTime());
            if (waitNanos == 0) {
                return words.take();
            }
            changed.await(waitNanos, TimeUnit.NANOSECONDS);
        }
    }

    private void look(int segment, String next) throws InterruptedException {
        long wordsNanos = System.nanoTime();
        try {
            Lookup lookup = pool.call(() -> cache.lookup(next));
            log.debug("call {}: \"{}\" so far, understood as {}", callId, next, lookup);
            var heard = new Heard(next, lookup, true, false, wordsNanos, System.nanoTime());
            lock.lock();
            try {
                foundSegment = segment;
                foundWords = next;
                found = lookup;
                if (words.isTaken()) {
                    events.accept(new TurnEvent.Guessed(segment, heard));
                }
            } finally {
                lock.unlock();
            }
        } catch (IOException noRoom) {
            log.debug("call {}: no early look: {}", callId, noRoom.toString());
        }
    }

    /** What the cache has said to the same words already. */
    Optional<Lookup> found(int segment, String said) {
        lock.lock();
        try {
            boolean known = found != null && segment == foundSegment;
            return known && StableWords.same(said, foundWords)
                    ? Optional.of(found)
                    : Optional.empty();
        } finally {
            lock.unlock();
        }
    }
}
