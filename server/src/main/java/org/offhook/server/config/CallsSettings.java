package org.offhook.server.config;

import java.util.List;

/**
 * Calls that are placed over HTTP.
 *
 * @param most at once; one more is refused with 503
 * @param mostOfLine at once from one line, or without a line; one more is refused with 429
 * @param to SIP URIs that may be called, with {@code *}; empty: all
 */
public record CallsSettings(int most, int mostOfLine, List<String> to) {
    public CallsSettings {
        to = List.copyOf(to);
    }
}
