package org.offhook.tests.peer;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A realtime speech service (OpenAI's protocol over RFC 6455) that tells its test of each event, as
 * soon as its bytes are here. The program reaches it over the network as it would any other.
 */
public final class RealtimeProvider implements AutoCloseable {
    private static final Pattern TYPE = Pattern.compile("\"type\":\"([a-z_.]+)\"");
    private static final Pattern AUDIO = Pattern.compile("\"audio\":\"([A-Za-z0-9+/=]*)\"");
    private static final String MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int TEXT = 1;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;

    private final ServerSocket listening =
            new ServerSocket(0, 64, InetAddress.getByName("127.0.0.1"));
    private final Listener listener;

    /** On a connection's own thread. */
    public interface Listener {
        /** The caller's sound, and when the last byte of its message had come. */
        void onSound(byte[] sound, long nanos);

        /** Something is put into the conversation; JSON as it came. */
        default void onItem(String event) {}

        /** A response is asked for. */
        void onResponseWanted(Session session);
    }

    public RealtimeProvider(Listener listener) throws IOException {
        this.listener = listener;
        Thread.ofPlatform().daemon().name("realtime-provider").start(this::accept);
    }

    /** For {@code base-url}. */
    public String baseUrl() {
        return "ws://127.0.0.1:" + listening.getLocalPort() + "/v1";
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listening.accept();
                socket.setTcpNoDelay(true);
                Thread.ofPlatform().daemon().name("realtime-session").start(() -> serve(socket));
            }
        } catch (IOException closed) {
            // The end of the test.
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            new Session(socket).run();
        } catch (IOException gone) {
            // The end of a call.
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }

    /** One connection. */
    public final class Session {
        private final DataInputStream in;
        private final OutputStream out;

        Session(Socket socket) throws IOException {
            in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
            out = socket.getOutputStream();
        }

        void run() throws IOException {
            shakeHands();
            tell("{\"type\":\"session.created\",\"session\":{}}");
            while (true) {
                int opcode = in.readUnsignedByte() & 15;
                byte[] payload = payload();
                long nanos = System.nanoTime();
                switch (opcode) {
                    case TEXT -> take(new String(payload, StandardCharsets.UTF_8), nanos);
                    case PING -> send(PONG, payload);
                    case CLOSE -> {
                        send(CLOSE, payload);
                        return;
                    }
                    default -> {}
                }
            }
        }

        private void shakeHands() throws IOException {
            String key = "";
            for (String line = line(); !line.isEmpty(); line = line()) {
                if (line.toLowerCase().startsWith("sec-websocket-key:")) {
                    key = line.substring(line.indexOf(':') + 1).strip();
                }
            }
            String accept = Base64.getEncoder().encodeToString(sha1(key + MAGIC));
            String answer =
                    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
                            + "Connection: Upgrade\r\nSec-WebSocket-Accept: "
                            + accept
                            + "\r\n\r\n";
            out.write(answer.getBytes(StandardCharsets.US_ASCII));
        }

        private String line() throws IOException {
            var line = new StringBuilder();
            int next = in.readUnsignedByte();
            while (next != '\n') {
                line.append((char) next);
                next = in.readUnsignedByte();
            }
            return line.toString().strip();
        }

        private byte[] payload() throws IOException {
            int length = in.readUnsignedByte() & 127;
            if (length == 126) {
                length = in.readUnsignedShort();
            } else if (length == 127) {
                length = (int) in.readLong();
            }
            byte[] mask = in.readNBytes(4);
            byte[] payload = in.readNBytes(length);
            for (int i = 0; i < payload.length; i++) {
                payload[i] ^= mask[i & 3];
            }
            return payload;
        }

        private void take(String event, long nanos) throws IOException {
            Matcher type = TYPE.matcher(event);
            switch (type.find() ? type.group(1) : "") {
                case "session.update" -> tell("{\"type\":\"session.updated\",\"session\":{}}");
                case "input_audio_buffer.append" -> {
                    Matcher audio = AUDIO.matcher(event);
                    if (audio.find()) {
                        listener.onSound(Base64.getDecoder().decode(audio.group(1)), nanos);
                    }
                }
                case "conversation.item.create" -> listener.onItem(event);
                case "response.create" -> listener.onResponseWanted(this);
                default -> {}
            }
        }

        /** Sends an event. Any thread, one at a time. */
        public void tell(String json) throws IOException {
            send(TEXT, json.getBytes(StandardCharsets.UTF_8));
        }

        private void send(int opcode, byte[] payload) throws IOException {
            ByteBuffer frame = ByteBuffer.allocate(payload.length + 10);
            frame.put((byte) (0x80 | opcode));
            if (payload.length < 126) {
                frame.put((byte) payload.length);
            } else if (payload.length < 65_536) {
                frame.put((byte) 126).putShort((short) payload.length);
            } else {
                frame.put((byte) 127).putLong(payload.length);
            }
            frame.put(payload);
            out.write(frame.array(), 0, frame.position());
        }

        private static byte[] sha1(String text) {
            try {
                return MessageDigest.getInstance("SHA-1")
                        .digest(text.getBytes(StandardCharsets.US_ASCII));
            } catch (NoSuchAlgorithmException impossible) {
                throw new IllegalStateException(impossible);
            }
        }
    }
}
