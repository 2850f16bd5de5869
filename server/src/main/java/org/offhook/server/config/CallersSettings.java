package org.offhook.server.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Who may call.
 *
 * @param trusted addresses and ranges that need no proof
 * @param passwords of who proves by digest, by user name
 */
public record CallersSettings(List<String> trusted, Map<String, Secret> passwords) {
    public CallersSettings {
        trusted = List.copyOf(trusted);
        passwords = Collections.unmodifiableMap(new LinkedHashMap<>(passwords));
    }

    /** Everyone may. */
    public static CallersSettings anyone() {
        return new CallersSettings(List.of(), Map.of());
    }
}
