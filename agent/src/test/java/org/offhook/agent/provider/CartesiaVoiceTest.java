package org.offhook.agent.provider;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.offhook.agent.provider.ScriptedVoiceServer.base64;
import static org.offhook.agent.provider.ScriptedVoiceServer.heard;
import static org.offhook.agent.provider.ScriptedVoiceServer.samples;
import static org.offhook.agent.provider.ScriptedVoiceServer.tone;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import mockwebserver3.MockResponse;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.offhook.agent.KeyRefusedException;
import org.offhook.agent.provider.ScriptedVoiceServer.Said;

@Timeout(600)
class CartesiaVoiceTest {
    private static final String TEXT = "My name is Rosa Klebb.";
    private static final String KEY = "sk_car_very_secret_0123456789";
    private static final Duration LONG = Duration.ofSeconds(60);

    private ScriptedVoiceServer server;
    private CartesiaVoice voice;

    @BeforeEach
    void start() throws IOException {
        server = new ScriptedVoiceServer();
        voice = voice(server.url(), LONG, LONG);
    }

    @AfterEach
    void stop() {
        voice.close();
        server.close();
    }

    @Test
    void allSentencesShareOneConnection() throws Exception {
        byte[] tone = tone(16_000, 4_000);
        server.script = (said, _) -> speak(said, tone, 777);
        for (int i = 0; i < 3; i++) {
            assertArrayEquals(samples(tone), heard(voice, TEXT));
        }
        assertEquals(1, server.connections());
    }

    @Test
    void theTextIsAskedForAsTheProtocolWantsIt() throws Exception {
        server.script = (said, _) -> speak(said, tone(16_000, 400), 800);
        heard(voice, TEXT);
        var handshake = server.handshake();
        assertEquals("/tts/websocket", handshake.getTarget());
        assertEquals("Bearer " + KEY, handshake.getHeaders().get("Authorization"));
        assertEquals("2025-04-16", handshake.getHeaders().get("Cartesia-Version"));
        var request = (ObjectNode) server.said().message();
        assertTrue(request.remove("context_id").asText().matches("[0-9a-f-]{36}"));
        assertEquals(
                new ObjectMapper()
                        .readTree(
                                """
                                {"model_id": "sonic", "transcript": "My name is Rosa Klebb.",
                                 "voice": {"mode": "id", "id": "rosa"}, "language": "en",
                                 "output_format": {"container": "raw", "encoding": "pcm_s16le",
                                                   "sample_rate": 16000},
                                 "continue": false, "generation_config": {"speed": 1.2}}
                                """),
                request);
    }

