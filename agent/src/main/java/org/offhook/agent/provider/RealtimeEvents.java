package org.offhook.agent.provider;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.offhook.agent.RealtimeEvent;
import org.offhook.agent.RealtimeEvent.Outcome;
import org.offhook.agent.RealtimeEvent.Request;
import org.offhook.agent.ToolCall;

/**
 * Reads the server events of the Realtime protocol, in their present and their older names. Used by
 * the reader of one socket.
 */
final class RealtimeEvents {
    private static final String BUSY = "conversation_already_has_active_response";

    /** What the service tells and we need not know: beginnings of these. */
    private static final Set<String> PASSED_OVER =
            Set.of("conversation", "input_audio_buffer", "output_audio_buffer", "rate_limits");

    /** The same of a response. */
    private static final Set<String> PASSED_OVER_OF_RESPONSE =
            Set.of(
                    "content_part.added",
                    "content_part.done",
                    "output_audio.done",
                    "audio.done",
                    "output_audio_transcript.done",
                    "audio_transcript.done",
                    "output_text.delta",
                    "text.delta",
                    "output_text.done",
                    "text.done",
                    "function_call_arguments.delta");

    private final Consumer<RealtimeEvent> told;
    private final Runnable malformed;
    private final UnaryOperator<String> safe;
    private final Map<String, String> toolNames = new HashMap<>();
    private final Set<String> called = new HashSet<>();

    /**
     * @param malformed counts what cannot be understood
     * @param safe makes a text of the service's fit for a log
     */
    RealtimeEvents(Consumer<RealtimeEvent> told, Runnable malformed, UnaryOperator<String> safe) {
        this.told = told;
        this.malformed = malformed;
        this.safe = safe;
    }

    void read(JsonNode event) {
        String type = event.path("type").asText("");
        switch (type) {
            case "session.created" -> {}
            case "session.updated" -> told.accept(new RealtimeEvent.Ready());
            case "response.created" -> began(event);
            case "response.output_item.added" -> added(event);
            case "response.output_item.done" ->
                    callIn(event.path("item"), event.path("response_id").asText(""));
            case "response.function_call_arguments.done" -> arguments(event);
            case "response.output_audio.delta", "response.audio.delta" -> sound(event);
            case "response.output_audio_transcript.delta", "response.audio_transcript.delta" ->
                    words(event);
            case "response.done" -> finished(event.path("response"));
            case "error" -> refused(event.path("error"));
            default -> {
                if (!isPassedOver(type)) {
                    malformed.run();
                }
            }
        }
    }

    private static boolean isPassedOver(String type) {
        int dot = type.indexOf('.');
        String first = dot < 0 ? type : type.substring(0, dot);
        return PASSED_OVER.contains(first)
                || first.equals("response")
                        && dot > 0
                        && PASSED_OVER_OF_RESPONSE.contains(type.substring(dot + 1));
    }

    private void began(JsonNode event) {
        toolNames.clear();
        called.clear();
        told.accept(new RealtimeEvent.Began(event.path("response").path("id").asText("")));
    }

    private void added(JsonNode event) {
        JsonNode item = event.path("item");
        String id = item.path("id").asText("");
        if (id.isEmpty()) {
            malformed.run();
            return;
        }
        if (item.path("type").asText("").equals("function_call")) {
            toolNames.put(id, item.path("name").asText(""));
        }
        told.accept(new RealtimeEvent.ItemAdded(event.path("response_id").asText(""), id));
    }

    private void arguments(JsonNode event) {
        String name =
                event.path("name")
                        .asText(toolNames.getOrDefault(event.path("item_id").asText(""), ""));
        if (!name.isEmpty()) {
            call(
                    event.path("response_id").asText(""),
                    event.path("call_id").asText(""),
                    name,
                    event.path("arguments"));
        }
    }

    private void callIn(JsonNode item, String response) {
        if (item.path("type").asText("").equals("function_call")) {
            call(
                    response,
                    item.path("call_id").asText(""),
                    item.path("name").asText(""),
                    item.path("arguments"));
        }
    }

    /** Services tell a call up to three times; once is enough. */
    private void call(String response, String id, String name, JsonNode arguments) {
        if (id.isEmpty() || name.isEmpty() || !arguments.isTextual()) {
            malformed.run();
        } else if (called.add(id)) {
            var call = new ToolCall(id, name, arguments.textValue());
            told.accept(new RealtimeEvent.Called(response, call));
        }
    }

    private void sound(JsonNode event) {
        JsonNode delta = event.path("delta");
        String item = event.path("item_id").asText("");
        if (!delta.isTextual() || item.isEmpty()) {
            malformed.run();
            return;
        }
        try {
            told.accept(
                    new RealtimeEvent.Sound(
                            event.path("response_id").asText(""),
                            item,
                            event.path("content_index").asInt(),
                            Base64.getDecoder().decode(delta.textValue())));
        } catch (IllegalArgumentException _) {
            malformed.run();
        }
    }

    private void words(JsonNode event) {
        JsonNode delta = event.path("delta");
        if (delta.isTextual()) {
            told.accept(
                    new RealtimeEvent.Words(
                            event.path("response_id").asText(""), delta.textValue()));
        } else {
            malformed.run();
        }
    }

    private void finished(JsonNode response) {
        String id = response.path("id").asText("");
        response.path("output").forEach(item -> callIn(item, id));
        JsonNode error = response.path("status_details").path("error");
        Outcome outcome =
                switch (response.path("status").asText("")) {
                    case "failed" -> Outcome.FAILED;
                    case "cancelled" -> Outcome.CANCELLED;
                    default -> Outcome.COMPLETE;
                };
        String said = error.path("message").asText(error.path("code").asText("no reason given"));
        String why = outcome == Outcome.FAILED ? safe.apply("response failed: " + said) : "";
        told.accept(new RealtimeEvent.Finished(id, outcome, why));
    }

    private void refused(JsonNode error) {
        boolean busy = error.path("code").asText("").equals(BUSY);
        Request what =
                switch (error.path("event_id").asText("")) {
                    case RealtimeRequests.RESPONSE -> Request.RESPONSE;
                    case RealtimeRequests.COMMIT -> Request.COMMIT;
                    default -> busy ? Request.RESPONSE : Request.OTHER;
                };
        told.accept(
                new RealtimeEvent.Refused(
                        what,
                        busy,
                        safe.apply(error.path("message").asText(error.path("code").asText("")))));
    }
}
