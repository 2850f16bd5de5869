package org.offhook.sip.jain;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * Counts the calls that are alive against the limit, and looks whether memory is left; any thread.
 */
final class Room {
    private final AtomicInteger taken = new AtomicInteger();
    private final int limit;
    private final BooleanSupplier isHeapFull;
    private volatile boolean draining;

    /**
     * @param isHeapFull no caller is let in meanwhile
     */
    Room(int limit, BooleanSupplier isHeapFull) {
        this.limit = limit;
        this.isHeapFull = isHeapFull;
    }

    /** For a call to us. Empty: refuse it with 503. */
    Optional<Slot> takeForInvite() {
        return draining || isHeapFull.getAsBoolean() ? Optional.empty() : take();
    }

    /** For a call of ours, also while we refuse others'. */
    Optional<Slot> take() {
        return Optional.ofNullable(Slot.takeOrRefuse(taken, limit));
    }

    boolean isFull() {
        return taken.get() >= limit || isHeapFull.getAsBoolean();
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
