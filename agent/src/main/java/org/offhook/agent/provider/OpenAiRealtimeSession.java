package org.offhook.agent.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.offhook.agent.LanguageModel.Message;
import org.offhook.agent.RealtimeEvent;
import org.offhook.agent.RealtimeSession;
import org.offhook.agent.SoundFormat;
import org.offhook.agent.ToolSpec;

/** One connection of {@link OpenAiRealtime}. Any thread; its listener is told on the reader's. */
final class OpenAiRealtimeSession implements RealtimeSession, ProviderSocket.Listener {
    private static final Set<String> KEY_ERRORS =
            Set.of("invalid_api_key", "missing_api_key", "unauthorized");

    /**
     * So much sound may wait for the network; more would only be late. What is sent again at the
     * start of a segment is half of it, and what follows that must not be dropped for it.
     */
    private static final int MOST_WAITING_MILLIS = 1_000;

    /** A service that tells more than this has lost its mind, and this session. */
    private static final int MOST_MESSAGES_AT_ONCE = 8_192;

    private static final int MOST_MESSAGES_PER_SECOND = 1_000;

    /** Sound comes as fast as it is made; of four seconds a second nobody could hear the rest. */
    private static final int MOST_SOUND_MILLIS_AT_ONCE = 240_000;

    private static final int MOST_SOUND_MILLIS_PER_SECOND = 4_000;

    /** Of what was told as text, so much is kept out of logs where the service quotes it. */
    private static final int TEXTS_KEPT = 64;

    private static final String APPEND = "{\"type\":\"input_audio_buffer.append\",\"audio\":\"";

    private final RealtimeConfig config;
    private final SocketDoor door;
    private final Listener told;
    private final RealtimeRequests requests;
    private final RealtimeEvents events;
    private final SoundFormat format;
    private final long mostWaitingBytes;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<String> texts = new ArrayDeque<>();
    private final AtomicBoolean lost = new AtomicBoolean();
    private volatile ProviderSocket socket;

    /** The reader's own, as what is allowed to come. */
    private boolean ready;

    private final Allowance messages;
    private final Allowance sound;

    OpenAiRealtimeSession(
            RealtimeConfig config, SocketDoor door, SoundFormat format, Listener told) {
        this.config = config;
        this.door = door;
        this.told = told;
        this.format = format;
        requests = new RealtimeRequests(config, door.json());
        events = new RealtimeEvents(this::tell, door::countMalformed, this::safe);
        long now = System.nanoTime();
        messages = new Allowance(MOST_MESSAGES_AT_ONCE, MOST_MESSAGES_PER_SECOND, now);
        sound = new Allowance(MOST_SOUND_MILLIS_AT_ONCE, MOST_SOUND_MILLIS_PER_SECOND, now);
        // In base64, and each message in an envelope.
        mostWaitingBytes = (long) MOST_WAITING_MILLIS * format.bytesPerMilli() * 4 / 3 + 512;
    }

    void begin(String instructions, List<ToolSpec> tools) {
        socket = door.open(config.url(), config.authorisation(), this);
        if (lost.get()) {
            socket.cancel();
        }
        socket.send(requests.session(instructions, tools, format));
    }

    @Override
    public boolean hear(byte[] sound, int length) {
        if (socket.queuedBytes() > mostWaitingBytes) {
            return false;
        }
        ByteBuffer base64 = Base64.getEncoder().encode(ByteBuffer.wrap(sound, 0, length));
        return socket.send(APPEND + StandardCharsets.ISO_8859_1.decode(base64) + "\"}");
    }

    @Override
    public void clear() {
        socket.send(requests.clear());
    }

    @Override
    public void commit() {
        socket.send(requests.commit());
    }

    @Override
    public void add(Message message) {
        for (ObjectNode item : requests.items(message)) {
            socket.send(item);
        }
        keep(message);
    }

    private void keep(Message message) {
        String text =
                switch (message) {
                    case Message.Caller(String words) -> words;
                    case Message.Agent(String words) -> words;
                    case Message.Brought(_, String content) -> content;
                    case Message.Instructions _, Message.Asked _ -> "";
                };
        lock.lock();
        try {
            texts.add(text);
            if (texts.size() > TEXTS_KEPT) {
                texts.remove();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void respond() {
        socket.send(requests.respond());
    }

    @Override
    public void cancel() {
        socket.send(requests.cancel());
    }

    @Override
    public void truncate(String item, int part, int heardMillis) {
        socket.send(requests.truncate(item, part, heardMillis));
    }

    @Override
    public void delete(String item) {
        socket.send(requests.delete(item));
    }

    @Override
    public void close() {
        lost.set(true);
        socket.close();
    }

    @Override
    public void abort() {
        lost.set(true);
        socket.cancel();
    }

    @Override
    public void garbage() {
        if (!messages.tryTake(1, System.nanoTime())) {
            giveUpFlood("tells more than anybody can take");
        }
    }

    @Override
    public void message(JsonNode message) {
        if (!messages.tryTake(1, System.nanoTime())) {
            giveUpFlood("tells more than anybody can take");
        } else if (!ready && message.path("type").asText("").equals("error")) {
            JsonNode error = message.path("error");
            boolean forGood = KEY_ERRORS.contains(error.path("code").asText(""));
            String why = config.name() + ": " + safe(error.path("message").asText(""));
            giveUp(new ProviderException(why, forGood));
        } else {
            events.read(message);
        }
    }

    private void giveUpFlood(String what) {
        if (!lost.get()) {
            door.countFlood();
        }
        giveUp(new ProviderException(config.name() + ": " + what));
    }

    private void giveUp(ProviderException why) {
        ProviderSocket given = socket;
        if (given != null) {
            given.cancel();
        }
        lose(why);
    }

    private void tell(RealtimeEvent event) {
        if (event instanceof RealtimeEvent.Ready) {
            if (ready) {
                return;
            }
            ready = true;
        }
        if (event instanceof RealtimeEvent.Sound(_, _, _, byte[] bytes)
                && !sound.tryTake(
                        (double) bytes.length / format.bytesPerMilli(), System.nanoTime())) {
            giveUpFlood("sends more than anybody can hear");
        }
        if (!lost.get()) {
            told.on(event);
        }
    }

    @Override
    public void ended(ProviderException why) {
        lose(why);
    }

    private void lose(ProviderException why) {
        if (lost.compareAndSet(false, true)) {
            told.on(new RealtimeEvent.Lost(why, why.refusesKey()));
        }
    }

    private String safe(String said) {
        lock.lock();
        try {
            return door.safe(said, List.copyOf(texts));
        } finally {
            lock.unlock();
        }
    }
}
