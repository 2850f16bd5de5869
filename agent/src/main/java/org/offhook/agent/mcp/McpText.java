package org.offhook.agent.mcp;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.modelcontextprotocol.spec.McpSchema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.offhook.agent.ToolSpec;
import org.offhook.agent.Toolbox;

/** Between the protocol's words and the model's. Pure. */
final class McpText {
    /** What a model gets of a result, in characters; the rest is cut. */
    static final int LONGEST_RESULT = 16 * 1024;

    private static final int LONGEST_NAME = 64;
    private static final int MOST_TOOLS = 64;

    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};
    private static final ObjectMapper json = new ObjectMapper();

    private McpText() {}

    /**
     * A tool by both its names.
     *
     * @param name the server's
     */
    record Remote(String name, ToolSpec spec) {}

    /** The allowed tools of a list; one whose name a model cannot tell from another's is left. */
    static List<Remote> tools(McpConfig config, List<McpSchema.Tool> listed) {
        var names = new HashSet<String>();
        var tools = new ArrayList<Remote>();
        for (McpSchema.Tool tool : listed) {
            boolean allowed = config.allowed().isEmpty() || config.allowed().contains(tool.name());
            if (allowed && tools.size() < MOST_TOOLS) {
                String name = config.name() + "_" + tool.name().replaceAll("[^A-Za-z0-9_-]", "_");
                if (name.length() <= LONGEST_NAME && names.add(name)) {
                    tools.add(new Remote(tool.name(), spec(name, tool)));
                }
            }
        }
        return List.copyOf(tools);
    }

    private static ToolSpec spec(String name, McpSchema.Tool tool) {
        String description = tool.description() == null ? "" : tool.description();
        Map<String, Object> schema =
                tool.inputSchema() == null ? Map.of("type", "object") : tool.inputSchema();
        return new ToolSpec(name, description, write(schema));
    }

    /** Empty where they are no JSON object. */
    static Optional<Map<String, Object>> arguments(String written) {
        if (written.isBlank()) {
            return Optional.of(Map.of());
        }
        try {
            return Optional.ofNullable(json.readValue(written, OBJECT));
        } catch (JsonProcessingException noObject) {
            return Optional.empty();
        }
    }

    static String result(McpSchema.CallToolResult result) {
        var parts = new ArrayList<String>();
        for (McpSchema.Content content :
                result.content() == null ? List.<McpSchema.Content>of() : result.content()) {
            parts.add(
                    content instanceof McpSchema.TextContent text
                            ? text.text()
                            : "(" + content.type() + " left out)");
        }
        if (parts.isEmpty() && result.structuredContent() != null) {
            parts.add(write(result.structuredContent()));
        }
        String text = cut(String.join("\n", parts), LONGEST_RESULT);
        return Boolean.TRUE.equals(result.isError()) ? Toolbox.FAILED + text : text;
    }

    /** Never between the halves of a character. */
    static String cut(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
        return text.substring(0, end);
    }

    private static String write(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException ours) {
            throw new IllegalStateException(ours);
        }
    }
}
