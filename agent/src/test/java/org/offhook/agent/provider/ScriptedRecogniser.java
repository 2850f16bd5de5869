package org.offhook.agent.provider;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import okio.Buffer;
import okio.ByteString;

/** A recogniser behind a WebSocket on this machine, whose answers the test writes. */
final class ScriptedRecogniser extends SocketServer {
    private final BlockingQueue<Peer> opened = new LinkedBlockingQueue<>();
    private final BlockingQueue<Integer> gone = new LinkedBlockingQueue<>();
    final Map<Integer, Peer> peers = new ConcurrentHashMap<>();
    volatile Script script = (_, _) -> {};

    /** Runs on a connection's own thread for each message. */
    @FunctionalInterface
    interface Script {
        /**
         * @param control empty where sound came
         */
        void answer(Peer peer, String control);
    }

    ScriptedRecogniser() throws IOException {}

    @Override
    WebSocketListener peer(int connection) {
        return new Peer(connection);
    }

    /** Waits for the next connection. */
    Peer opened() throws InterruptedException {
        return present(opened.poll(60, TimeUnit.SECONDS));
    }

    /** Waits for the next connection that ends. */
    int gone() throws InterruptedException {
        return present(gone.poll(60, TimeUnit.SECONDS));
    }

    private static MessageDigest sha() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static ByteString digest(short[] samples) {
        var bytes = new Buffer();
        for (short sample : samples) {
            bytes.writeShortLe(sample);
        }
        return bytes.sha256();
    }

    /** One connection and what came through it. */
    final class Peer extends WebSocketListener {
        final int number;
        final BlockingQueue<String> controls = new LinkedBlockingQueue<>();
        private final BlockingQueue<Integer> soundTo = new LinkedBlockingQueue<>();
        private final MessageDigest digest = sha();
        private volatile WebSocket socket;
        private volatile int samples;

        Peer(int number) {
            this.number = number;
        }

        void says(String message) {
            socket.send(message);
        }

        void hangsUp() {
            socket.close(1011, "internal error");
        }

        /** Waits until so much sound has come altogether. */
        Peer hears(int atLeast) throws InterruptedException {
            int heard = samples;
            while (heard < atLeast) {
                heard = present(soundTo.poll(60, TimeUnit.SECONDS));
            }
            return this;
        }

        String control() throws InterruptedException {
            return present(controls.poll(60, TimeUnit.SECONDS));
        }

        int samples() {
            return samples;
        }

        /** Of all sound; to be asked for once, when no more will come. */
        ByteString digest() {
            return ByteString.of(digest.digest());
        }

        double seconds() {
            return samples / 16_000.0;
        }

        @Override
        public void onOpen(WebSocket from, Response response) {
            socket = from;
            peers.put(number, this);
            opened.add(this);
        }

        @Override
        public void onMessage(WebSocket from, String text) {
            socket = from;
            controls.add(text);
            script.answer(this, text);
        }

        @Override
        public void onMessage(WebSocket from, ByteString bytes) {
            socket = from;
            digest.update(bytes.toByteArray());
            samples += bytes.size() / 2;
            soundTo.add(samples);
            script.answer(this, "");
        }

        @Override
        public void onClosing(WebSocket from, int code, String reason) {
            from.close(1000, null);
        }

        @Override
        public void onClosed(WebSocket from, int code, String reason) {
            gone.add(number);
        }

        @Override
        public void onFailure(WebSocket from, Throwable cause, Response response) {
            gone.add(number);
        }
    }
}
