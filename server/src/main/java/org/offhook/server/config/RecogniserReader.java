package org.offhook.server.config;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/** Reads the part of the configuration that names recognisers. */
final class RecogniserReader {
    private static final Map<String, String> KINDS =
            ProviderReader.same(List.of("local", "deepgram", "vosk", "openai"));

    private static final Map<String, Boolean> YES_OR_NO =
            ServerConfigReader.ordered("true", true, "false", false);

    private final Secrets secrets;

    RecogniserReader(Secrets secrets) {
        this.secrets = secrets;
    }

    SequencedMap<String, RecogniserChoice> recognisers(Section root) {
        var recognisers = new LinkedHashMap<String, RecogniserChoice>();
        root.named("recognisers")
                .forEach((name, section) ->
                        recogniser(section).ifPresent(one -> recognisers.put(name, one)));
        return recognisers;
    }

    private Optional<RecogniserChoice> recogniser(Section section) {
        if (section.required("kind").isEmpty()) {
            return Optional.empty();
        }
        RecogniserChoice choice =
                switch (section.choice("kind", "", KINDS)) {
                    case "local" -> new RecogniserChoice.Local();
                    case "deepgram" ->
                            new RecogniserChoice.Deepgram(
                                    remote(
                                            section,
                                            socketUrl(section, "wss://api.deepgram.com"),
                                            section.text("model", "nova-3")));
                    case "vosk" ->
                            new RecogniserChoice.Vosk(remote(section, socketUrl(section, ""), ""));
                    case "openai" -> openAi(section);
                    default -> null;
                };
        if (choice != null) {
            section.end();
        }
        return Optional.ofNullable(choice);
    }

    private RecogniserChoice openAi(Section section) {
        String base = ProviderReader.baseUrl(section, ProviderReader.preset(section, "openai"));
        String model = section.required("model");
        // The first models of this protocol answer in whole, and servers that copy them refuse it.
        boolean events = model.startsWith("gpt-");
        return new RecogniserChoice.OpenAi(
                remote(section, base, model), section.choice("stream", events, YES_OR_NO));
    }

    private RecogniserChoice.Remote remote(Section section, String base, String model) {
        String rule = "a language code, as en or en-US";
        return new RecogniserChoice.Remote(
                base,
                secrets.read(section, "api-key"),
                model,
                section.parsed("language", "", rule, RecogniserReader::language),
                section.duration(
                        "timeout",
                        Duration.ofSeconds(2),
                        Duration.ofMillis(300),
                        Duration.ofSeconds(30)));
    }

    private static Optional<String> language(String text) {
        return text.matches("[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
                ? Optional.of(text)
                : Optional.empty();
    }

    private static String socketUrl(Section section, String otherwise) {
        String url = section.text("base-url", otherwise);
        if (url.isEmpty() && !section.has("base-url")) {
            section.problem("base-url", "is missing");
        } else if (!url.matches("(wss?|https?)://[^\\s/]+[^\\s?#]*")) {
            section.wrong("base-url", "must be a ws:// or wss:// address");
        }
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }
}
