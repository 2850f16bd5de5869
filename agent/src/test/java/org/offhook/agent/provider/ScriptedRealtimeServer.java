package org.offhook.agent.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;

/**
 * A realtime service on this machine: opens sessions as it is asked to, and answers as the test
 * writes. What clients say, besides their sound, is kept in its order.
 */
public final class ScriptedRealtimeServer extends SocketServer {
    private final ObjectMapper json = new ObjectMapper();
    private final AtomicInteger responses = new AtomicInteger();
    private final BlockingQueue<Said> said = new LinkedBlockingQueue<>();
    private final List<Said> sounds = new CopyOnWriteArrayList<>();

    /** How it answers {@code response.create}. */
    public volatile Script script = _ -> {};

    /** Whether to tell things by their names from before August 2025. */
    public volatile boolean beta;

    /** Whether sessions are opened at all. */
    public volatile boolean silent;

    /** What a client said on its connection, counted from 1. */
    public record Said(int connection, WebSocket socket, JsonNode event) {
        public String type() {
            return event.path("type").asText();
        }
    }

    /** Runs on a connection's own thread. */
    @FunctionalInterface
    public interface Script {
        void answer(Reply reply);
    }

    public ScriptedRealtimeServer() throws IOException {}

    @Override
    WebSocketListener peer(int connection) {
        return new Peer(connection);
    }

    @Override
    public String url() {
        return super.url() + "/v1";
    }

    /** The next thing said that is not sound. */
    public Said said() throws InterruptedException {
        return present(said.poll(60, TimeUnit.SECONDS));
    }

    /** Waits for the next thing of this type, whatever comes before. */
    public Said said(String type) throws InterruptedException {
        Said next = said();
        while (!next.type().equals(type)) {
            next = said();
        }
        return next;
    }

    /** Whether nothing of this type is said for a while. */
    public boolean isSpared(String type, long millis) throws InterruptedException {
        long endNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (true) {
            Said next = said.poll(endNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (next == null) {
                return true;
            }
            if (next.type().equals(type)) {
                return false;
            }
        }
    }

    /** The sound heard so far, a message each. */
    public List<byte[]> sounds() {
        return sounds.stream()
                .map(one -> Base64.getDecoder().decode(one.event.path("audio").asText()))
                .toList();
    }

    /** Which connection hears the caller; 0 before any did. */
    public int hearing() {
        return sounds.isEmpty() ? 0 : sounds.getLast().connection;
    }

    /** One response on its way. */
    public final class Reply {
        public final String id;
        public final Said asked;

        Reply(Said asked) {
            this.asked = asked;
            id = "resp_" + responses.incrementAndGet();
            tell("{'type':'response.created','response':{'id':'" + id + "'}}");
        }

        /** JSON, in which {@code '} may stand for a quotation mark. */
        public void tell(String event) {
            asked.socket.send(event.replace('\'', '"'));
        }

        public void item(String item) {
            tell(
                    "{'type':'response.output_item.added','response_id':'%s','item':{'id':'%s','type':'message'}}"
                            .formatted(id, item));
        }

        public void sound(String item, byte[] bytes) {
            String type = beta ? "response.audio.delta" : "response.output_audio.delta";
            tell(
                    "{'type':'%s','response_id':'%s','item_id':'%s','output_index':0,'content_index':0,'delta':'%s'}"
                            .formatted(type, id, item, Base64.getEncoder().encodeToString(bytes)));
        }

        public void words(String item, String words) {
            String type =
                    beta
                            ? "response.audio_transcript.delta"
                            : "response.output_audio_transcript.delta";
            tell(
                    "{'type':'%s','response_id':'%s','item_id':'%s','delta':'%s'}"
                            .formatted(type, id, item, words));
        }

        public void call(String item, String callId, String name, String arguments) {
            tell(
                    "{'type':'response.output_item.added','response_id':'%s','item':{'id':'%s','type':'function_call','name':'%s','call_id':'%s'}}"
                            .formatted(id, item, name, callId));
            tell(
                    "{'type':'response.function_call_arguments.done','response_id':'%s','item_id':'%s','call_id':'%s','arguments':'%s'}"
                            .formatted(id, item, callId, arguments));
            tell(
                    "{'type':'response.output_item.done','response_id':'%s','item':{'id':'%s','type':'function_call','name':'%s','call_id':'%s','arguments':'%s'}}"
                            .formatted(id, item, name, callId, arguments));
        }

        public void done() {
            done("completed");
        }

        public void done(String status) {
            tell(
                    "{'type':'response.done','response':{'id':'%s','status':'%s','output':[]}}"
                            .formatted(id, status));
        }

        /** The service ends the session. */
        public void drop() {
            asked.socket.close(1011, "gone");
        }
    }

    private final class Peer extends WebSocketListener {
        private final int connection;
        private Reply active;

        Peer(int connection) {
            this.connection = connection;
        }

        @Override
        public void onOpen(WebSocket socket, Response response) {
            socket.send("{\"type\":\"session.created\",\"session\":{}}");
        }

        @Override
        public void onMessage(WebSocket socket, String text) {
            try {
                var message = new Said(connection, socket, json.readTree(text));
                if (message.type().equals("input_audio_buffer.append")) {
                    sounds.add(message);
                    return;
                }
                said.add(message);
                answer(message);
            } catch (IOException bad) {
                throw new UncheckedIOException(bad);
            }
        }

        private void answer(Said message) {
            switch (message.type()) {
                case "session.update" -> {
                    if (!silent) {
                        message.socket.send("{\"type\":\"session.updated\",\"session\":{}}");
                    }
                }
                case "response.create" -> {
                    active = new Reply(message);
                    script.answer(active);
                }
                case "response.cancel" -> {
                    if (active != null) {
                        active.done("cancelled");
                    }
                }
                default -> {}
            }
        }

        @Override
        public void onClosing(WebSocket socket, int code, String reason) {
            socket.close(1000, null);
        }
    }
}
