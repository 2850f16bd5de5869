package org.offhook.agent.provider;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import okhttp3.OkHttpClient;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.offhook.agent.KeyRefusedException;
import org.offhook.agent.RealtimeEvent;
import org.offhook.agent.RealtimeModel;
import org.offhook.agent.RealtimeSession;
import org.offhook.agent.SoundFormat;
import org.offhook.agent.ToolSpec;

/** A model behind OpenAI's Realtime protocol over WebSockets, one for each call. Thread-safe. */
public final class OpenAiRealtime implements RealtimeModel {
    private static final Logger log = LogManager.getLogger(OpenAiRealtime.class);

    private static final Duration PING_INTERVAL = Duration.ofSeconds(5);

    private final RealtimeConfig config;
    private final SocketDoor door;

    public OpenAiRealtime(RealtimeConfig config) {
        this(config, new OkHttpClient(), PING_INTERVAL);
    }

    OpenAiRealtime(RealtimeConfig config, OkHttpClient outline, Duration pingInterval) {
        this.config = config;
        door = new SocketDoor(config.access(), config.patience(), pingInterval, outline);
    }

    @Override
    public RealtimeSession open(
            String instructions,
            List<ToolSpec> tools,
            SoundFormat format,
            RealtimeSession.Listener listener) {
        var session = new OpenAiRealtimeSession(config, door, format, listener);
        session.begin(instructions, tools);
        return session;
    }

    @Override
    public String id() {
        return config.model() + "/" + config.voice() + "@" + config.access().url().host();
    }

    @Override
    public Duration sessionLimit() {
        return config.sessionLimit();
    }

    @Override
    public Duration patience() {
        return config.patience();
    }

    /** Opens a session: a wrong model or voice shows too. */
    @Override
    public void check() throws KeyRefusedException, InterruptedException {
        BlockingQueue<RealtimeEvent> first = new ArrayBlockingQueue<>(1);
        try (var _ = open("", List.of(), SoundFormat.PCM_24_KHZ, first::offer)) {
            switch (first.poll(config.patience().toMillis(), TimeUnit.MILLISECONDS)) {
                case null -> log.warn("not ready yet: {}: no answer", config.name());
                case RealtimeEvent.Lost(var why, boolean forGood) -> {
                    if (forGood) {
                        throw new KeyRefusedException(why.getMessage());
                    }
                    log.warn("not ready yet: {}", why.getMessage());
                }
                case RealtimeEvent _ -> {}
            }
        }
    }

    /** Messages passed over because they could not be understood. */
    long malformed() {
        return door.malformed();
    }

    /** Sessions given up because the service told more than anybody could take. */
    public long floods() {
        return door.floods();
    }

    @Override
    public void close() {
        if (door.malformed() > 0) {
            log.info("{}: {} events passed over", config.name(), door.malformed());
        }
        if (door.floods() > 0) {
            log.info("{}: {} sessions flooded", config.name(), door.floods());
        }
        door.close();
    }
}
