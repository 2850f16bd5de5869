package org.offhook.sip.jain;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts the calls that are alive against the limit; any thread. */
final class Room {
    private final AtomicInteger taken = new AtomicInteger();
    private final int limit;
    private volatile boolean draining;

    Room(int limit) {
        this.limit = limit;
    }

    /** For a call to us. Empty: refuse it with 503. */
    Optional<Slot> takeForInvite() {
        return draining ? Optional.empty() : take();
    }

    /** For a call of ours, also while we refuse others'. */
    Optional<Slot> take() {
        return Optional.ofNullable(Slot.takeOrRefuse(taken, limit));
    }

    boolean isFull() {
        return taken.get() >= limit;
    }

    boolean isDraining() {
        return draining;
    }

    void drain() {
        draining = true;
    }

    int taken() {
        return taken.get();
    }
}
