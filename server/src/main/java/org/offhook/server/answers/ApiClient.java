package org.offhook.server.answers;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Collectors;

/** Asks a running server about its answers. Any thread; blocks. */
public final class ApiClient {
    private static final ObjectMapper json = new ObjectMapper();
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofMinutes(2);

    private ApiClient() {}

    /**
     * @throws ConnectException nobody listens there
     * @throws IOException lost on the way, or no answer of ours
     */
    public static ApiResponse ask(ApiFile server, ApiRequest request)
            throws IOException, InterruptedException {
        String query =
                request.query().entrySet().stream()
                        .map(pair -> encoded(pair.getKey()) + "=" + encoded(pair.getValue()))
                        .collect(Collectors.joining("&"));
        var asked =
                HttpRequest.newBuilder(
                                URI.create(
                                        server.url()
                                                + request.path()
                                                + (query.isEmpty() ? "" : "?" + query)))
                        .timeout(ANSWER)
                        .header("Authorization", "Bearer " + server.token())
                        .header("X-Who", request.who())
                        .header("Content-Type", "application/json")
                        .method(
                                request.method(),
                                HttpRequest.BodyPublishers.ofString(request.body()))
                        .build();
        try (var client = HttpClient.newBuilder().connectTimeout(CONNECT).build()) {
            HttpResponse<String> got =
                    client.send(asked, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
            return new ApiResponse(got.statusCode(), json.readTree(got.body()));
        } catch (JsonProcessingException other) {
            throw new IOException(server.url() + " is no server of ours", other);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
