package org.offhook.agent.provider;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import okhttp3.OkHttpClient;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.offhook.agent.KeyRefusedException;
import org.offhook.agent.Voice;

/**
 * A voice behind ElevenLabs' {@code /v1/text-to-speech/{voice}/stream-input}. Each utterance has a
 * connection of its own; a few are open ahead, so that no sentence waits for a handshake.
 * Thread-safe.
 */
public final class ElevenLabsVoice implements Voice {
    private static final Logger log = LogManager.getLogger(ElevenLabsVoice.class);

    private static final Duration PING_INTERVAL = Duration.ofSeconds(5);

    /** Open ahead. Each one taken is replaced at once. */
    private static final int SPARES = 2;

    /** The provider closes an idle connection after 180 s. */
    private static final long OLDEST_NANOS = TimeUnit.SECONDS.toNanos(150);

    /** So long after its last utterance nobody seems to be on the line. */
    private static final long IN_USE_NANOS = TimeUnit.MINUTES.toNanos(10);

    private static final int TEND_SECONDS = 10;

    private final ElevenLabsConfig config;
    private final SocketDoor door;
    private final ScheduledExecutorService keeper;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<ElevenLabsSocket> spares = new ArrayDeque<>();
    private long lastUseNanos;
    private boolean closed;

    public ElevenLabsVoice(ElevenLabsConfig config) {
        this(config, new OkHttpClient(), PING_INTERVAL);
    }

    ElevenLabsVoice(ElevenLabsConfig config, OkHttpClient outline, Duration pingInterval) {
        this.config = config;
        door = new SocketDoor(config.access(), config.firstAudioTimeout(), pingInterval, outline);
        keeper =
                Executors.newSingleThreadScheduledExecutor(
                        Thread.ofVirtual().name(config.name() + "-keeper").factory());
        keeper.scheduleWithFixedDelay(
                () -> tend(System.nanoTime()), TEND_SECONDS, TEND_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void speak(String text, Sink sink) throws IOException, InterruptedException {
        if (text.isBlank()) {
            return;
        }
        var speaking = new Speaking(sink);
        ElevenLabsSocket spare = take(System.nanoTime());
        if (spare != null) {
            try {
                spare.speak(text, speaking);
                return;
            } catch (ProviderException failure) {
                if (!spare.isLostBy(failure) || speaking.hasBegun()) {
                    throw failure;
                }
                log.debug("a spare connection was lost: {}", failure.getMessage());
            }
        }
        ElevenLabsSocket.open(door, config, System.nanoTime()).speak(text, speaking);
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
        lock.lock();
        try {
            refill(System.nanoTime());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            spares.clear();
        } finally {
            lock.unlock();
        }
        keeper.shutdown();
        door.close();
    }

    /** Messages passed over because they could not be understood. */
    long malformed() {
        return door.malformed();
    }

    /** Null where none is open. */
    private ElevenLabsSocket take(long nowNanos) {
        lock.lock();
        try {
            drop(nowNanos);
            ElevenLabsSocket taken = spares.poll();
            refill(nowNanos);
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /** Replaces what the provider would close soon, as long as somebody is on the line. */
    void tend(long nowNanos) {
        lock.lock();
        try {
            boolean dropped = drop(nowNanos);
            if (dropped && nowNanos - lastUseNanos < IN_USE_NANOS) {
                long used = lastUseNanos;
                refill(nowNanos);
                lastUseNanos = used;
            }
        } finally {
            lock.unlock();
        }
    }

    /** Returns whether one was too old. One that was lost is not replaced until it is needed. */
    private boolean drop(long nowNanos) {
        boolean old = false;
        for (var each = spares.iterator(); each.hasNext(); ) {
            ElevenLabsSocket spare = each.next();
            boolean tooOld = spare.ageNanos(nowNanos) > OLDEST_NANOS;
            if (tooOld || !spare.isUsable()) {
                old |= tooOld;
                each.remove();
                spare.leave();
            }
        }
        return old;
    }

    private void refill(long nowNanos) {
        lastUseNanos = nowNanos;
        while (!closed && spares.size() < SPARES) {
            spares.add(ElevenLabsSocket.open(door, config, nowNanos));
        }
    }
}
