package org.offhook.server.config;

import java.util.List;

/** Reads the section {@code calls}. */
final class CallsReader {
    private CallsReader() {}

    static CallsSettings read(Section section) {
        List<Section.Entry> to = section.entries("to");
        for (Section.Entry entry : to) {
            if (!entry.text().matches("sips?:[^\\s<>\"]+")) {
                section.wrong(entry, "must be a SIP URI, in which * stands for any characters");
            }
        }
        var settings =
                new CallsSettings(
                        section.whole("most", 20, 0, 10_000),
                        section.whole("most-of-line", 10, 0, 10_000),
                        to.stream().map(Section.Entry::text).toList());
        section.end();
        return settings;
    }
}
