package org.offhook.sip.machine;

import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How often each source may be refused and be told so: beyond that it is not answered, because
 * whoever guesses passwords or numbers lives from answers, and one who forges addresses has them
 * sent to others. Who is not refused is not counted. For any thread: guarded by its lock.
 */
public final class RefusalLimit {
    private static final int SOURCES_THEN_FORGET_OLDEST = 4096;
    private static final long SECOND_MILLIS = 1000;

    private static final class Count {
        long secondMillis;
        int refusals;
    }

    private final int perSecond;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<InetAddress, Count> counts = new LinkedHashMap<>();

    public RefusalLimit(int perSecond) {
        this.perSecond = perSecond;
    }

    /** Counts one refusal; false where its source has had its share of this second. */
    public boolean countOrIgnore(InetAddress source, long nowMillis) {
        lock.lock();
        try {
            Count count = counts.computeIfAbsent(source, unused -> new Count());
            if (nowMillis - count.secondMillis >= SECOND_MILLIS) {
                count.secondMillis = nowMillis;
                count.refusals = 0;
            }
            count.refusals++;
            if (counts.size() > SOURCES_THEN_FORGET_OLDEST) {
                counts.remove(counts.keySet().iterator().next());
            }
            return count.refusals <= perSecond;
        } finally {
            lock.unlock();
        }
    }
}
