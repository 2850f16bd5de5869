package org.offhook.agent.provider;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.offhook.agent.LanguageModel.Message;
import org.offhook.agent.SoundFormat;
import org.offhook.agent.ToolCall;
import org.offhook.agent.ToolSpec;

/** Writes the client events of the Realtime protocol, in its present or its older words. */
final class RealtimeRequests {
    /** Ids by which the service says what it refuses. */
    static final String SESSION = "session";

    static final String RESPONSE = "response";
    static final String COMMIT = "commit";

    private final RealtimeConfig config;
    private final ObjectMapper json;

    RealtimeRequests(RealtimeConfig config, ObjectMapper json) {
        this.config = config;
        this.json = json;
    }

    /** Whose turn it is we decide, so the service must not. */
    ObjectNode session(String instructions, List<ToolSpec> tools, SoundFormat format) {
        ObjectNode event = event("session.update").put("event_id", SESSION);
        ObjectNode session = event.putObject("session").put("instructions", instructions);
        if (config.beta()) {
            session.putArray("modalities").add("audio").add("text");
            session.put("input_audio_format", oldName(format));
            session.put("output_audio_format", oldName(format));
            session.putNull("turn_detection");
            if (!config.voice().isEmpty()) {
                session.put("voice", config.voice());
            }
        } else {
            session.put("type", "realtime");
            session.putArray("output_modalities").add("audio");
            ObjectNode audio = session.putObject("audio");
            ObjectNode input = audio.putObject("input");
            put(format, input.putObject("format"));
            input.putNull("turn_detection");
            ObjectNode output = audio.putObject("output");
            put(format, output.putObject("format"));
            if (!config.voice().isEmpty()) {
                output.put("voice", config.voice());
            }
        }
        if (config.maxTokens() > 0) {
            String key = config.beta() ? "max_response_output_tokens" : "max_output_tokens";
            session.put(key, config.maxTokens());
        }
        putTools(session, tools);
        return event;
    }

    private void putTools(ObjectNode session, List<ToolSpec> tools) {
        if (tools.isEmpty()) {
            return;
        }
        var all = session.putArray("tools");
        for (ToolSpec tool : tools) {
            all.addObject()
                    .put("type", "function")
                    .put("name", tool.name())
                    .put("description", tool.description())
                    .set("parameters", schema(tool));
        }
        session.put("tool_choice", "auto");
    }

    private JsonNode schema(ToolSpec tool) {
        try {
            return json.readTree(tool.parameters());
        } catch (JsonProcessingException bug) {
            throw new IllegalArgumentException("parameters of tool " + tool.name(), bug);
        }
    }

    private static String oldName(SoundFormat format) {
        return switch (format) {
            case PCMU -> "g711_ulaw";
            case PCMA -> "g711_alaw";
            case PCM_24_KHZ -> "pcm16";
        };
    }

    private static void put(SoundFormat format, ObjectNode into) {
        switch (format) {
            case PCMU -> into.put("type", "audio/pcmu");
            case PCMA -> into.put("type", "audio/pcma");
            case PCM_24_KHZ -> into.put("type", "audio/pcm").put("rate", 24_000);
        }
    }

    /** Something of the conversation that the service did not hear or say itself. */
    List<ObjectNode> items(Message message) {
        return switch (message) {
            case Message.Instructions(String text) -> List.of(said("system", "input_text", text));
            case Message.Caller(String text) -> List.of(said("user", "input_text", text));
            case Message.Agent(String text) ->
                    List.of(said("assistant", config.beta() ? "text" : "output_text", text));
            case Message.Asked(List<ToolCall> calls) -> calls.stream().map(this::call).toList();
            case Message.Brought(String callId, String content) -> {
                ObjectNode event = event("conversation.item.create");
                event.putObject("item")
                        .put("type", "function_call_output")
                        .put("call_id", callId)
                        .put("output", content);
                yield List.of(event);
            }
        };
    }

    private ObjectNode said(String role, String kind, String text) {
        ObjectNode event = event("conversation.item.create");
        ObjectNode item = event.putObject("item").put("type", "message").put("role", role);
        item.putArray("content").addObject().put("type", kind).put("text", text);
        return event;
    }

    private ObjectNode call(ToolCall call) {
        ObjectNode event = event("conversation.item.create");
        event.putObject("item")
                .put("type", "function_call")
                .put("call_id", call.id())
                .put("name", call.name())
                .put("arguments", call.arguments());
        return event;
    }

    ObjectNode clear() {
        return event("input_audio_buffer.clear");
    }

    ObjectNode commit() {
        return event("input_audio_buffer.commit").put("event_id", COMMIT);
    }

    ObjectNode respond() {
        return event("response.create").put("event_id", RESPONSE);
    }

    ObjectNode cancel() {
        return event("response.cancel");
    }

    ObjectNode truncate(String item, int part, int millis) {
        return event("conversation.item.truncate")
                .put("item_id", item)
                .put("content_index", part)
                .put("audio_end_ms", millis);
    }

    ObjectNode delete(String item) {
        return event("conversation.item.delete").put("item_id", item);
    }

    private ObjectNode event(String type) {
        return json.createObjectNode().put("type", type);
    }
}
