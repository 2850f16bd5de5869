package org.offhook.agent.provider;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.offhook.agent.provider.ScriptedVoiceServer.base64;
import static org.offhook.agent.provider.ScriptedVoiceServer.heard;
import static org.offhook.agent.provider.ScriptedVoiceServer.samples;
import static org.offhook.agent.provider.ScriptedVoiceServer.tone;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import mockwebserver3.MockResponse;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okio.ByteString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.offhook.agent.KeyRefusedException;
import org.offhook.agent.provider.ScriptedVoiceServer.Said;

@Timeout(600)
class ElevenLabsVoiceTest {
    private static final String TEXT = "My name is Rosa Klebb.";
    private static final String KEY = "sk_very_secret_0123456789";
    private static final Duration LONG = Duration.ofSeconds(60);

    private ScriptedVoiceServer server;
    private ElevenLabsVoice voice;

    @BeforeEach
    void start() throws IOException {
        server = new ScriptedVoiceServer();
        voice = voice(16_000, LONG);
    }

    @AfterEach
    void stop() {
        voice.close();
        server.close();
    }

    @Test
    void speechIsHeardAsItWasSentHoweverItIsCut() throws Exception {
        byte[] tone = tone(16_000, 4_000);
        server.script = (said, _) -> speak(said, tone, 777);
        assertArrayEquals(samples(tone), heard(voice, TEXT));
        assertArrayEquals(samples(tone), heard(voice, TEXT));
    }

    @Test
    void otherRatesAreBroughtTo16Kilohertz() throws Exception {
        try (var wide = voice(24_000, LONG)) {
            server.script = (said, _) -> speak(said, tone(24_000, 12_000), 2_000);
            assertEquals(8_000, heard(wide, TEXT).length, 100);
        }
    }

    @Test
    void theTextIsAskedForAsTheProtocolWantsIt() throws Exception {
        server.script = (said, _) -> speak(said, tone(16_000, 400), 800);
        heard(voice, TEXT);
        var handshake = server.handshake();
        HttpUrl url = HttpUrl.get("http://host" + handshake.getTarget());
        assertEquals("/v1/text-to-speech/rosa/stream-input", url.encodedPath());
        assertEquals("flash", url.queryParameter("model_id"));
        assertEquals("pcm_16000", url.queryParameter("output_format"));
        assertEquals("en", url.queryParameter("language_code"));
        assertEquals(KEY, handshake.getHeaders().get("xi-api-key"));
        assertTrue(!handshake.getTarget().contains(KEY), "no key in an address");
        var said = new HashMap<Integer, List<String>>();
        List<String> mine = List.of();
        while (mine.size() < 3) {
            Said each = server.said();
            mine = said.computeIfAbsent(each.connection(), _ -> new ArrayList<>());
            mine.add(each.message().toString());
        }
        assertEquals(
                List.of(
                        "{\"text\":\" \",\"voice_settings\":{\"speed\":1.1}}",
                        "{\"text\":\"My name is Rosa Klebb. \",\"flush\":true}",
                        "{\"text\":\"\"}"),
                mine);
    }

    @Test
    void aSentenceDoesNotWaitForAHandshake() throws Exception {
        server.script = (said, _) -> speak(said, tone(16_000, 400), 800);
        voice.warmUp();
        server.opened();
        server.opened();
        heard(voice, TEXT);
        Said said = server.said();
        while (!said.message().path("flush").asBoolean()) {
            said = server.said();
        }
        assertTrue(said.connection() <= 2, "connection " + said.connection());
    }

    @Test
    void aSpareThatWasClosedMeanwhileIsNoFailure() throws Exception {
        voice.warmUp();
        server.opened();
        server.opened();
        server.script = (said, _) -> speak(said, tone(16_000, 400), 800);
        server.sockets.values().forEach(socket -> socket.close(1001, "input_timeout_exceeded"));
        assertEquals(400, heard(voice, TEXT).length);
    }

