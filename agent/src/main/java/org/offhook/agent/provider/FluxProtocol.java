package org.offhook.agent.provider;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import okhttp3.HttpUrl;

/**
 * Deepgram's {@code /v2/listen}, whose models tell turns as well as words: {@code TurnInfo} with
 * the whole transcript of the turn so far, about every quarter of a second.
 */
final class FluxProtocol implements StreamProtocol {
    /**
     * So sure that a turn is over, it tells early; the words then stay unless it takes that back.
     */
    private static final String EAGER_THRESHOLD = "0.5";

    private static final Set<String> GOES_ON =
            Set.of("Update", "StartOfTurn", "EagerEndOfTurn", "TurnResumed");

    @Override
    public HttpUrl url(RecogniserConfig config, String language) {
        var url =
                DeepgramProtocol.listen(config, "v2/listen")
                        .addQueryParameter("eager_eot_threshold", EAGER_THRESHOLD);
        if (config.model().contains("multi")) {
            url.addQueryParameter("language_hint", language);
        }
        return url.build();
    }

    @Override
    public Map<String, String> headers(RecogniserConfig config) {
        return DeepgramProtocol.token(config);
    }

    /** Not a flush: to force the end of a turn at each pause would take away the provider's own. */
    @Override
    public String segmentEnd() {
        return "{\"type\":\"ForceEndTurn\"}";
    }

    @Override
    public String goodbye() {
        return "{\"type\":\"CloseStream\"}";
    }

    @Override
    public Reading reading() {
        return FluxProtocol::result;
    }

    private static Optional<StreamResult> result(JsonNode message) {
        return switch (message.path("type").asText("")) {
            case "TurnInfo" -> Optional.of(turn(message));
            case "Connected", "ConfigureSuccess" -> Optional.empty();
            default -> throw new UnknownMessageException();
        };
    }

    private static StreamResult turn(JsonNode message) {
        String event = message.path("event").asText("");
        boolean ended = event.equals("EndOfTurn");
        if (!ended && !GOES_ON.contains(event) || !message.path("transcript").isTextual()) {
            throw new UnknownMessageException();
        }
        boolean byUs = message.path("trigger").asText("").equals("manual");
        return new StreamResult(
                DeepgramProtocol.position(message.path("audio_window_start")),
                DeepgramProtocol.position(message.path("audio_window_end")),
                message.path("transcript").textValue(),
                DeepgramProtocol.words(message.path("words")),
                ended,
                ended && !byUs);
    }
}
