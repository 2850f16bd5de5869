package org.offhook.agent.mcp;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.modelcontextprotocol.json.jackson2.JacksonMcpJsonMapper;
import io.modelcontextprotocol.json.schema.JsonSchemaValidator;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.transport.StdioServerTransportProvider;
import io.modelcontextprotocol.spec.McpSchema;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;

/** A front desk as an MCP server, by the SDK's other half: a program of its own. */
final class DeskProgram {
    private DeskProgram() {}

    public static void main(String[] args) throws InterruptedException {
        var json = new JacksonMcpJsonMapper(new ObjectMapper());
        System.err.println("the desk is open");
        McpServer.sync(new StdioServerTransportProvider(json))
                .serverInfo("desk", "1")
                .jsonSchemaValidator((_, _) -> JsonSchemaValidator.ValidationResponse.asValid(null))
                .capabilities(McpSchema.ServerCapabilities.builder().tools(true).build())
                .toolCall(
                        tool("book.room"),
                        (_, call) -> text("booked for " + call.arguments().get("guest")))
                .toolCall(tool("refuse"), (_, _) -> refusal())
                .toolCall(tool("sleep"), (_, _) -> sleep())
                .toolCall(tool("long"), (_, _) -> text("x".repeat(100_000)))
                .toolCall(tool("secret"), (_, _) -> text(secrets(System::getenv)))
                .toolCall(tool("die"), (_, _) -> die())
                .build();
        new CountDownLatch(1).await();
    }

    private static McpSchema.Tool tool(String name) {
        return McpSchema.Tool.builder(
                        name,
                        Map.of(
                                "type",
                                "object",
                                "properties",
                                Map.of("guest", Map.of("type", "string"))))
                .description("Does " + name)
                .build();
    }

    private static McpSchema.CallToolResult text(String text) {
        return McpSchema.CallToolResult.builder().addTextContent(text).build();
    }

    private static String secrets(Function<String, String> environment) {
        return environment.apply("DESK_KEY") + " " + environment.apply("JAVA_HOME");
    }

    private static McpSchema.CallToolResult refusal() {
        return McpSchema.CallToolResult.builder().addTextContent("no rooms").isError(true).build();
    }

    private static McpSchema.CallToolResult sleep() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        return text("never");
    }

    private static McpSchema.CallToolResult die() {
        Runtime.getRuntime().halt(3);
        return text("never");
    }
}