    @Test
    void sparesAreRenewedBeforeTheProviderClosesThemAndLeftWhenNobodyIsThere() throws Exception {
        voice.warmUp();
        server.opened();
        server.opened();
        voice.tend(System.nanoTime() + TimeUnit.SECONDS.toNanos(160));
        assertEquals(3, server.gone() + server.gone());
        assertEquals(7, server.opened() + server.opened());
        voice.tend(System.nanoTime() + TimeUnit.MINUTES.toNanos(20));
        assertEquals(7, server.gone() + server.gone());
        assertEquals(4, server.connections());
    }

    @Test
    void aListenerWhoHasEnoughEndsTheConnection() throws Exception {
        server.script =
                (said, _) -> {
                    if (said.message().path("flush").asBoolean()) {
                        said.socket().send(audio(tone(16_000, 400), 0, 800));
                    }
                };
        int[] calls = {0};
        voice.speak(TEXT, (_, _) -> ++calls[0] < 1);
        assertEquals(1, calls[0]);
        Said said = server.said();
        while (!said.message().path("flush").asBoolean()) {
            said = server.said();
        }
        assertEquals(said.connection(), server.gone());
    }

    @Test
    void interruptionEndsTheConnection() throws Exception {
        var end = new AtomicReference<Throwable>();
        Thread speaking = speakAside(end);
        speaking.interrupt();
        assertTrue(speaking.join(LONG));
        assertInstanceOf(InterruptedException.class, end.get());
        server.gone();
    }

    @Test
    void aProviderThatSaysNothingIsGivenUp() throws Exception {
        try (var hasty = voice(16_000, Duration.ofSeconds(1))) {
            hasty.warmUp();
            server.opened();
            server.opened();
            var failure = assertThrows(IOException.class, () -> heard(hasty, TEXT));
            assertEquals("acme: no sound within 1000 ms", failure.getMessage());
        }
    }

    @Test
    void anErrorIsInTheProvidersOwnWordsWithoutKeyAndText() {
        server.script =
                (said, _) ->
                        said.socket()
                                .send(
                                        "{\"message\":\"key %s cannot say: My name is\",\"error\":\"no\",\"code\":1008}"
                                                .formatted(KEY));
        String failure = assertThrows(IOException.class, () -> heard(voice, TEXT)).getMessage();
        assertTrue(failure.startsWith("acme: error in the answer: key *** cannot say: "), failure);
        assertTrue(!failure.contains("Rosa") && !failure.contains(KEY), failure);
    }

    @Test
    void aWrongKeyShowsBeforeAnyoneCalls() {
        server.refusal =
                new MockResponse.Builder()
                        .code(401)
                        .setHeader("Content-Type", "application/json")
                        .body(
                                "{\"detail\":{\"status\":\"invalid_api_key\",\"message\":\"Invalid API key\"}}")
                        .build();
        assertEquals(
                "acme: HTTP 401: Invalid API key",
                assertThrows(KeyRefusedException.class, voice::check).getMessage());
    }

    @Test
    void aRightKeyIsCheckedWithAWord() throws Exception {
        server.script = (said, _) -> speak(said, tone(16_000, 400), 800);
        voice.check();
    }

    @Test
    void aClosedConnectionSaysWhy() {
        server.script = (said, _) -> said.socket().close(1008, "quota exceeded");
        assertEquals(
                "acme: closed the connection (1008): quota exceeded",
                assertThrows(IOException.class, () -> heard(voice, TEXT)).getMessage());
    }

    @Test
    void whatCannotBeUnderstoodIsCountedAndPassedOver() throws Exception {
        server.script =
                (said, _) -> {
                    if (said.message().path("flush").asBoolean()) {
                        said.socket().send("not json {");
                        said.socket().send("[1, 2]");
                        said.socket().send("{\"weather\":\"fine\"}");
                        said.socket().send("{\"audio\":\"***\"}");
                        said.socket().send(ByteString.of((byte) 1));
                        said.socket().send("{\"audio\":null,\"alignment\":null}");
                        speak(said, tone(16_000, 400), 800);
                    }
                };
        assertEquals(400, heard(voice, TEXT).length);
        assertEquals(5, voice.malformed());
    }

