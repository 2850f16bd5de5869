package org.offhook.sip.jain;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * Whether the heap is nearly full of what is in use, as it was after the last collection: a
 * transaction is kept for 32 s (RFC 3261 §17.2.1), so a fast flow of short calls fills it however
 * few go on at once. Any thread.
 */
final class HeapWatch implements BooleanSupplier {
    private static final Logger log = LogManager.getLogger(HeapWatch.class);

    /** The rest is for the calls that are there, and for what the collector needs to go on. */
    private static final double MOST_IN_USE = 0.75;

    private static final long LOOK_NANOS = Duration.ofMillis(100).toNanos();

    private final List<MemoryPoolMXBean> pools =
            ManagementFactory.getMemoryPoolMXBeans().stream()
                    .filter(pool -> pool.getType() == MemoryType.HEAP)
                    .toList();
    private final double most = MOST_IN_USE * Runtime.getRuntime().maxMemory();

    // Two threads that look at the same moment see the same.
    private volatile long lookedAt = System.nanoTime() - LOOK_NANOS;
    private volatile boolean isShort;

    @Override
    public boolean getAsBoolean() {
        long now = System.nanoTime();
        if (now - lookedAt >= LOOK_NANOS) {
            lookedAt = now;
            tellChange(inUse());
        }
        return isShort;
    }

    private void tellChange(long inUse) {
        boolean wasShort = isShort;
        isShort = inUse > most;
        if (isShort && !wasShort) {
            log.warn(
                    "{} of {} MB of heap are in use: callers hear 503 until there is room (-Xmx)",
                    inUse >> 20,
                    Runtime.getRuntime().maxMemory() >> 20);
        } else if (wasShort && !isShort) {
            log.info("there is room in the heap again: calls are taken");
        }
    }

    private long inUse() {
        long bytes = 0;
        for (MemoryPoolMXBean pool : pools) {
            MemoryUsage usage = pool.getCollectionUsage();
            bytes += usage == null ? 0 : usage.getUsed();
        }
        return bytes;
    }
}
