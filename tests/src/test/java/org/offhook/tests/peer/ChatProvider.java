package org.offhook.tests.peer;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A language model behind the OpenAI chat protocol that streams a scripted reply, or fails. The
 * program reaches it over the network as it would any other.
 */
public final class ChatProvider implements AutoCloseable {
    private final HttpServer server;
    private final Function<String, List<String>> script;
    private final Queue<String> requests = new ConcurrentLinkedQueue<>();

    private ChatProvider(HttpServer server, Function<String, List<String>> script) {
        this.server = server;
        this.script = script;
    }

    /**
     * @param tokens of every reply; none: every request is refused with 503
     */
    public static ChatProvider replying(String... tokens) throws IOException {
        List<String> deltas = Stream.of(tokens).map(ChatProvider::words).toList();
        return scripted(_ -> deltas);
    }

    /**
     * @param script from the body of a request to the deltas of its reply; none: 503
     */
    public static ChatProvider scripted(Function<String, List<String>> script) throws IOException {
        var local = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        var provider = new ChatProvider(HttpServer.create(local, 0), script);
        provider.server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        provider.server.createContext("/v1/chat/completions", provider::reply);
        provider.server.start();
        return provider;
    }

    /** A delta that says something. */
    public static String words(String text) {
        return "{\"content\":\"" + text + "\"}";
    }

    /** A delta that asks for a tool; the arguments are JSON. */
    public static String tool(String id, String name, String arguments) {
        return "{\"tool_calls\":[{\"index\":0,\"id\":\"%s\",\"type\":\"function\",\"function\":{\"name\":\"%s\",\"arguments\":\"%s\"}}]}"
                .formatted(id, name, arguments.replace("\"", "\\\""));
    }

    /** For {@code base-url}. */
    public String baseUrl() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
    }

    /** Bodies of the requests so far. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    private void reply(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        requests.add(body);
        List<String> deltas = script.apply(body);
        if (deltas.isEmpty()) {
            exchange.sendResponseHeaders(503, -1);
            exchange.close();
            return;
        }
        exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream out = exchange.getResponseBody()) {
            for (String delta : deltas) {
                String event = "data: {\"choices\":[{\"delta\":" + delta + "}]}\n\n";
                out.write(event.getBytes(StandardCharsets.UTF_8));
                out.flush();
            }
            out.write("data: [DONE]\n\n".getBytes(StandardCharsets.UTF_8));
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
