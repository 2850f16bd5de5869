package org.offhook.agent.provider;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import okhttp3.OkHttpClient;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.offhook.agent.KeyRefusedException;
import org.offhook.agent.Recogniser;
import org.offhook.agent.Recognition;

/**
 * A recogniser behind a WebSocket that hears while it is spoken to: Deepgram, vosk-server, and
 * servers that speak as they do. Each call has a connection of its own. Thread-safe.
 */
public final class StreamingRecogniser implements Recogniser {
    private static final Logger log = LogManager.getLogger(StreamingRecogniser.class);

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration PING_INTERVAL = Duration.ofSeconds(5);
    private static final Duration TEND_EVERY = Duration.ofSeconds(1);

    private final RecogniserConfig config;
    private final StreamProtocol protocol;
    private final SocketDoor door;
    private final Set<StreamingRecognition> calls = ConcurrentHashMap.newKeySet();
    private final LongAdder stalled = new LongAdder();
    private final ScheduledExecutorService keeper;

    StreamingRecogniser(
            RecogniserConfig config,
            StreamProtocol protocol,
            OkHttpClient outline,
            Duration pingInterval) {
        this.config = config;
        this.protocol = protocol;
        door = new SocketDoor(config.access(), CONNECT_TIMEOUT, pingInterval, outline);
        keeper =
                Executors.newSingleThreadScheduledExecutor(
                        Thread.ofVirtual().name(config.name() + "-keeper").factory());
        keeper.scheduleWithFixedDelay(
                () -> tend(System.nanoTime()),
                TEND_EVERY.toMillis(),
                TEND_EVERY.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    /** Models called {@code flux} speak the second version of the protocol. */
    public static StreamingRecogniser deepgram(RecogniserConfig config) {
        Access.require(!config.model().isBlank(), config.name() + ": model must be named");
        return of(
                config,
                config.model().startsWith("flux") ? new FluxProtocol() : new DeepgramProtocol());
    }

    public static StreamingRecogniser vosk(RecogniserConfig config) {
        return of(config, new VoskProtocol());
    }

    private static StreamingRecogniser of(RecogniserConfig config, StreamProtocol protocol) {
        return new StreamingRecogniser(config, protocol, new OkHttpClient(), PING_INTERVAL);
    }

    @Override
    public Recognition open(String callId, Locale language, Recognition.Listener listener) {
        String told = config.language().isEmpty() ? language.toLanguageTag() : config.language();
        var call = new StreamingRecognition(this, callId, told, listener);
        calls.add(call);
        return call;
    }

    RecognitionStream connect(String language, RecognitionStream.Owner owner) {
        return new RecognitionStream(
                door, protocol, protocol.url(config, language), protocol.headers(config), owner);
    }

    /** Opens a connection to see whether we are let in. */
    @Override
    public void check() throws KeyRefusedException, InterruptedException {
        BlockingQueue<ProviderException> end = new ArrayBlockingQueue<>(1);
        var admitted = new ProviderException("");
        String language = config.language().isEmpty() ? "en" : config.language();
        ProviderSocket socket =
                door.open(
                        protocol.url(config, language),
                        protocol.headers(config),
                        new ProviderSocket.Listener() {
                            @Override
                            public void opened() {
                                end.offer(admitted);
                            }

                            @Override
                            public void message(JsonNode message) {}

                            @Override
                            public void ended(ProviderException why) {
                                end.offer(why);
                            }
                        });
        ProviderException why = end.poll(2 * CONNECT_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        socket.cancel();
        if (why == null) {
            log.warn("not ready yet: {}: no connection", config.name());
        } else if (why.refusesKey()) {
            throw new KeyRefusedException(why.getMessage());
        } else if (why != admitted) {
            log.warn("not ready yet: {}", why.getMessage());
        }
    }

    @Override
    public String id() {
        return config.model().isEmpty()
                ? config.access().url().host()
                : config.model() + "@" + config.access().url().host();
    }

    String name() {
        return config.name();
    }

    Duration timeout() {
        return config.timeout();
    }

    StreamProtocol protocol() {
        return protocol;
    }

    ProviderException failure(JsonNode message, String heard) {
        return door.failure(message, List.of(heard));
    }

    void countMalformed() {
        door.countMalformed();
    }

    void countStalled() {
        stalled.increment();
    }

    /** Messages passed over because they could not be understood. */
    long malformed() {
        return door.malformed();
    }

    /** Connections given up because they took no more sound. */
    long stalled() {
        return stalled.sum();
    }

    void tend(long nowNanos) {
        calls.forEach(call -> call.tend(nowNanos));
    }

    void forget(StreamingRecognition call) {
        calls.remove(call);
    }

    @Override
    public void close() {
        keeper.shutdown();
        calls.forEach(StreamingRecognition::close);
        door.close();
    }
}
