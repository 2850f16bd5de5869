package org.offhook.server.config;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.offhook.agent.CacheMode;

/** Reads the parts of the configuration that are about realtime speech models. */
final class RealtimeReader {
    private static final Map<String, CacheMode> CACHE = cacheModes();

    private final Secrets secrets;

    RealtimeReader(Secrets secrets) {
        this.secrets = secrets;
    }

    SequencedMap<String, RealtimeSettings> models(Section root) {
        var models = new LinkedHashMap<String, RealtimeSettings>();
        root.named("realtime-models").forEach((name, section) -> models.put(name, model(section)));
        return models;
    }

    private RealtimeSettings model(Section section) {
        String preset = section.choice("preset", "", words("openai", "azure"));
        boolean azure = preset.equals("azure");
        String url = baseUrl(section, preset);
        String apiVersion = section.text("api-version", "");
        if (!apiVersion.isEmpty() && !azure) {
            section.problem("api-version", "goes with preset azure");
        }
        // Azure's older address speaks the older protocol.
        String usual = apiVersion.isEmpty() ? "ga" : "beta";
        boolean beta = section.choice("protocol", usual, words("ga", "beta")).equals("beta");
        var read =
                new RealtimeSettings(
                        url,
                        secrets.read(section, "api-key"),
                        section.required("model"),
                        section.text("voice", ""),
                        azure,
                        apiVersion,
                        beta,
                        section.whole("max-tokens", 0, 0, 100_000),
                        section.duration(
                                "first-audio-timeout",
                                Duration.ofSeconds(8),
                                Duration.ofMillis(100),
                                Duration.ofMinutes(1)),
                        section.duration(
                                "session-limit",
                                Duration.ofMinutes(60),
                                Duration.ofSeconds(10),
                                Duration.ofHours(24)));
        section.end();
        return read;
    }

    private static String baseUrl(Section section, String preset) {
        String usual = preset.equals("openai") ? "https://api.openai.com/v1" : "";
        String url = section.text("base-url", usual);
        if (url.isEmpty() && !section.has("base-url")) {
            String hint =
                    preset.equals("azure")
                            ? "is missing: https://NAME.openai.azure.com"
                            : "is missing: give it, or preset openai";
            section.problem("base-url", hint);
        } else if (!url.matches("(https?|wss?)://[^\\s/]+[^\\s?#]*")) {
            section.wrong("base-url", "must be an https:// or wss:// address");
        }
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }

    /** How an agent's prepared answers and its model share the work. */
    static CacheMode cache(Section agent) {
        return agent.choice("cache", CacheMode.BEFORE, CACHE);
    }

    private static Map<String, CacheMode> cacheModes() {
        var modes = new LinkedHashMap<String, CacheMode>();
        modes.put("before", CacheMode.BEFORE);
        modes.put("beside", CacheMode.BESIDE);
        modes.put("off", CacheMode.OFF);
        return modes;
    }

    private static Map<String, String> words(String... words) {
        var map = new LinkedHashMap<String, String>();
        List.of(words).forEach(word -> map.put(word, word));
        return map;
    }
}
