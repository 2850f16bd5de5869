package org.offhook.agent.provider;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import org.offhook.agent.LanguageModel.Message;
import org.offhook.agent.ToolCall;
import org.offhook.agent.ToolSpec;

/** A conversation and its tools as the chat protocol writes them. Pure. */
final class ChatMessages {
    private ChatMessages() {}

    static void write(List<Message> messages, ArrayNode list) {
        ObjectNode last = null;
        for (Message message : messages) {
            // What is said before a tool is asked for is one message with it.
            boolean joins =
                    message instanceof Message.Asked
                            && last != null
                            && last.path("role").asText().equals("assistant")
                            && !last.has("tool_calls");
            ObjectNode node = joins ? last : list.addObject().put("role", role(message));
            switch (message) {
                case Message.Instructions(String text) -> node.put("content", text);
                case Message.Caller(String text) -> node.put("content", text);
                case Message.Agent(String text) -> node.put("content", text);
                case Message.Asked(List<ToolCall> calls) -> {
                    if (!joins) {
                        node.putNull("content");
                    }
                    calls(calls, node.putArray("tool_calls"));
                }
                case Message.Brought(String callId, String content) ->
                        node.put("tool_call_id", callId).put("content", content);
            }
            last = node;
        }
    }

    private static String role(Message message) {
        return switch (message) {
            case Message.Instructions _ -> "system";
            case Message.Caller _ -> "user";
            case Message.Agent _, Message.Asked _ -> "assistant";
            case Message.Brought _ -> "tool";
        };
    }

    private static void calls(List<ToolCall> calls, ArrayNode list) {
        for (ToolCall call : calls) {
            list.addObject()
                    .put("id", call.id())
                    .put("type", "function")
                    .putObject("function")
                    .put("name", call.name())
                    .put("arguments", call.arguments());
        }
    }

    static void write(List<ToolSpec> tools, ObjectMapper json, ArrayNode list) {
        for (ToolSpec tool : tools) {
            list.addObject()
                    .put("type", "function")
                    .putObject("function")
                    .put("name", tool.name())
                    .put("description", tool.description())
                    .set("parameters", schema(tool, json));
        }
    }

    private static ObjectNode schema(ToolSpec tool, ObjectMapper json) {
        try {
            if (json.readTree(tool.parameters()) instanceof ObjectNode schema) {
                return schema;
            }
        } catch (IOException noJson) {
            // Checked where it is made; said below.
        }
        throw new IllegalArgumentException("parameters of " + tool.name() + " are no JSON object");
    }

    /** What has been said in it, which no error may repeat. */
    static List<String> spoken(List<Message> messages) {
        return messages.stream().flatMap(message -> texts(message).stream()).toList();
    }

    private static List<String> texts(Message message) {
        return switch (message) {
            case Message.Instructions(String text) -> List.of(text);
            case Message.Caller(String text) -> List.of(text);
            case Message.Agent(String text) -> List.of(text);
            case Message.Asked(List<ToolCall> calls) ->
                    calls.stream().map(ToolCall::arguments).toList();
            case Message.Brought(_, String content) -> List.of(content);
        };
    }
}
