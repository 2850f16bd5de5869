package org.offhook.sip.jain;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Room for one call; any thread. */
final class Slot {
    private final AtomicInteger taken;
    private final AtomicBoolean held = new AtomicBoolean(true);

    private Slot(AtomicInteger taken) {
        this.taken = taken;
    }

    /** Null where all {@code limit} are taken. */
    static Slot takeOrRefuse(AtomicInteger taken, int limit) {
        int now = taken.getAndIncrement();
        if (now >= limit) {
            taken.getAndDecrement();
            return null;
        }
        return new Slot(taken);
    }

    /** Twice is harmless. */
    void free() {
        if (held.compareAndSet(true, false)) {
            taken.getAndDecrement();
        }
    }
}
