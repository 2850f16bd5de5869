package org.offhook.server.calls;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.offhook.server.config.CallsSettings;

/** The calls that were asked for: all that go on, and the last that are over. Thread-safe. */
public final class CallBook {
    /** Of those that are over; the oldest is forgotten first. */
    private static final int MOST_OVER = 1_000;

    private final CallsSettings limits;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, CallRecord> calls = new LinkedHashMap<>();
    private boolean closed;

    public CallBook(CallsSettings limits) {
        this.limits = limits;
    }

    /** Whether there is room for one more. */
    public sealed interface Entry {
        record Begun(CallRecord call) implements Entry {}

        /**
         * @param status as in HTTP
         */
        record Refused(int status, String reason) implements Entry {}
    }

    public Entry beginOrRefuse(CallWish wish, Instant now) {
        lock.lock();
        try {
            if (closed) {
                return new Entry.Refused(503, "the program is stopping");
            }
            long all = calls.values().stream().filter(CallBook::goesOn).count();
            long ofLine =
                    calls.values().stream()
                            .filter(CallBook::goesOn)
                            .filter(call -> call.wish().line().equals(wish.line()))
                            .count();
            if (all >= limits.most()) {
                return new Entry.Refused(
                        503, "calls.most is reached: " + all + " calls are being placed or go on");
            }
            if (ofLine >= limits.mostOfLine()) {
                String line = wish.line().isEmpty() ? "without a line" : "from " + wish.line();
                return new Entry.Refused(
                        429, "calls.most-of-line is reached: " + ofLine + " calls go on " + line);
            }
            var call = new CallRecord(UUID.randomUUID().toString(), wish, now);
            calls.put(call.id(), call);
            forgetOldest();
            return new Entry.Begun(call);
        } finally {
            lock.unlock();
        }
    }

    private static boolean goesOn(CallRecord call) {
        return !call.stage().isLast();
    }

    private void forgetOldest() {
        long over = calls.values().stream().filter(call -> !goesOn(call)).count();
        var each = calls.values().iterator();
        while (over > MOST_OVER && each.hasNext()) {
            if (!goesOn(each.next())) {
                each.remove();
                over--;
            }
        }
    }

    public Optional<CallRecord> find(String id) {
        lock.lock();
        try {
            return Optional.ofNullable(calls.get(id));
        } finally {
            lock.unlock();
        }
    }

    /** No more are taken. */
    public void close() {
        lock.lock();
        try {
            closed = true;
        } finally {
            lock.unlock();
        }
    }
}
