package org.offhook.agent.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/**
 * A server program without the SDK: it never answers {@code wait}, and {@code told} tells what
 * became of the calls of that, as the client said.
 */
final class ListeningProgram {
    private static final ObjectMapper json = new ObjectMapper();

    private ListeningProgram() {}

    public static void main(String[] arguments) throws IOException {
        if (arguments.length > 0) {
            System.err.println("cannot read " + arguments[0]);
            System.exit(5);
        }
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        String waiting = "none";
        String told = "nothing";
        String client = "nobody";
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            JsonNode message = json.readTree(line);
            String method = message.path("method").asText();
            String tool = message.at("/params/name").asText();
            if (method.equals("initialize")) {
                client = message.at("/params/clientInfo/version").asText();
                answer(
                        message,
                        "{\"protocolVersion\":%s,\"capabilities\":{\"tools\":{}},\"serverInfo\":{\"name\":\"l\",\"version\":\"1\"}}"
                                .formatted(message.at("/params/protocolVersion")));
            } else if (method.equals("tools/list")) {
                answer(message, "{\"tools\":[" + tool("wait") + "," + tool("told") + "]}");
            } else if (tool.equals("wait")) {
                waiting = message.path("id").asText();
            } else if (tool.equals("told")) {
                answer(message, text(told + " by " + client));
            } else if (method.equals("notifications/cancelled")) {
                boolean right = waiting.equals(message.at("/params/requestId").asText());
                told = right ? message.at("/params/reason").asText() : "another was cancelled";
            }
        }
    }

    private static String tool(String name) {
        return "{\"name\":\"" + name + "\",\"inputSchema\":{\"type\":\"object\"}}";
    }

    private static String text(String text) {
        return "{\"content\":[{\"type\":\"text\",\"text\":\"" + text + "\"}]}";
    }

    private static void answer(JsonNode asked, String result) {
        System.out.println(
                "{\"jsonrpc\":\"2.0\",\"id\":" + asked.path("id") + ",\"result\":" + result + "}");
    }
}
