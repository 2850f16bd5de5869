package org.offhook.agent.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.offhook.agent.KeyRefusedException;
import org.offhook.agent.RealtimeEvent;
import org.offhook.agent.SoundFormat;

@Timeout(600)
class OpenAiRealtimeTest {
    private static final String KEY = "sk-very-secret-0123456789";

    private ScriptedRealtimeServer server;

    @BeforeEach
    void start() throws IOException {
        server = new ScriptedRealtimeServer();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aKeyThatIsGoodIsFoundSoByOpeningASession() throws Exception {
        try (var model = new OpenAiRealtime(config(server.url()))) {
            model.check();
        }
        assertEquals(1, server.connections());
    }

    @Test
    void aRefusedKeyIsToldInTheProvidersWordsWithoutTheKey() throws Exception {
        server.refusal =
                new MockResponse.Builder()
                        .code(401)
                        .body(
                                "{\"error\":{\"message\":\"Incorrect API key provided: "
                                        + KEY
                                        + ".\"}}")
                        .build();
        try (var model = new OpenAiRealtime(config(server.url()))) {
            var refused = assertThrows(KeyRefusedException.class, model::check);
            assertTrue(refused.getMessage().startsWith("scripted: HTTP 401: Incorrect API key"));
            assertFalse(refused.getMessage().contains(KEY), refused.getMessage());
        }
    }

    @Test
    void aServiceThatIsAwayIsNoReasonNotToStart() throws Exception {
        server.refusal = new MockResponse.Builder().code(503).build();
        try (var model = new OpenAiRealtime(config(server.url()))) {
            model.check();
        }
    }

    @Test
    void azureIsEnteredByItsOwnAddressAndHeader() {
        RealtimeConfig now = azure("");
        assertEquals(
                "https://desk.openai.azure.com/openai/v1/realtime?model=my-deployment",
                now.url().toString());
        assertEquals(Map.of("api-key", KEY), now.authorisation());
        RealtimeConfig before = azure("2025-04-01-preview");
        assertEquals(
                "https://desk.openai.azure.com/openai/realtime?api-version=2025-04-01-preview&deployment=my-deployment",
                before.url().toString());
        assertFalse(before.toString().contains(KEY));
    }

    @Test
    void soundThatTheNetworkDoesNotTakeIsDroppedAndNothingElseIs() throws Exception {
        var opened = new CountDownLatch(1);
        try (var deaf = new DeafServer();
                var model = new OpenAiRealtime(config(deaf.url()));
                var session =
                        model.open(
                                "",
                                List.of(),
                                SoundFormat.PCM_24_KHZ,
                                event -> {
                                    if (event instanceof RealtimeEvent.Ready) {
                                        opened.countDown();
                                    }
                                })) {
            opened.await();
            // More than any socket's buffers hold, chunk by chunk.
            byte[] chunk = new byte[40 * 48];
            int taken = 0;
            while (session.hear(chunk, chunk.length)) {
                taken++;
                assertTrue(taken < 50_000, "nothing was dropped");
            }
            assertFalse(session.hear(chunk, chunk.length), "still no room");
        }
    }

    private static RealtimeConfig config(String url) {
        return RealtimeConfig.of("scripted", url, KEY, "gpt-realtime");
    }

    private static RealtimeConfig azure(String apiVersion) {
        return new RealtimeConfig(
                "azure",
                "https://desk.openai.azure.com",
                KEY,
                "my-deployment",
                "",
                true,
                apiVersion,
                !apiVersion.isEmpty(),
                0,
                Duration.ofSeconds(5),
                Duration.ofHours(1),
                Map.of());
    }

    /** Opens a session and then reads no more: a connection that stands still. */
    private static final class DeafServer implements AutoCloseable {
        private final ServerSocket listening =
                new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
        private final CountDownLatch closed = new CountDownLatch(1);

        DeafServer() throws IOException {
            Thread.ofVirtual().start(this::serve);
        }

        String url() {
            return "ws://127.0.0.1:" + listening.getLocalPort();
        }

        private void serve() {
            try (Socket socket = listening.accept()) {
                String key = "";
                var in = socket.getInputStream();
                var line = new StringBuilder();
                while (!line.toString().endsWith("\r\n\r\n")) {
                    line.append((char) in.read());
                }
                for (String header : line.toString().split("\r\n")) {
                    if (header.toLowerCase().startsWith("sec-websocket-key:")) {
                        key = header.substring(header.indexOf(':') + 1).strip();
                    }
                }
                byte[] hash =
                        MessageDigest.getInstance("SHA-1")
                                .digest(
                                        (key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")
                                                .getBytes(StandardCharsets.US_ASCII));
                String updated = "{\"type\":\"session.updated\"}";
                var out = socket.getOutputStream();
                out.write(
                        ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
                                        + "Connection: Upgrade\r\nSec-WebSocket-Accept: "
                                        + Base64.getEncoder().encodeToString(hash)
                                        + "\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
                out.write(0x81);
                out.write(updated.length());
                out.write(updated.getBytes(StandardCharsets.US_ASCII));
                out.flush();
                closed.await();
            } catch (Exception end) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void close() throws IOException {
            closed.countDown();
            listening.close();
        }
    }
}
