package org.offhook.agent.provider;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import okhttp3.Response;
import okio.BufferedSource;

/**
 * Reads the transcript of one segment: JSON, plain text, or events, whatever the server sends.
 * Owned by the exchange's reader.
 */
final class Transcript {
    /** A transcript that comes whole is read up to here. */
    private static final long LONGEST_WHOLE = 1024 * 1024;

    private final OpenAiTranscription provider;
    private final Endpoint endpoint;
    private final StringBuilder deltas = new StringBuilder();

    Transcript(OpenAiTranscription provider, Endpoint endpoint) {
        this.provider = provider;
        this.endpoint = endpoint;
    }

    /** Puts out the words, once; before that, nothing at each sign of progress. */
    void read(Response response, Exchange.Pieces<Optional<String>> out) throws IOException {
        if (response.code() != 200) {
            throw endpoint.refusal(response, List.of());
        }
        String type = response.header("Content-Type", "");
        String words =
                type.startsWith("text/event-stream")
                        ? events(new EventLines(response.body().source()), out)
                        : whole(response.body().source(), type);
        out.put(Optional.of(words.strip()));
    }

    private String whole(BufferedSource source, String type) throws IOException {
        if (source.request(LONGEST_WHOLE + 1)) {
            throw new IOException("a transcript of more than " + LONGEST_WHOLE + " bytes");
        }
        String body = source.readUtf8();
        if (type.startsWith("text/plain")) {
            return body;
        }
        JsonNode said = json(body);
        if (said == null || !said.path("text").isTextual()) {
            throw endpoint.failure(body, List.of());
        }
        return said.path("text").textValue();
    }

    private String events(EventLines lines, Exchange.Pieces<Optional<String>> out)
            throws IOException {
        String data = lines.next();
        while (data != null && !data.equals("[DONE]")) {
            JsonNode event = json(data);
            String type = event == null ? "" : event.path("type").asText("");
            if (event != null && event.hasNonNull("error")) {
                throw endpoint.failure(data, List.of(deltas.toString()));
            }
            switch (type) {
                case "transcript.text.done" -> {
                    return event.path("text").asText(deltas.toString());
                }
                case "transcript.text.delta" -> deltas.append(event.path("delta").asText(""));
                case "transcript.text.segment" -> {
                    // Said again in whole at the end.
                }
                default -> provider.countMalformed();
            }
            if (!out.put(Optional.empty())) {
                return "";
            }
            data = lines.next();
        }
        if (deltas.isEmpty()) {
            throw new IOException("events without a transcript");
        }
        return deltas.toString();
    }

    /** Null where it is no JSON object. */
    private JsonNode json(String text) throws IOException {
        try {
            JsonNode node = endpoint.parse(text);
            return node != null && node.isObject() ? node : null;
        } catch (JsonProcessingException _) {
            return null;
        }
    }
}
