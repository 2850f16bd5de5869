package org.offhook.server.answers;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * An {@link Api} over HTTP. Who comes from this machine needs no token unless one is configured;
 * web pages are refused. Its thread accepts; each request has a virtual thread.
 */
public final class ApiServer implements AutoCloseable {
    private static final Logger log = LogManager.getLogger(ApiServer.class);

    /** A longer body is refused with 413. */
    private static final int MOST_BYTES = 16 * 1024 * 1024;

    private static final int WAITING = 32;

    private static final int LONGEST_NAME = 64;

    static {
        // Seconds in which a request must have arrived and an answer be taken.
        System.setProperty("sun.net.httpserver.maxReqTime", "60");
        System.setProperty("sun.net.httpserver.maxRspTime", "60");
    }

    private final HttpServer server;
    private final ExecutorService threads;
    private final Api api;
    private final List<String> tokens;
    private final boolean open;
    private final Path data;

    private ApiServer(HttpServer server, Api api, List<String> tokens, boolean open, Path data) {
        this.data = data;
        this.server = server;
        this.api = api;
        this.tokens = tokens;
        this.open = open;
        threads = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("api-", 0).factory());
    }

    /**
     * @param token that requests must bear; empty: none, but only from this machine
     * @param data where it is written how to come here
     * @throws IOException the address is taken
     */
    public static ApiServer start(InetSocketAddress listen, Api api, String token, Path data)
            throws IOException {
        HttpServer http;
        try {
            http = HttpServer.create(listen, WAITING);
        } catch (IOException taken) {
            throw new IOException(
                    taken.getMessage() + ": " + listen + "; choose another answers.listen", taken);
        }
        // Whoever can read the data folder may change what is in it.
        String ofFolder = UUID.randomUUID().toString();
        var server = new ApiServer(http, api, List.of(ofFolder, token), token.isEmpty(), data);
        http.createContext("/", server::serve);
        http.setExecutor(server.threads);
        http.start();
        try {
            ApiFile.at(server.address(), ofFolder).write(data);
        } catch (IOException unwritable) {
            server.close();
            throw unwritable;
        }
        return server;
    }

    /** Where it listens, the port that was found included. */
    public InetSocketAddress address() {
        return server.getAddress();
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            ApiResponse response;
            try {
                response = respond(exchange);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException bug) {
                log.error("request for {} failed", exchange.getRequestURI().getPath(), bug);
                response = ApiResponse.error(500, "a bug, see the log");
            }
            byte[] body = (response.body() + "\n").getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(response.status(), body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private ApiResponse respond(HttpExchange exchange) throws IOException, InterruptedException {
        Headers headers = exchange.getRequestHeaders();
        // A page in a browser on this machine must not change answers.
        if (headers.containsKey("Origin") || !isNamedAsItIs(headers)) {
            return ApiResponse.error(403, "not for web pages");
        }
        if (!mayCome(headers)) {
            return ApiResponse.error(401, "needs the header \"Authorization: Bearer TOKEN\"");
        }
        byte[] body = exchange.getRequestBody().readNBytes(MOST_BYTES + 1);
        if (body.length > MOST_BYTES) {
            return ApiResponse.error(413, "at most " + MOST_BYTES + " bytes");
        }
        String who = headers.getFirst("X-Who");
        return api.handle(
                new ApiRequest(
                        exchange.getRequestMethod(),
                        exchange.getRequestURI().getPath(),
                        query(exchange.getRequestURI().getRawQuery()),
                        new String(body, StandardCharsets.UTF_8),
                        who(who == null ? "" : who.strip())));
    }

    /** It is kept with the answer for good: a name, not a letter. */
    private static String who(String said) {
        String name = said.length() <= LONGEST_NAME ? said : said.substring(0, LONGEST_NAME);
        return name.isEmpty() ? "api" : name;
    }

    /** Another name for this address is a trick to get a page's requests here. */
    private boolean isNamedAsItIs(Headers headers) {
        String host = headers.getFirst("Host");
        return !open
                || host != null
                        && host.matches("(127\\.\\d+\\.\\d+\\.\\d+|localhost|\\[::1\\])(:\\d+)?");
    }

    private boolean mayCome(Headers headers) {
        if (open) {
            return true;
        }
        String said = headers.getFirst("Authorization");
        byte[] given = (said == null ? "" : said).getBytes(StandardCharsets.UTF_8);
        boolean may = false;
        for (String token : tokens) {
            byte[] wanted = ("Bearer " + token).getBytes(StandardCharsets.UTF_8);
            may |= MessageDigest.isEqual(wanted, given);
        }
        return may;
    }

    private static Map<String, String> query(String raw) {
        var query = new HashMap<String, String>();
        for (String pair : (raw == null ? "" : raw).split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                query.putIfAbsent(
                        decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
            }
        }
        return query;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException broken) {
            return text;
        }
    }

    /** Requests under way get a moment. */
    @Override
    public void close() {
        try {
            ApiFile.delete(data);
        } catch (IOException left) {
            log.warn("{}", left.toString());
        }
        server.stop(0);
        threads.shutdown();
        try {
            threads.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
