package org.offhook.agent;

import java.time.ZoneId;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.offhook.cache.Slots;

/**
 * Where an agent's slots get their values, beside those that every agent has ({@link
 * Slots#BUILT_IN}).
 *
 * @param texts the same in every call, by the slot's name
 * @param headers header fields of the INVITE, by the slot's name
 * @param zone of date, time and weekday
 */
public record SlotSources(Map<String, String> texts, Map<String, String> headers, ZoneId zone) {
    public SlotSources {
        texts = Map.copyOf(texts);
        headers = Map.copyOf(headers);
    }

    /** Only what every agent has, where this machine is. */
    public static SlotSources builtIn() {
        return new SlotSources(Map.of(), Map.of(), ZoneId.systemDefault());
    }

    /** All slots that an answer of this agent may have. */
    public Set<String> names() {
        var names = new HashSet<>(Slots.BUILT_IN);
        names.addAll(texts.keySet());
        names.addAll(headers.keySet());
        return Set.copyOf(names);
    }
}
