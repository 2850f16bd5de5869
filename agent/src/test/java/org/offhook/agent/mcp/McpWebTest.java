package org.offhook.agent.mcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
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
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
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
    private final BlockingQueue<JsonNode> calls = new LinkedBlockingQueue<>();
    private final BlockingQueue<JsonNode> notes = new LinkedBlockingQueue<>();
    private final CountDownLatch end = new CountDownLatch(1);

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
        end.countDown();
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

    private void answer(HttpExchange exchange, JsonNode asked) throws IOException {
        String id = asked.path("id").toString();
        if (asked.at("/params/arguments/town").asText().equals("nowhere")) {
            calls.add(asked);
            awaitEnd();
        }
        if (id.isEmpty()) {
            notes.add(asked);
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

    private void awaitEnd() {
        try {
            end.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private McpServer start(String key) {
        return start("/tools/mcp?tenant=a", key, Duration.ofSeconds(10));
    }

    private McpServer start(String path, String key, Duration timeout) {
        var url = URI.create("http://127.0.0.1:" + web.getAddress().getPort() + path);
        var door = new McpConfig.Door.Web(url, Map.of("Authorization", "Bearer " + key));
        return McpServer.start(new McpConfig("clock", door, timeout, List.of()));
    }

    /** What the server is told of a call that nobody waits for: the number of just that call. */
    private void assertCancelled(String reason) throws InterruptedException {
        JsonNode call = calls.poll(60, TimeUnit.SECONDS);
        JsonNode note = notes.poll(60, TimeUnit.SECONDS);
        while (note != null && !note.path("method").asText().endsWith("/cancelled")) {
            note = notes.poll(60, TimeUnit.SECONDS);
        }
        assertEquals("notifications/cancelled", note.path("method").asText());
        assertEquals(call.path("id"), note.at("/params/requestId"));
        assertTrue(note.at("/params/reason").asText().startsWith(reason), note.toString());
    }

    @Test
    void theServerIsToldOfACallThatTookTooLong() throws InterruptedException {
        server = start("/tools/mcp", "k-2", Duration.ofSeconds(5));
        assertTrue(server.await(PATIENCE));
        assertEquals(
                "Error: no answer within 5000 ms",
                server.call(new ToolCall("1", "clock_time", "{\"town\":\"nowhere\"}")));
        assertCancelled("no answer");
    }

    @Test
    void theServerIsToldOfACallerWhoHasHungUp() throws InterruptedException {
        server = start("k-2");
        assertTrue(server.await(PATIENCE));
        var ends = new LinkedBlockingQueue<Boolean>();
        Thread caller =
                Thread.ofVirtual()
                        .start(() -> {
                            var call = new ToolCall("1", "clock_time", "{\"town\":\"nowhere\"}");
                            assertThrows(InterruptedException.class, () -> server.call(call));
                            ends.add(true);
                        });
        JsonNode call = calls.poll(60, TimeUnit.SECONDS);
        calls.add(call);
        caller.interrupt();
        assertEquals(Boolean.TRUE, ends.poll(60, TimeUnit.SECONDS));
        assertCancelled("nobody waits");
        assertEquals("noon in Oslo", time());
    }

    @Test
    void whatIsWrongWithAnAddressIsTold() throws Exception {
        server = start("/elsewhere", "k-2", PATIENCE);
        assertFalse(server.await(PATIENCE));
        assertTrue(server.wrong().contains("404"), server.wrong());
        server.close();

        server = start("k-3");
        assertFalse(server.await(PATIENCE));
        assertFalse(server.wrong().isEmpty());
        assertFalse(server.wrong().contains("k-3"), server.wrong());
        server.close();

        down = true;
        server = start("k-2");
        assertFalse(server.await(PATIENCE));
        assertEquals("", server.wrong());
        server.close();

        web.stop(0);
        server = start("k-2");
        assertFalse(server.await(PATIENCE));
        assertEquals("", server.wrong());
        server.close();

        var door = new McpConfig.Door.Web(URI.create("http://nowhere.invalid/mcp"), Map.of());
        server = McpServer.start(new McpConfig("clock", door, PATIENCE, List.of()));
        assertFalse(server.await(PATIENCE));
        assertEquals("the host is not known", server.wrong());
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
