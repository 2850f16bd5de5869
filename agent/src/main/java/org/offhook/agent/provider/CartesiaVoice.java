package org.offhook.agent.provider;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import okhttp3.OkHttpClient;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.offhook.agent.KeyRefusedException;
import org.offhook.agent.Voice;

/**
 * A voice behind Cartesia's {@code /tts/websocket}. All calls share one connection, which is opened
 * anew when it is lost. Thread-safe.
 */
public final class CartesiaVoice implements Voice {
    private static final Logger log = LogManager.getLogger(CartesiaVoice.class);

    private static final Duration PING_INTERVAL = Duration.ofSeconds(5);

    private final CartesiaConfig config;
    private final SocketDoor door;
    private final ReentrantLock lock = new ReentrantLock();
    private CartesiaSocket shared;

    public CartesiaVoice(CartesiaConfig config) {
        this(config, new OkHttpClient(), PING_INTERVAL);
    }

    CartesiaVoice(CartesiaConfig config, OkHttpClient outline, Duration pingInterval) {
        this.config = config;
        door = new SocketDoor(config.access(), config.firstAudioTimeout(), pingInterval, outline);
    }

    @Override
    public void speak(String text, Sink sink) throws IOException, InterruptedException {
        if (text.isBlank()) {
            return;
        }
        var speaking = new Speaking(sink);
        CartesiaSocket before = current();
        CartesiaSocket socket = usable();
        try {
            socket.speak(text, speaking);
        } catch (ProviderException failure) {
            // One that has been open for a while may have been lost unnoticed; a new one not.
            if (socket != before || !socket.isLostBy(failure) || speaking.hasBegun()) {
                throw failure;
            }
            log.debug("the connection was lost: {}", failure.getMessage());
            usable().speak(text, speaking);
        }
    }

    /** Has a word spoken, unheard: a wrong voice or model shows too, and the connection is warm. */
    @Override
    public void check() throws KeyRefusedException, InterruptedException {
        door.check(this);
    }

    @Override
    public String id() {
        return "%s/%s/%s/%s@%s"
                .formatted(
                        config.model(),
                        config.voice(),
                        config.language(),
                        config.speed(),
                        config.access().url().host());
    }

    @Override
    public void warmUp() {
        usable();
    }

    @Override
    public void close() {
        door.close();
    }

    /** Messages passed over because they could not be understood. */
    long malformed() {
        return door.malformed();
    }

    private CartesiaSocket current() {
        lock.lock();
        try {
            return shared;
        } finally {
            lock.unlock();
        }
    }

    private CartesiaSocket usable() {
        lock.lock();
        try {
            if (shared == null || !shared.isUsable()) {
                shared = new CartesiaSocket(door, config);
            }
            return shared;
        } finally {
            lock.unlock();
        }
    }
}
