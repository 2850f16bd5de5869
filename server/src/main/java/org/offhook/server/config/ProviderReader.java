package org.offhook.server.config;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.offhook.server.config.ServerConfig.LanguageModel;
import org.offhook.server.config.ServerConfig.Voice;

/** Reads the parts of the configuration that name language models and voices. */
final class ProviderReader {
    private static final SequencedMap<String, String> PRESETS = presets();
    private static final Map<String, String> KINDS = kinds();

    private final Secrets secrets;

    ProviderReader(Secrets secrets) {
        this.secrets = secrets;
    }

    SequencedMap<String, LanguageModel> languageModels(Section root) {
        var models = new LinkedHashMap<String, LanguageModel>();
        root.named("language-models")
                .forEach((name, section) -> models.put(name, languageModel(section)));
        return models;
    }

    private LanguageModel languageModel(Section section) {
        String preset =
                section.choice("preset", "", same(PRESETS.sequencedKeySet().stream().toList()));
        String base = baseUrl(section, PRESETS.getOrDefault(preset, ""));
        Secret key = secrets.read(section, "api-key");
        String model = section.required("model");
        double temperature = section.decimal("temperature", 0.3, 0, 2);
        int maxTokens = section.whole("max-tokens", 300, 1, 4_096);
        Duration firstToken =
                section.duration(
                        "first-token-timeout",
                        Duration.ofSeconds(5),
                        Duration.ofMillis(100),
                        Duration.ofMinutes(1));
        Duration hedgeAfter =
                section.duration(
                        "hedge-after",
                        Duration.ofMillis(700),
                        Duration.ofMillis(50),
                        Duration.ofSeconds(10));
        section.end();
        return new LanguageModel(base, key, model, temperature, maxTokens, firstToken, hedgeAfter);
    }

    SequencedMap<String, Voice> voices(Section root) {
        var voices = new LinkedHashMap<String, Voice>();
        root.named("voices")
                .forEach((name, section) -> voice(section).ifPresent(one -> voices.put(name, one)));
        return voices;
    }

    private Optional<Voice> voice(Section section) {
        if (section.required("kind").isEmpty()) {
            return Optional.empty();
        }
        String kind = section.choice("kind", "", KINDS);
        Voice voice =
                switch (kind) {
                    case "openai" -> openAi(section);
                    case "elevenlabs" -> elevenLabs(section);
                    case "cartesia" -> cartesia(section);
                    case "flite" -> new Voice.Flite(section.text("voice", ""));
                    case "kokoro" -> new Voice.Kokoro();
                    default -> null;
                };
        if (voice == null) {
            return Optional.empty();
        }
        section.end();
        return Optional.of(voice);
    }

    private Voice openAi(Section section) {
        return new Voice.OpenAi(
                baseUrl(section, PRESETS.get("openai")),
                secrets.read(section, "api-key"),
                section.required("model"),
                section.required("voice"),
                speed(section));
    }

    private Voice elevenLabs(Section section) {
        return new Voice.ElevenLabs(
                baseUrl(section, "https://api.elevenlabs.io"),
                secrets.read(section, "api-key"),
                section.text("model", "eleven_flash_v2_5"),
                section.required("voice"),
                section.decimal("speed", 1, 0.7, 1.2));
    }

    private Voice cartesia(Section section) {
        return new Voice.Cartesia(
                baseUrl(section, "https://api.cartesia.ai"),
                secrets.read(section, "api-key"),
                section.text("model", "sonic-3"),
                section.required("voice"),
                section.decimal("speed", 1, 0.6, 1.5));
    }

    private static double speed(Section section) {
        return section.decimal("speed", 1, 0.25, 4);
    }

    /** The address of the preset that is named, or else of this one. */
    static String preset(Section section, String otherwise) {
        String preset =
                section.choice(
                        "preset", otherwise, same(PRESETS.sequencedKeySet().stream().toList()));
        return PRESETS.get(preset);
    }

    /** The preset's where none is written; one of both must be. */
    static String baseUrl(Section section, String preset) {
        String url = section.text("base-url", preset);
        if (url.isEmpty() && section.has("preset")) {
            return url; // a preset there is not, complained of already
        }
        if (url.isEmpty() && !section.has("base-url")) {
            section.problem("base-url", "is missing: give it, or a preset");
        } else if (!url.matches("(https?|h2c)://[^\\s/]+[^\\s?#]*")) {
            section.wrong("base-url", "must be an http:// or https:// address");
        }
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }

    private static SequencedMap<String, String> presets() {
        var presets = new LinkedHashMap<String, String>();
        presets.put("openai", "https://api.openai.com/v1");
        presets.put("groq", "https://api.groq.com/openai/v1");
        presets.put("ollama", "http://127.0.0.1:11434/v1");
        presets.put("vllm", "http://127.0.0.1:8000/v1");
        presets.put("llama.cpp", "http://127.0.0.1:8080/v1");
        return presets;
    }

    private static Map<String, String> kinds() {
        return same(List.of("openai", "elevenlabs", "cartesia", "flite", "kokoro"));
    }

    static Map<String, String> same(List<String> words) {
        var map = new LinkedHashMap<String, String>();
        words.forEach(word -> map.put(word, word));
        return map;
    }
}
