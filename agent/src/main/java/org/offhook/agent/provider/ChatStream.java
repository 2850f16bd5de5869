package org.offhook.agent.provider;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import okhttp3.Response;
import okio.BufferedSource;

/** Reads one streamed chat completion and puts out its words. Owned by the exchange's reader. */
final class ChatStream {
    /** A reply that comes whole is read up to here. */
    private static final long LONGEST_WHOLE = 1024 * 1024;

    private static final String DONE = "[DONE]";

    private final Endpoint endpoint;
    private final List<String> spoken;
    private final ToolCallPieces calls;
    private final Exchange.Pieces<String> out;
    private final ThoughtFilter thoughts = new ThoughtFilter();
    private boolean anyWords;
    private boolean refused;
    private String finish = "";

    /**
     * @param spoken the words sent, which no error may repeat
     * @param calls takes the tools asked for
     */
    ChatStream(
            Endpoint endpoint,
            List<String> spoken,
            ToolCallPieces calls,
            Exchange.Pieces<String> out) {
        this.endpoint = endpoint;
        this.spoken = spoken;
        this.calls = calls;
        this.out = out;
    }

    void read(Response response) throws IOException {
        if (response.code() != 200) {
            throw endpoint.refusal(response, spoken);
        }
        boolean wanted =
                response.header("Content-Type", "").startsWith("application/json")
                        ? whole(response.body().source())
                        : events(response.body().source());
        if (wanted && put(thoughts.flush())) {
            checkSpoken();
        }
    }

    /** Returns false when no more is wanted. */
    private boolean events(BufferedSource source) throws IOException {
        var lines = new EventLines(source);
        boolean wanted = true;
        String data = next(lines);
        while (wanted && data != null) {
            if (data.endsWith(DONE)) {
                // Some servers leave out the empty line before it.
                String before = data.substring(0, data.length() - DONE.length()).strip();
                return before.isEmpty() || chunk(before);
            }
            wanted = chunk(data);
            data = wanted ? next(lines) : null;
        }
        return wanted;
    }

    private String next(EventLines lines) throws IOException {
        try {
            return lines.next();
        } catch (IOException broken) {
            if (finish.isEmpty()) {
                throw broken;
            }
            // The reply is complete; only the farewell is missing.
            return null;
        }
    }

    /** A server or proxy that does not stream. */
    private boolean whole(BufferedSource source) throws IOException {
        if (source.request(LONGEST_WHOLE + 1)) {
            throw new IOException("a reply of more than " + LONGEST_WHOLE + " bytes");
        }
        return chunk(source.readUtf8());
    }

    private boolean chunk(String data) throws IOException {
        JsonNode chunk = parse(data);
        if (chunk.hasNonNull("error") || chunk.path("object").asText().equals("error")) {
            throw endpoint.failure(data, spoken);
        }
        // Empty in the chunk that counts tokens, and in Azure's first one.
        JsonNode choice = chunk.path("choices").path(0);
        finish = choice.path("finish_reason").asText(finish);
        JsonNode delta = choice.has("delta") ? choice.path("delta") : choice.path("message");
        refused |= !delta.path("refusal").asText("").isEmpty();
        calls.take(delta.path("tool_calls"));
        return put(thoughts.take(words(delta.path("content"))));
    }

    private JsonNode parse(String data) throws ProviderException {
        try {
            JsonNode node = endpoint.parse(data);
            if (node.isObject()) {
                return node;
            }
        } catch (JsonProcessingException _) {
            // Its message quotes the text, which may be the caller's.
        } catch (IOException impossible) {
            throw new IllegalStateException("a string cannot fail to be read", impossible);
        }
        throw new ProviderException(endpoint.name() + ": answered with something that is no JSON");
    }

    /** Text, or a list of parts of which some are text. */
    private static String words(JsonNode content) {
        if (!content.isArray()) {
            return content.asText("");
        }
        var words = new StringBuilder();
        for (JsonNode part : content) {
            words.append(part.path("text").asText(""));
        }
        return words.toString();
    }

    private boolean put(String words) {
        anyWords |= !words.isBlank();
        return words.isEmpty() || out.put(words);
    }

    private void checkSpoken() throws ProviderException {
        if (refused) {
            throw new ProviderException(endpoint.name() + ": refused to answer");
        }
        if (!anyWords && calls.calls().isEmpty()) {
            throw new ProviderException(
                    endpoint.name()
                            + ": answered without words"
                            + (finish.matches("\\w{1,32}") ? " (" + finish + ")" : ""));
        }
    }
}
