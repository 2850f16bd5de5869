package org.offhook.server.config;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Optional;
import org.offhook.agent.SlotSources;
import org.offhook.cache.Slots;

/** Reads where the slots of an agent's answers get their values. */
final class SlotsReader {
    /** More would not be listened to. */
    private static final int LONGEST = 200;

    private final Section section;
    private final LinkedHashMap<String, String> texts = new LinkedHashMap<>();
    private final LinkedHashMap<String, String> headers = new LinkedHashMap<>();

    /**
     * @param section the agent's
     */
    SlotsReader(Section section) {
        this.section = section;
    }

    SlotSources read() {
        Section slots = section.section("slots");
        for (String name : slots.keys()) {
            if (!Slots.isName(name)) {
                slots.problem(name, "must be called a-z, 0-9 and -, at most 32 characters");
            } else if (Slots.BUILT_IN.contains(name)) {
                slots.problem(name, "must have another name: every agent has {" + name + "}");
            } else {
                slot(name, slots);
            }
        }
        ZoneId zone =
                section.parsed(
                        "time-zone",
                        ZoneId.systemDefault(),
                        "a time zone such as Europe/Berlin",
                        SlotsReader::zone);
        return new SlotSources(texts, headers, zone);
    }

    private void slot(String name, Section slots) {
        String text = slots.text(name, "").strip();
        if (text.startsWith("header ")) {
            String header = text.substring("header ".length()).strip();
            if (!header.matches("(?i)X-[A-Z0-9-]{1,60}|Subject")) {
                slots.wrong(name, "must name a header field X-... or Subject");
            }
            headers.put(name, header);
            return;
        }
        if (text.isEmpty() || text.length() > LONGEST || text.matches(".*[{}].*")) {
            slots.wrong(
                    name,
                    "must be 1 to " + LONGEST + " characters without braces, or \"header X-...\"");
        }
        texts.put(name, text);
    }

    private static Optional<ZoneId> zone(String text) {
        try {
            return Optional.of(ZoneId.of(text.strip()));
        } catch (DateTimeException unknown) {
            return Optional.empty();
        }
    }
}
