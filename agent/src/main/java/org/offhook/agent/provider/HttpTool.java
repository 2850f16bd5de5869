package org.offhook.agent.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import okhttp3.Call;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSink;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.offhook.agent.Tool;
import org.offhook.agent.ToolSpec;

/**
 * A tool that is one HTTP request: the model's arguments, checked, fill the places in the address;
 * the rest goes into the query or a JSON body. Redirects are not followed: the operator has decided
 * where requests go. Thread-safe; shared by all calls.
 */
public final class HttpTool implements Tool, AutoCloseable {
    private static final Logger log = LogManager.getLogger(HttpTool.class);
    private static final MediaType JSON = MediaType.get("application/json");

    private final HttpToolConfig config;
    private final ToolArguments arguments;
    private final ToolSpec spec;
    private final OkHttpClient client;
    private final Limits limits;
    private final Set<Call> running = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    public HttpTool(HttpToolConfig config) {
        this.config = config;
        arguments = new ToolArguments(config.parameters());
        spec = new ToolSpec(config.name(), config.description(), arguments.schema());
        limits = new Limits(config.name(), "answer", config.timeout(), config.timeout());
        // Waiting is limited by the Exchange.
        client =
                new OkHttpClient.Builder()
                        .socketFactory(new PromptSockets())
                        .connectTimeout(Duration.ZERO)
                        .readTimeout(Duration.ZERO)
                        .writeTimeout(Duration.ZERO)
                        .followRedirects(false)
                        .build();
    }

    /** The methods of RFC 9110 and RFC 5789 that tools are made of. */
    public enum Method {
        GET,
        POST,
        PUT,
        PATCH,
        DELETE;

        /** Whether arguments are sent as a JSON body, and not in the query. */
        public boolean hasBody() {
            return this == POST || this == PUT || this == PATCH;
        }

        /** Whether to do it twice is to do it once (RFC 9110 section 9.2.2). */
        private boolean isIdempotent() {
            return this != POST && this != PATCH;
        }
    }

    @Override
    public ToolSpec spec() {
        return spec;
    }

    @Override
    public String use(String argumentsJson) throws IOException, InterruptedException {
        Call call = client.newCall(request(arguments.check(argumentsJson)));
        var answer = new AtomicReference<ToolAnswer>();
        try (var exchange = new Exchange<ToolAnswer>(call, limits, running)) {
            if (closed) {
                call.cancel();
            }
            exchange.run(
                    (response, out) -> out.put(read(response)),
                    got -> {
                        answer.set(got);
                        return true;
                    });
        } catch (ProviderException failure) {
            throw failed(failure);
        }
        return told(answer.get());
    }

    private ToolAnswer read(Response response) throws IOException {
        return ToolAnswer.read(response, config.headers().values());
    }

    private String told(ToolAnswer answer) throws ProviderException {
        if (answer.isSuccess()) {
            return answer.text();
        }
        log.info("tool {}: HTTP {}", config.name(), answer.status());
        throw new ProviderException(answer.text());
    }

    /** Addresses and the like are for the operator; the model gets what it can act on. */
    private ProviderException failed(ProviderException failure) {
        log.warn("tool {}", failure.getMessage());
        boolean harmless = config.method() == Method.GET || neverSent(failure.getCause());
        String doubt = harmless ? "" : "; whether it was done all the same is unknown";
        return failure.getCause() == null
                ? new ProviderException(failure.getMessage() + doubt)
                : new ProviderException(config.name() + ": cannot be reached now" + doubt);
    }

    private static boolean neverSent(Throwable cause) {
        return cause instanceof ConnectException || cause instanceof UnknownHostException;
    }

    private Request request(ObjectNode checked) throws ProviderException {
        var places = new HashMap<String, String>();
        for (String name : config.url().placeholders()) {
            places.put(name, text(checked.remove(name)));
        }
        HttpUrl.Builder url = config.url().fill(places).newBuilder();
        RequestBody body = null;
        if (config.method().hasBody()) {
            body = body(checked);
        } else {
            checked.properties()
                    .forEach(each -> url.addQueryParameter(each.getKey(), text(each.getValue())));
        }
        var request =
                new Request.Builder()
                        .url(url.build())
                        .header("User-Agent", "Offhook")
                        .header("Accept", "application/json, text/*;q=0.9");
        config.headers().forEach(request::header);
        return request.method(config.method().name(), body).build();
    }

    private static String text(JsonNode value) {
        return value.isBigDecimal() ? value.decimalValue().toPlainString() : value.asText();
    }

    private RequestBody body(ObjectNode arguments) {
        byte[] bytes = arguments.toString().getBytes(StandardCharsets.UTF_8);
        return new RequestBody() {
            @Override
            public MediaType contentType() {
                return JSON;
            }

            @Override
            public long contentLength() {
                return bytes.length;
            }

            /** OkHttp asks again when a kept connection dies under it; a booking is made once. */
            @Override
            public boolean isOneShot() {
                return !config.method().isIdempotent();
            }

            @Override
            public void writeTo(BufferedSink sink) throws IOException {
                sink.write(bytes);
            }
        };
    }

    /** Cancels what runs and closes all connections. */
    @Override
    public void close() {
        closed = true;
        running.forEach(Call::cancel);
        client.dispatcher().executorService().shutdown();
        client.connectionPool().evictAll();
    }
}