    @Test
    void callsDoNotHearEachOther() throws Exception {
        var waiting = new CopyOnWriteArrayList<Said>();
        server.script =
                (said, _) -> {
                    waiting.add(said);
                    if (waiting.size() == 10) {
                        for (int round = 0; round < 3; round++) {
                            for (Said each : waiting) {
                                int value = Integer.parseInt(transcript(each));
                                byte[] sound = new byte[200];
                                Arrays.fill(sound, (byte) value);
                                each.socket().send(chunk(each, sound, 0, 200));
                            }
                        }
                        waiting.forEach(each -> each.socket().send(done(each)));
                    }
                };
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var calls = new ArrayList<Future<short[]>>();
            for (int i = 0; i < 10; i++) {
                String text = "" + i;
                calls.add(callers.submit(() -> heard(voice, text)));
            }
            for (int i = 0; i < 10; i++) {
                short[] expected = new short[300];
                Arrays.fill(expected, (short) (i << 8 | i));
                assertArrayEquals(expected, calls.get(i).get());
            }
        }
        assertEquals(1, server.connections());
    }

    @Test
    void aListenerWhoHasEnoughCancelsHisOwnOnly() throws Exception {
        server.script =
                (said, _) -> {
                    if (!said.message().path("cancel").asBoolean()) {
                        said.socket().send(chunk(said, tone(16_000, 400), 0, 800));
                    }
                };
        voice.speak(TEXT, (_, _) -> false);
        String context = server.said().message().path("context_id").asText();
        var cancel = server.said().message();
        assertTrue(cancel.path("cancel").asBoolean());
        assertEquals(context, cancel.path("context_id").asText());
        server.script = (said, _) -> speak(said, tone(16_000, 400), 800);
        assertEquals(400, heard(voice, TEXT).length);
        assertEquals(1, server.connections());
    }

    @Test
    void anErrorIsInTheProvidersOwnWordsAndTheConnectionStays() throws Exception {
        server.script =
                (said, _) ->
                        said.socket()
                                .send(
                                        "{\"type\":\"error\",\"done\":true,\"title\":\"Invalid\",\"message\":\"No voice %s for: My name is\",\"context_id\":\"%s\"}"
                                                .formatted(KEY, context(said)));
        String failure = assertThrows(IOException.class, () -> heard(voice, TEXT)).getMessage();
        assertTrue(failure.startsWith("acme: error in the answer: No voice *** for: "), failure);
        assertTrue(!failure.contains("Rosa") && !failure.contains("name is"), failure);
        server.script = (said, _) -> speak(said, tone(16_000, 400), 800);
        assertEquals(400, heard(voice, TEXT).length);
        assertEquals(1, server.connections());
    }

    @Test
    void theOlderFormOfAnErrorIsUnderstoodToo() {
        server.script =
                (said, _) ->
                        said.socket()
                                .send(
                                        "{\"type\":\"error\",\"error\":\"Invalid model\",\"status_code\":400}");
        assertEquals(
                "acme: error in the answer: Invalid model",
                assertThrows(IOException.class, () -> heard(voice, TEXT)).getMessage());
    }

    @Test
    void aConnectionLostBeforeTheFirstSoundIsOpenedAnew() throws Exception {
        server.script = (said, _) -> speak(said, tone(16_000, 400), 800);
        heard(voice, TEXT);
        server.script =
                (said, _) -> {
                    if (said.connection() == 1) {
                        said.socket().close(1012, "restart");
                    } else {
                        speak(said, tone(16_000, 400), 800);
                    }
                };
        assertEquals(400, heard(voice, TEXT).length);
        assertEquals(2, server.connections());
    }

    @Test
    void aConnectionLostInASentenceIsAnErrorAndNotARepetition() {
        server.script =
                (said, _) -> {
                    said.socket().send(chunk(said, tone(16_000, 400), 0, 800));
                    said.socket().close(1011, "restart");
                };
        assertEquals(
                "acme: closed the connection (1011): restart",
                assertThrows(IOException.class, () -> heard(voice, TEXT)).getMessage());
    }

    @Test
    void aConnectionThatSaysNothingIsLeft() throws Exception {
        try (var hasty = voice(server.url(), Duration.ofSeconds(3), LONG)) {
            assertEquals(
                    "acme: no sound within 3000 ms",
                    assertThrows(IOException.class, () -> heard(hasty, TEXT)).getMessage());
            assertEquals(1, server.gone());
        }
        server.script = (said, _) -> speak(said, tone(16_000, 400), 800);
        assertEquals(400, heard(voice, TEXT).length);
    }

    @Test
    void aHalfOpenConnectionIsFoundByAPing() throws Exception {
        try (var deaf = new DeafServer();
                var pinging = voice(deaf.url(), LONG, Duration.ofMillis(50))) {
            String failure =
                    assertThrows(IOException.class, () -> heard(pinging, TEXT)).getMessage();
            assertTrue(failure.startsWith("acme: connection lost: sent ping"), failure);
        }
    }

    @Test
    void whatCannotBeUnderstoodIsCountedAndPassedOver() throws Exception {
        server.script =
                (said, _) -> {
                    said.socket().send("not json {");
                    said.socket().send("{\"type\":\"weather\"}");
                    said.socket().send("{\"type\":\"chunk\",\"context_id\":\"another\"}");
                    said.socket()
                            .send(
                                    "{\"type\":\"chunk\",\"context_id\":\"%s\",\"data\":\"***\"}"
                                            .formatted(context(said)));
                    said.socket().send("{\"type\":\"timestamps\"}");
                    speak(said, tone(16_000, 400), 800);
                };
        assertEquals(400, heard(voice, TEXT).length);
        assertEquals(3, voice.malformed());
    }

    @Test
    void aWrongKeyShowsBeforeAnyoneCalls() {
        server.refusal =
                new MockResponse.Builder()
                        .code(401)
                        .setHeader("Content-Type", "text/plain; charset=utf-8")
                        .body("Invalid API key: " + KEY)
                        .build();
        assertEquals(
                "acme: HTTP 401: Invalid API key: ***",
                assertThrows(KeyRefusedException.class, voice::check).getMessage());
    }

    @Test
    void warmingUpOpensTheConnectionThatIsUsed() throws Exception {
        voice.warmUp();
        assertEquals(1, server.opened());
        server.script = (said, _) -> speak(said, tone(16_000, 400), 800);
        voice.check();
        assertEquals(1, server.connections());
    }

    @Test
    void aKeyMayBeRefusedAfterTheHandshakeToo() {
        server.script =
                (said, _) ->
                        said.socket()
                                .send(
                                        "{\"type\":\"error\",\"message\":\"Invalid API key\",\"error_code\":\"unauthorized\",\"status_code\":401}");
        assertEquals(
                "acme: error in the answer: Invalid API key",
                assertThrows(KeyRefusedException.class, voice::check).getMessage());
    }

    @Test
    void aProviderThatIsBusyMayBeReadyLater() throws Exception {
        server.refusal = new MockResponse.Builder().code(429).build();
        voice.check();
        server.refusal = null;
        server.script = (said, _) -> speak(said, tone(16_000, 400), 800);
        assertEquals(400, heard(voice, TEXT).length);
    }

    @Test
    void settingsAreCheckedWhenTheyAreMade() {
        assertThrows(IllegalArgumentException.class, () -> config("host", "2025-04-16", 1));
        assertThrows(IllegalArgumentException.class, () -> config("http://host", "newest", 1));
        assertThrows(IllegalArgumentException.class, () -> config("http://host", "2025-04-16", 2));
        String shown = config("wss://host", "2025-04-16", 1).toString();
        assertTrue(!shown.contains(KEY), shown);
        assertEquals("sonic/rosa/en/1.2@127.0.0.1", voice.id());
    }

    private static void speak(Said said, byte[] tone, int chunk) {
        if (!said.message().path("cancel").asBoolean()) {
            for (int at = 0; at < tone.length; at += chunk) {
                said.socket().send(chunk(said, tone, at, Math.min(tone.length, at + chunk)));
            }
            said.socket().send(done(said));
        }
    }

    private static String chunk(Said said, byte[] tone, int from, int to) {
        return "{\"type\":\"chunk\",\"data\":\"%s\",\"done\":false,\"context_id\":\"%s\"}"
                .formatted(base64(tone, from, to), context(said));
    }

    private static String done(Said said) {
        return "{\"type\":\"done\",\"done\":true,\"context_id\":\"%s\"}".formatted(context(said));
    }

    private static String context(Said said) {
        return said.message().path("context_id").asText();
    }

    private static String transcript(Said said) {
        return said.message().path("transcript").asText();
    }

    private static CartesiaVoice voice(String url, Duration firstAudio, Duration ping) {
        return new CartesiaVoice(
                new CartesiaConfig(
                        "acme",
                        url,
                        KEY,
                        "2025-04-16",
                        "sonic",
                        "rosa",
                        "en",
                        1.2,
                        16_000,
                        firstAudio,
                        LONG,
                        Map.of()),
                new OkHttpClient(),
                ping);
    }

    private static CartesiaConfig config(String url, String version, double speed) {
        return new CartesiaConfig(
                "acme", url, KEY, version, "sonic", "rosa", "en", speed, 16_000, LONG, LONG,
                Map.of());
    }

    /** Opens WebSockets and never listens. */
    private static final class DeafServer implements AutoCloseable {
        private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

        private final ServerSocket listening =
                new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
        private final List<Socket> open = new CopyOnWriteArrayList<>();

        DeafServer() throws IOException {
            Thread.ofVirtual().start(this::accept);
        }

        String url() {
            return "http://127.0.0.1:" + listening.getLocalPort();
        }

        private void accept() {
            try {
                var socket = listening.accept();
                open.add(socket);
                InputStream in = socket.getInputStream();
                var head = new StringBuilder();
                while (!head.toString().endsWith("\r\n\r\n")) {
                    head.append((char) in.read());
                }
                String key =
                        head.toString()
                                .lines()
                                .filter(line -> line.startsWith("Sec-WebSocket-Key: "))
                                .findFirst()
                                .orElseThrow()
                                .substring(19);
                byte[] hash =
                        MessageDigest.getInstance("SHA-1")
                                .digest((key + GUID).getBytes(StandardCharsets.US_ASCII));
                socket.getOutputStream()
                        .write(
                                ("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\n"
                                                + "Upgrade: websocket\r\nSec-WebSocket-Accept: "
                                                + Base64.getEncoder().encodeToString(hash)
                                                + "\r\n\r\n")
                                        .getBytes(StandardCharsets.US_ASCII));
            } catch (IOException | NoSuchAlgorithmException _) {
                // The test is over.
            }
        }

        @Override
        public void close() throws IOException {
            listening.close();
            for (Socket socket : open) {
                socket.close();
            }
        }
    }
}
