package org.offhook.server.answers;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.offhook.agent.TurnRecord;

/**
 * What became of callers' turns at the cache since the program began: hits, and misses by reason.
 * Any thread.
 */
final class AskedCounts {
    /** Reasons are few and known; whatever else there may be goes under one name. */
    private static final int MOST = 60;

    private static final String OTHER = "miss: others";

    private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

    /** A turn is over. */
    void add(TurnRecord turn) {
        String name = name(turn.source(), turn.reason());
        String kept = counts.size() < MOST || counts.containsKey(name) ? name : OTHER;
        counts.computeIfAbsent(kept, _ -> new LongAdder()).increment();
    }

    /** A turn whose hit had no audio, or failed later, was a hit of the cache all the same. */
    private static String name(String source, String reason) {
        return switch (source.split("[ ,]", 2)[0]) {
            case "exact" -> "hit: the very words";
            case "cache" -> "hit: the same meaning";
            default -> "miss: " + kind(reason);
        };
    }

    /** A reason without what was measured. */
    private static String kind(String reason) {
        String plain = reason.replaceFirst(" \\(-?[0-9.]+\\)$", "");
        if (plain.startsWith("no value for ")) {
            return "no value for a slot";
        }
        if (plain.startsWith("learning: ")) {
            return "learning";
        }
        return plain.matches("asks .*, not .*") ? "asks for something else" : plain;
    }

    /** By name, in the order of names. */
    Map<String, Long> all() {
        var all = new TreeMap<String, Long>();
        counts.forEach((name, count) -> all.put(name, count.sum()));
        return all;
    }
}
