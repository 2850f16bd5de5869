package org.offhook.agent.mcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.offhook.agent.ToolCall;
import org.offhook.agent.ToolSpec;

/** Streamable HTTP against a small server that answers with JSON and with events. */
class McpWebTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ObjectMapper json = new ObjectMapper();

    private HttpServer web;
    private McpServer server;
    private volatile boolean down;

    @BeforeEach
    void open() throws IOException {
        web = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        web.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        web.createContext("/tools/mcp", this::answer);
        web.start();
    }

    @AfterEach
    void close() {
        if (server != null) {
            server.close();
        }
        web.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (!"Bearer k-2".equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                exchange.sendResponseHeaders(401, -1);
            } else if (down) {
                exchange.sendResponseHeaders(503, -1);
            } else if (!exchange.getRequestMethod().equals("POST")) {
                exchange.sendResponseHeaders(405, -1);
            } else {
                answer(exchange, json.readTree(exchange.getRequestBody()));
            }
        }
    }

    private static void answer(HttpExchange exchange, JsonNode asked) throws IOException {
        String id = asked.path("id").toString();
        if (id.isEmpty()) {
            exchange.sendResponseHeaders(202, -1);
            return;
        }
        String result =
                switch (asked.path("method").asText()) {
                    case "initialize" ->
                            "{\"protocolVersion\":"
                                    + asked.at("/params/protocolVersion")
                                    + ",\"capabilities\":{\"tools\":{}},"
                                    + "\"serverInfo\":{\"name\":\"s\",\"version\":\"1\"}}";
                    case "tools/list" ->
                            "{\"tools\":[{\"name\":\"time\",\"description\":\"The time\","
                                    + "\"inputSchema\":{\"type\":\"object\"}}]}";
                    default ->
                            "{\"content\":[{\"type\":\"text\",\"text\":\"noon in "
                                    + asked.at("/params/arguments/town").asText()
                                    + "\"}]}";
                };
        String message = "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":" + result + "}";
        boolean events = asked.path("method").asText().equals("tools/call");
        byte[] body =
                (events ? "event: message\ndata: " + message + "\n\n" : message)
                        .getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders()
                .set("Content-Type", events ? "text/event-stream" : "application/json");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
    }

    private McpServer start(String key) {
        var url =
                URI.create(
                        "http://127.0.0.1:" + web.getAddress().getPort() + "/tools/mcp?tenant=a");
        var door = new McpConfig.Door.Web(url, Map.of("Authorization", "Bearer " + key));
        return McpServer.start(new McpConfig("clock", door, Duration.ofSeconds(10), List.of()));
    }

    private String time() throws InterruptedException {
        return server.call(new ToolCall("1", "clock_time", "{\"town\":\"Oslo\"}"));
    }

    @Test
    void toolsAreUsedAndAServerThatFailsComesBack() throws InterruptedException {
        server = start("k-2");
        assertTrue(server.await(PATIENCE));
        assertEquals(List.of("clock_time"), server.specs().stream().map(ToolSpec::name).toList());
        assertEquals("noon in Oslo", time());

        down = true;
        assertEquals("Error: it cannot be reached now", time());
        down = false;
        String result = "";
        long endNanos = System.nanoTime() + PATIENCE.toNanos();
        while (!result.startsWith("noon") && System.nanoTime() < endNanos) {
            result = time();
            LockSupport.parkNanos(20_000_000);
        }
        assertEquals("noon in Oslo", result);
    }

    @Test
    void aWrongKeyIsNoConnection() throws InterruptedException {
        server = start("k-3");
        assertFalse(server.await(PATIENCE));
        assertFalse(server.toString().contains("k-3"));
        assertEquals(List.of(), server.specs());
    }
}
