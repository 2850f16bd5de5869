package org.offhook.agent.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import org.offhook.agent.Voice;

/** A voice behind a WebSocket on this machine, whose answers the test writes. */
final class ScriptedVoiceServer extends SocketServer {
    private final ObjectMapper json = new ObjectMapper();
    private final BlockingQueue<Said> said = new LinkedBlockingQueue<>();
    private final BlockingQueue<Integer> opened = new LinkedBlockingQueue<>();
    private final BlockingQueue<Integer> gone = new LinkedBlockingQueue<>();
    final Map<Integer, WebSocket> sockets = new ConcurrentHashMap<>();
    volatile Script script = (_, _) -> {};

    /** What a client said on its connection, counted from 1. */
    record Said(int connection, WebSocket socket, JsonNode message) {}

    /** Runs on a connection's own thread for each message. */
    @FunctionalInterface
    interface Script {
        void answer(Said said, ScriptedVoiceServer server);
    }

    ScriptedVoiceServer() throws IOException {}

    @Override
    WebSocketListener peer(int connection) {
        return new Peer(connection);
    }

    Said said() throws InterruptedException {
        return present(said.poll(60, TimeUnit.SECONDS));
    }

    /** Waits for the next connection. */
    int opened() throws InterruptedException {
        return present(opened.poll(60, TimeUnit.SECONDS));
    }

    /** Waits for the next connection that ends. */
    int gone() throws InterruptedException {
        return present(gone.poll(60, TimeUnit.SECONDS));
    }

    private final class Peer extends WebSocketListener {
        private final int connection;

        Peer(int connection) {
            this.connection = connection;
        }

        @Override
        public void onOpen(WebSocket socket, Response response) {
            sockets.put(connection, socket);
            opened.add(connection);
        }

        @Override
        public void onMessage(WebSocket socket, String text) {
            try {
                var message = new Said(connection, socket, json.readTree(text));
                said.add(message);
                script.answer(message, ScriptedVoiceServer.this);
            } catch (IOException bad) {
                throw new UncheckedIOException(bad);
            }
        }

        @Override
        public void onClosing(WebSocket socket, int code, String reason) {
            socket.close(1000, null);
        }

        @Override
        public void onClosed(WebSocket socket, int code, String reason) {
            gone.add(connection);
        }

        @Override
        public void onFailure(WebSocket socket, Throwable cause, Response response) {
            gone.add(connection);
        }
    }

    static byte[] tone(int rateHz, int length) {
        byte[] bytes = new byte[2 * length];
        for (int i = 0; i < length; i++) {
            int sample = (int) Math.rint(10_000 * Math.sin(2 * Math.PI * 440 * i / rateHz));
            bytes[2 * i] = (byte) sample;
            bytes[2 * i + 1] = (byte) (sample >> 8);
        }
        return bytes;
    }

    static String base64(byte[] bytes, int from, int to) {
        return Base64.getEncoder().encodeToString(Arrays.copyOfRange(bytes, from, to));
    }

    static short[] samples(byte[] bytes) {
        short[] samples = new short[bytes.length / 2];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (short) (bytes[2 * i] & 0xFF | bytes[2 * i + 1] << 8);
        }
        return samples;
    }

    /** All that a voice says. */
    static short[] heard(Voice voice, String text) throws IOException, InterruptedException {
        var heard = new ByteArrayOutputStream();
        voice.speak(
                text,
                (samples, length) -> {
                    for (int i = 0; i < length; i++) {
                        heard.write(samples[i]);
                        heard.write(samples[i] >> 8);
                    }
                    return true;
                });
        return samples(heard.toByteArray());
    }
}
