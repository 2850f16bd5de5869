package org.offhook.tests.peer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;

/**
 * A server of one tool, {@code ask}, by the Model Context Protocol: over streamable HTTP in this
 * process, or as a program of its own over its standard input and output. Written from the
 * protocol, without an SDK.
 */
public final class ToolServer implements AutoCloseable {
    private static final ObjectMapper json = new ObjectMapper();

    private final HttpServer web;
    private final String knows;

    private ToolServer(HttpServer web, String knows) {
        this.web = web;
        this.knows = knows;
    }

    /**
     * @param knows what the tool says, followed by what it was asked
     */
    public static ToolServer onWeb(String knows) throws IOException {
        var local = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        var server = new ToolServer(HttpServer.create(local, 0), knows);
        server.web.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.web.createContext("/mcp", server::answer);
        server.web.start();
        return server;
    }

    /** The command of the program, for YAML. */
    public static String command(String knows) {
        List<String> line =
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ToolServer.class.getName(),
                        knows);
        return "[\"" + String.join("\", \"", line) + "\"]";
    }

    public String url() {
        return "http://127.0.0.1:" + web.getAddress().getPort() + "/mcp";
    }

    /** The program. */
    public static void main(String[] arguments) throws IOException {
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            reply(json.readTree(line), arguments[0]).ifPresent(System.out::println);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (!exchange.getRequestMethod().equals("POST")) {
                exchange.sendResponseHeaders(405, -1);
                return;
            }
            Optional<String> reply = reply(json.readTree(exchange.getRequestBody()), knows);
            if (reply.isEmpty()) {
                exchange.sendResponseHeaders(202, -1);
                return;
            }
            byte[] body = reply.get().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    /** One line; empty to a notification. */
    private static Optional<String> reply(JsonNode asked, String knows) {
        if (!asked.has("id")) {
            return Optional.empty();
        }
        String result =
                switch (asked.path("method").asText()) {
                    case "initialize" ->
                            """
                            {"protocolVersion": %s, "capabilities": {"tools": {}},\
                             "serverInfo": {"name": "tools", "version": "1"}}\
                            """
                                    .formatted(asked.at("/params/protocolVersion"));
                    case "tools/list" ->
                            """
                            {"tools": [{"name": "ask", "description": "Knows.", "inputSchema":\
                             {"type": "object", "properties": {"what": {"type": "string"}}}}]}\
                            """;
                    case "tools/call" ->
                            """
                            {"content": [{"type": "text", "text": "%s for %s"}]}\
                            """
                                    .formatted(knows, asked.at("/params/arguments/what").asText());
                    default -> "{}";
                };
        return Optional.of(
                "{\"jsonrpc\": \"2.0\", \"id\": "
                        + asked.path("id")
                        + ", \"result\": "
                        + result
                        + "}");
    }

    @Override
    public void close() {
        web.stop(0);
    }
}
