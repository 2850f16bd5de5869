package org.offhook.agent.provider;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import okhttp3.HttpUrl;
import org.offhook.media.Pcm;

/** Deepgram's {@code /v1/listen}: results of stretches, interim and final. */
final class DeepgramProtocol implements StreamProtocol {
    @Override
    public HttpUrl url(RecogniserConfig config, String language) {
        return listen(config, "v1/listen")
                .addQueryParameter("language", language)
                .addQueryParameter("interim_results", "true")
                .addQueryParameter("punctuate", "true")
                .addQueryParameter("smart_format", "true")
                // Pauses are ours to judge; a final at each of them keeps the wait for it short.
                .addQueryParameter("endpointing", "100")
                .build();
    }

    static HttpUrl.Builder listen(RecogniserConfig config, String path) {
        return config.access()
                .url()
                .newBuilder()
                .addPathSegments(path)
                .addQueryParameter("model", config.model())
                .addQueryParameter("encoding", "linear16")
                .addQueryParameter("sample_rate", "" + Pcm.RATE_HZ);
    }

    @Override
    public Map<String, String> headers(RecogniserConfig config) {
        return token(config);
    }

    static Map<String, String> token(RecogniserConfig config) {
        return config.apiKey().isEmpty()
                ? Map.of()
                : Map.of("Authorization", "Token " + config.apiKey());
    }

    @Override
    public String flush() {
        return "{\"type\":\"Finalize\"}";
    }

    @Override
    public String segmentEnd() {
        return flush();
    }

    @Override
    public String keepAlive() {
        return "{\"type\":\"KeepAlive\"}";
    }

    @Override
    public String goodbye() {
        return "{\"type\":\"CloseStream\"}";
    }

    @Override
    public Reading reading() {
        return DeepgramProtocol::result;
    }

    private static Optional<StreamResult> result(JsonNode message) {
        return switch (message.path("type").asText("")) {
            case "Results" -> {
                long from = position(message.path("start"));
                long to = from + position(message.path("duration"));
                JsonNode best = message.path("channel").path("alternatives").path(0);
                if (!best.path("transcript").isTextual()) {
                    throw new UnknownMessageException();
                }
                yield Optional.of(
                        new StreamResult(
                                from,
                                to,
                                best.path("transcript").textValue(),
                                words(best.path("words")),
                                message.path("is_final").asBoolean(),
                                false));
            }
            case "Metadata", "SpeechStarted", "UtteranceEnd" -> Optional.empty();
            default -> throw new UnknownMessageException();
        };
    }

    static List<StreamResult.Word> words(JsonNode list) {
        var words = new ArrayList<StreamResult.Word>();
        for (JsonNode word : list) {
            if (!word.path("start").isNumber() || !word.path("end").isNumber()) {
                return List.of();
            }
            String plain = word.path("word").asText("");
            words.add(
                    new StreamResult.Word(
                            word.path("punctuated_word").asText(plain),
                            position(word.path("start")),
                            position(word.path("end"))));
        }
        return words;
    }

    /** Seconds on the wire. */
    static long position(JsonNode seconds) {
        double value = seconds.asDouble(-1);
        if (!seconds.isNumber() || !(value >= 0 && value < 1e6)) {
            throw new UnknownMessageException();
        }
        return Math.round(value * Pcm.RATE_HZ);
    }
}
