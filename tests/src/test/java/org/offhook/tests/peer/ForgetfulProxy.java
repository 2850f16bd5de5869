package org.offhook.tests.peer;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.atomic.AtomicInteger;

/** Hands requests on to an HTTP server, and loses the answer to some. */
public final class ForgetfulProxy implements AutoCloseable {
    private final URI to;
    private final HttpServer server;
    private final HttpClient http = HttpClient.newHttpClient();
    private final AtomicInteger loses = new AtomicInteger();
    private final AtomicInteger lost = new AtomicInteger();
    private volatile String path = "";

    public ForgetfulProxy(URI to) throws IOException {
        this.to = to;
        server = HttpServer.create(new InetSocketAddress(Loopback.next(), 0), 0);
        server.createContext("/", this::handOn);
        server.start();
    }

    public URI address() {
        return URI.create("http://" + Loopback.text(server.getAddress()));
    }

    /** From now on, of so many requests to a path that ends so. */
    public void lose(int answers, String ofPath) {
        path = ofPath;
        loses.set(answers);
    }

    /** How many answers it has lost. */
    public int lost() {
        return lost.get();
    }

    private void handOn(HttpExchange exchange) throws IOException {
        URI asked = exchange.getRequestURI();
        byte[] body = exchange.getRequestBody().readAllBytes();
        var request =
                HttpRequest.newBuilder(to.resolve(asked.toString()))
                        .method(
                                exchange.getRequestMethod(),
                                HttpRequest.BodyPublishers.ofByteArray(body));
        String type = exchange.getRequestHeaders().getFirst("Content-Type");
        if (type != null) {
            request.header("Content-Type", type);
        }
        try (exchange) {
            var answer = http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            if (asked.getPath().endsWith(path) && loses.getAndDecrement() > 0) {
                lost.incrementAndGet();
                throw new IOException("lost"); // the server hangs up
            }
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            int length = answer.body().length;
            exchange.sendResponseHeaders(answer.statusCode(), length == 0 ? -1 : length);
            exchange.getResponseBody().write(answer.body());
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        server.stop(0);
        http.close();
    }
}
