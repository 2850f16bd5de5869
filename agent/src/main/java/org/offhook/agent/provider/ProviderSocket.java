package org.offhook.agent.provider;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import okio.ByteString;

/**
 * One WebSocket that speaks JSON. Any thread may send; its listener is told on the socket's own
 * reader thread and must not wait there.
 */
final class ProviderSocket {
    private static final int NORMAL = 1000;

    private final SocketDoor door;
    private final Listener told;
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile WebSocket socket;

    /** Told what happens, in its order. */
    interface Listener {
        /** The provider has let us in. */
        default void opened() {}

        /** A JSON object. */
        void message(JsonNode message);

        /** Something that is none; it has been counted. */
        default void garbage() {}

        /** Once, at the end. */
        void ended(ProviderException why);
    }

    ProviderSocket(SocketDoor door, Listener told) {
        this.door = door;
        this.told = told;
    }

    void begin(OkHttpClient client, Request request) {
        socket = client.newWebSocket(request, new Events());
    }

    /** Sends, once the socket is open. False if it has ended or sends too slowly. */
    boolean send(JsonNode message) {
        return send(message.toString());
    }

    /** Sends a text as it is. */
    boolean send(String text) {
        return !ended.get() && socket.send(text);
    }

    /** Sends bytes. */
    boolean send(ByteString bytes) {
        return !ended.get() && socket.send(bytes);
    }

    /** Given to {@code send}, and not yet to the network. */
    long queuedBytes() {
        return socket.queueSize();
    }

    /** Says goodbye and leaves. */
    void close() {
        if (!socket.close(NORMAL, null)) {
            socket.cancel();
        }
    }

    /** Leaves at once. */
    void cancel() {
        if (socket != null) {
            socket.cancel();
        }
    }

    private void end(ProviderException why) {
        if (ended.compareAndSet(false, true)) {
            door.ended(this);
            told.ended(why);
        }
    }

    private final class Events extends WebSocketListener {
        @Override
        public void onOpen(WebSocket from, Response response) {
            told.opened();
        }

        @Override
        public void onMessage(WebSocket from, String text) {
            JsonNode message = door.parse(text);
            if (message == null) {
                door.countMalformed();
                told.garbage();
            } else {
                told.message(message);
            }
        }

        @Override
        public void onMessage(WebSocket from, ByteString bytes) {
            door.countMalformed();
            told.garbage();
        }

        @Override
        public void onClosing(WebSocket from, int code, String reason) {
            from.close(NORMAL, null);
            String why = reason.isBlank() ? "" : ": " + door.safe(reason, List.of());
            end(
                    new ProviderException(
                            "%s: closed the connection (%d)%s".formatted(door.name(), code, why)));
        }

        @Override
        public void onFailure(WebSocket from, Throwable cause, Response response) {
            end(door.failure(cause, response));
        }
    }
}
