package org.offhook.agent.provider;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;
import okhttp3.Dispatcher;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okio.BufferedSource;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.offhook.agent.KeyRefusedException;
import org.offhook.agent.Voice;

/** Opens WebSockets (RFC 6455) to one provider. Thread-safe. */
final class SocketDoor implements AutoCloseable {
    private static final Logger log = LogManager.getLogger(SocketDoor.class);

    /** Names of errors that say so in a message, where the socket was opened all the same. */
    private static final Set<String> KEY_ERRORS =
            Set.of("invalid_api_key", "missing_api_key", "unauthorized");

    /** Of a refusal's body, as much is read. */
    private static final long REFUSAL_BYTES = 16 * 1024;

    private static final int MOST_SOCKETS = 4_096;

    private final Access access;
    private final OkHttpClient client;
    private final ExecutorService readers;
    private final ObjectMapper json = new ObjectMapper();
    private final Set<ProviderSocket> open = ConcurrentHashMap.newKeySet();
    private final LongAdder malformed = new LongAdder();
    private final LongAdder floods = new LongAdder();
    private volatile boolean closed;

    /**
     * @param pingInterval a peer that does not answer a ping within it is gone
     * @param outline its TLS settings are kept
     */
    SocketDoor(
            Access access, Duration connectTimeout, Duration pingInterval, OkHttpClient outline) {
        this.access = access;
        readers =
                Executors.newThreadPerTaskExecutor(
                        Thread.ofVirtual().name(access.name() + "-socket-", 0).factory());
        // A socket counts as a running request for as long as it is open.
        var dispatcher = new Dispatcher(readers);
        dispatcher.setMaxRequests(MOST_SOCKETS);
        dispatcher.setMaxRequestsPerHost(MOST_SOCKETS);
        client =
                outline.newBuilder()
                        .dispatcher(dispatcher)
                        .socketFactory(new PromptSockets())
                        .protocols(List.of(Protocol.HTTP_1_1))
                        .connectTimeout(connectTimeout)
                        .readTimeout(connectTimeout)
                        .pingInterval(pingInterval)
                        .followRedirects(false)
                        .build();
    }

    String name() {
        return access.name();
    }

    HttpUrl url() {
        return access.url();
    }

    ObjectMapper json() {
        return json;
    }

    /** Messages passed over because they could not be understood. */
    long malformed() {
        return malformed.sum();
    }

    void countMalformed() {
        malformed.increment();
    }

    /** Sockets given up because their peer told more than anybody could take. */
    long floods() {
        return floods.sum();
    }

    void countFlood() {
        floods.increment();
    }

    /** Returns at once; a failure to connect is the socket's end. */
    ProviderSocket open(HttpUrl url, Map<String, String> headers, ProviderSocket.Listener told) {
        var request = new Request.Builder().url(url).header("User-Agent", "Offhook");
        headers.forEach(request::header);
        access.headers().forEach(request::header);
        var socket = new ProviderSocket(this, told);
        open.add(socket);
        socket.begin(client, request.build());
        if (closed) {
            socket.cancel();
        }
        return socket;
    }

    void ended(ProviderSocket socket) {
        open.remove(socket);
    }

    /** Null where the text is no JSON object. */
    JsonNode parse(String text) {
        try {
            JsonNode node = json.readTree(text);
            return node.isObject() ? node : null;
        } catch (JsonProcessingException _) {
            return null;
        }
    }

    /** Why no socket was opened, or why one was lost. */
    ProviderException failure(Throwable cause, Response response) {
        if (response != null && response.code() != 101) {
            return refusal(response);
        }
        if (closed) {
            return new ProviderException(access.name() + ": closed while it answered");
        }
        String reason = cause.getMessage();
        return new ProviderException(
                access.name()
                        + ": connection lost: "
                        + (reason == null ? cause.getClass().getSimpleName() : reason),
                cause);
    }

    /** What a message says that went wrong, in the provider's words. */
    ProviderException failure(JsonNode message, List<String> spoken) {
        JsonNode words = message.path("message");
        String said = words.isTextual() ? words.textValue() : PeerText.complaint(message);
        return new ProviderException(
                access.name()
                        + ": error in the answer"
                        + (said.isBlank() ? "" : ": " + safe(said, spoken)),
                ProviderException.refusesKey(message.path("status_code").asInt())
                        || KEY_ERRORS.contains(message.path("error").asText(""))
                        || KEY_ERRORS.contains(message.path("error_code").asText("")));
    }

    /** Has a voice say a word, unheard: a refused key is thrown, all else is logged. */
    void check(Voice voice) throws KeyRefusedException, InterruptedException {
        try {
            voice.speak("Hi.", (_, _) -> false);
        } catch (IOException failure) {
            if (failure instanceof ProviderException refusal && refusal.refusesKey()) {
                throw new KeyRefusedException(refusal.getMessage());
            }
            log.warn("not ready yet: {}", failure.getMessage());
        }
    }

    String safe(String said, List<String> spoken) {
        return new PeerText(access.apiKey(), spoken).safe(said);
    }

    /** Ends all sockets. */
    @Override
    public void close() {
        closed = true;
        open.forEach(ProviderSocket::cancel);
        client.connectionPool().evictAll();
        readers.shutdown();
    }

    private ProviderException refusal(Response response) {
        String complaint = "";
        try {
            BufferedSource source = response.body().source();
            source.request(REFUSAL_BYTES);
            String body = source.readUtf8(Math.min(source.getBuffer().size(), REFUSAL_BYTES));
            JsonNode said = parse(body);
            boolean plain = response.header("Content-Type", "").startsWith("text/plain");
            complaint = said != null ? PeerText.complaint(said) : plain ? body : "";
        } catch (IOException _) {
            // The status has to do.
        }
        return new ProviderException(
                access.name()
                        + ": HTTP "
                        + response.code()
                        + (complaint.isBlank() ? "" : ": " + safe(complaint, List.of())),
                ProviderException.refusesKey(response.code()));
    }
}
