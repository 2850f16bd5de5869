package org.offhook.sip.locate;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Remembers where targets are for as long as DNS says; the least recently used goes first. */
public final class ServerCache {
    private final int most;
    private final Map<Target, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);

    private record Entry(Servers servers, long untilNanos) {}

    public ServerCache(int most) {
        this.most = most;
    }

    /** Empty where nothing is known, or not any more. */
    public Optional<Servers> get(Target target, long nowNanos) {
        Entry entry = entries.get(target);
        if (entry == null) {
            return Optional.empty();
        }
        if (entry.untilNanos() - nowNanos <= 0) {
            entries.remove(target);
            return Optional.empty();
        }
        return Optional.of(entry.servers());
    }

    public void putOrEvict(Target target, Servers servers, long nowNanos) {
        long until = nowNanos + TimeUnit.SECONDS.toNanos(servers.ttlSeconds());
        entries.put(target, new Entry(servers, until));
        if (entries.size() > most) {
            entries.remove(entries.keySet().iterator().next());
        }
    }

    public int size() {
        return entries.size();
    }
}
