package org.offhook.agent.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import okhttp3.Call;
import okhttp3.ConnectionPool;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSource;
import okio.Okio;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.offhook.agent.KeyRefusedException;

/** A provider's address, key and open connections. Thread-safe. */
final class Endpoint implements AutoCloseable {
    private static final Logger log = LogManager.getLogger(Endpoint.class);
    private static final MediaType JSON = MediaType.get("application/json");

    /** HTTP/1.1 needs a connection a call; more idle ones than this are closed. */
    private static final int IDLE_CONNECTIONS = 32;

    /** A dead HTTP/2 connection is found by then, and not by the next caller. */
    private static final Duration PING_INTERVAL = Duration.ofSeconds(15);

    /** Of a refusal's body, as much is read. */
    private static final long REFUSAL_BYTES = 16 * 1024;

    private final Access access;
    private final HttpUrl base;
    private final OkHttpClient client;
    private final ObjectMapper json = new ObjectMapper();
    // OkHttp's dispatcher forgets a call when its headers are there.
    private final Set<Call> running = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /**
     * @param outline its TLS settings are kept
     */
    Endpoint(Access access, Duration connectTimeout, OkHttpClient outline) {
        this.access = access;
        base = access.url();
        // Waiting is limited by the Exchange, which knows words from mere signs of life.
        client =
                outline.newBuilder()
                        .socketFactory(new PromptSockets())
                        .protocols(
                                access.priorKnowledge()
                                        ? List.of(Protocol.H2_PRIOR_KNOWLEDGE)
                                        : List.of(Protocol.HTTP_2, Protocol.HTTP_1_1))
                        .connectionPool(new ConnectionPool(IDLE_CONNECTIONS, 5, TimeUnit.MINUTES))
                        .connectTimeout(connectTimeout)
                        .readTimeout(Duration.ZERO)
                        .writeTimeout(Duration.ZERO)
                        .pingInterval(PING_INTERVAL)
                        .followRedirects(false)
                        .build();
    }

    String name() {
        return access.name();
    }

    JsonNode parse(String text) throws IOException {
        return json.readTree(text);
    }

    ObjectMapper json() {
        return json;
    }

    Call post(String path, String accept, JsonNode body) {
        byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
        return post(path, accept, RequestBody.create(bytes, JSON));
    }

    Call post(String path, String accept, RequestBody body) {
        return client.newCall(request(path).header("Accept", accept).post(body).build());
    }

    /** Runs a call on the calling thread and returns at its end, or when no more is wanted. */
    <T> void exchange(
            Call call, Limits limits, Exchange.Reading<T> reading, Exchange.Taking<T> taking)
            throws IOException, InterruptedException {
        try (var exchange = new Exchange<T>(call, limits, running)) {
            if (closed) {
                call.cancel();
            }
            exchange.run(reading, taking);
        }
    }

    /** How the provider received us; {@code refusal} is empty where it accepts our key. */
    private record Reception(int status, String refusal) {}

    /** Opens a connection that later requests use; a failure is logged. */
    void warmUp(Limits limits) {
        try {
            Reception reception = askForModels(limits);
            if (reception.refusal.isEmpty()) {
                log.debug("{}: warm (HTTP {})", access.name(), reception.status);
            } else {
                log.warn("{}: HTTP {}: the key was refused", access.name(), reception.status);
            }
        } catch (IOException failure) {
            log.warn("not warm: {}", failure.getMessage());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** As {@link #warmUp}, but a refused key is an error. */
    void check(Limits limits) throws KeyRefusedException, InterruptedException {
        Reception reception;
        try {
            reception = askForModels(limits);
        } catch (IOException failure) {
            log.warn("not reached yet: {}", failure.getMessage());
            return;
        }
        if (!reception.refusal.isEmpty()) {
            throw new KeyRefusedException(reception.refusal);
        }
    }

    /** Asks for the list of models, the one request that every provider answers for nothing. */
    private Reception askForModels(Limits limits) throws IOException, InterruptedException {
        var answer = new AtomicReference<Reception>();
        this.<Reception>exchange(
                client.newCall(request("models").build()),
                limits,
                (response, out) -> {
                    if (out.put(reception(response))) {
                        // Read to the end, so that the connection goes back to the pool.
                        response.body().source().readAll(Okio.blackhole());
                    }
                },
                reception -> {
                    answer.set(reception);
                    return true;
                });
        return answer.get();
    }

    private Reception reception(Response response) {
        boolean refused = ProviderException.refusesKey(response.code());
        return new Reception(
                response.code(), refused ? refusal(response, List.of()).getMessage() : "");
    }

    /** Why a response without success was one. */
    ProviderException refusal(Response response, List<String> spoken) {
        BufferedSource source = response.body().source();
        String complaint = "";
        try {
            source.request(REFUSAL_BYTES);
            long length = Math.min(source.getBuffer().size(), REFUSAL_BYTES);
            complaint = complaint(source.readUtf8(length));
        } catch (IOException cut) {
            log.debug("{}: HTTP {} without a whole body", access.name(), response.code());
        }
        String retryAfter = response.header("Retry-After", "");
        return new ProviderException(
                        access.name()
                                + ": HTTP "
                                + response.code()
                                + (complaint.isEmpty() ? "" : ": " + safe(complaint, spoken))
                                + (retryAfter.matches("\\d{1,6}")
                                        ? " (again in " + retryAfter + " s)"
                                        : ""))
                .again(retryAfter);
    }

    /** What a body that should have been an answer says instead. */
    ProviderException failure(String body, List<String> spoken) {
        String complaint = complaint(body);
        return new ProviderException(
                access.name()
                        + ": error in the answer"
                        + (complaint.isEmpty() ? "" : ": " + safe(complaint, spoken)));
    }

    /** Cancels what runs and closes all connections. */
    @Override
    public void close() {
        closed = true;
        running.forEach(Call::cancel);
        client.dispatcher().executorService().shutdown();
        client.connectionPool().evictAll();
    }

    private Request.Builder request(String path) {
        var request =
                new Request.Builder()
                        .url(base.newBuilder().addPathSegments(path).build())
                        .header("User-Agent", "Offhook")
                        // Compressors on the way keep words back until they have a block of them.
                        .header("Accept-Encoding", "identity");
        if (!access.apiKey().isEmpty()) {
            request.header("Authorization", "Bearer " + access.apiKey());
        }
        access.headers().forEach(request::header);
        return request;
    }

    /** Empty for a page for browsers, or JSON cut short: the status has to do. */
    private String complaint(String body) {
        try {
            return PeerText.complaint(parse(body));
        } catch (IOException noJson) {
            return "";
        }
    }

    private String safe(String complaint, List<String> spoken) {
        return new PeerText(access.apiKey(), spoken).safe(complaint);
    }
}