    @Test
    void nothingIsAskedForNothing() throws Exception {
        voice.speak(" \n", (_, _) -> true);
        assertEquals(0, server.connections());
    }

    @Test
    void closingEndsWhatIsSpoken() throws Exception {
        var end = new AtomicReference<Throwable>();
        Thread speaking = speakAside(end);
        voice.close();
        assertTrue(speaking.join(LONG));
        assertEquals("acme: closed while it answered", end.get().getMessage());
    }

    @Test
    void theIdHoldsAllThatChangesTheSound() {
        assertEquals("flash/rosa/en/1.1@127.0.0.1", voice.id());
    }

    @Test
    void aKeyMayBeRefusedAfterTheHandshakeToo() {
        server.script =
                (said, _) ->
                        said.socket()
                                .send(
                                        "{\"message\":\"Invalid API key\",\"error\":\"invalid_api_key\",\"code\":1008}");
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
        for (double speed : new double[] {0.5, 1.3}) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> config("http://host", "rosa", "en", speed, 16_000));
        }
        assertThrows(
                IllegalArgumentException.class,
                () -> config("http://host", "rosa", "english", 1, 16_000));
        assertThrows(
                IllegalArgumentException.class, () -> config("http://host", " ", "en", 1, 16_000));
        assertThrows(
                IllegalArgumentException.class,
                () -> config("http://host", "rosa", "en", 1, 12_345));
        assertThrows(IllegalArgumentException.class, () -> config("host", "rosa", "en", 1, 16_000));
        String shown = config("wss://host", "rosa", "en", 1, 16_000).toString();
        assertTrue(!shown.contains(KEY), shown);
    }

    /** Speaks on a thread of its own; returns at the first sound, of which no end comes. */
    private Thread speakAside(AtomicReference<Throwable> end) throws InterruptedException {
        var heard = new CountDownLatch(1);
        server.script =
                (said, _) -> {
                    if (said.message().path("flush").asBoolean()) {
                        said.socket().send(audio(tone(16_000, 400), 0, 800));
                    }
                };
        Thread speaking =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                voice.speak(
                                        TEXT,
                                        (_, _) -> {
                                            heard.countDown();
                                            return true;
                                        });
                            } catch (Throwable outcome) {
                                end.set(outcome);
                            }
                        });
        assertTrue(heard.await(60, TimeUnit.SECONDS));
        return speaking;
    }

    private static void speak(Said said, byte[] tone, int chunk) {
        if (said.message().path("flush").asBoolean()) {
            for (int at = 0; at < tone.length; at += chunk) {
                said.socket().send(audio(tone, at, Math.min(tone.length, at + chunk)));
            }
            said.socket().send("{\"audio\":null,\"isFinal\":true}");
            said.socket().close(1000, null);
        }
    }

    private static String audio(byte[] tone, int from, int to) {
        return "{\"audio\":\"" + base64(tone, from, to) + "\",\"isFinal\":null}";
    }

    private ElevenLabsVoice voice(int rateHz, Duration firstAudio) {
        var config = config(server.url(), "rosa", "en", 1.1, rateHz);
        return new ElevenLabsVoice(
                new ElevenLabsConfig(
                        config.name(),
                        config.baseUrl(),
                        config.apiKey(),
                        config.model(),
                        config.voice(),
                        config.language(),
                        config.speed(),
                        config.rateHz(),
                        firstAudio,
                        LONG,
                        config.headers()),
                new OkHttpClient(),
                LONG);
    }

    private static ElevenLabsConfig config(
            String url, String voice, String language, double speed, int rateHz) {
        return new ElevenLabsConfig(
                "acme", url, KEY, "flash", voice, language, speed, rateHz, LONG, LONG, Map.of());
    }
}
