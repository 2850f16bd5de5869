package org.offhook.agent.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.offhook.agent.provider.ScriptedProvider.KEY;
import static org.offhook.agent.provider.ScriptedProvider.LONG;
import static org.offhook.agent.provider.ScriptedProvider.data;
import static org.offhook.agent.provider.ScriptedProvider.events;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import okio.Buffer;
import okio.ByteString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.offhook.agent.KeyRefusedException;
import org.offhook.agent.Recognition;
import org.offhook.agent.Speech;

@Timeout(600)
class OpenAiTranscriptionTest {
    private ScriptedProvider provider;
    private OpenAiTranscription recogniser;

    @BeforeEach
    void start() throws IOException {
        provider = ScriptedProvider.http1();
        recogniser = recogniser(false, LONG);
    }

    @AfterEach
    void stop() {
        recogniser.close();
        provider.close();
    }

    private OpenAiTranscription recogniser(boolean streamed, Duration timeout) {
        return new OpenAiTranscription(
                new RecogniserConfig(
                        "acme",
                        provider.url(),
                        KEY,
                        "ears-1",
                        "",
                        timeout,
                        Map.of("X-Tenant", "7")),
                streamed,
                provider.client);
    }

    /** The call is opened first, and with it a connection. */
    private Recognition open(OpenAiTranscription of) throws InterruptedException {
        provider.answers(new MockResponse.Builder().body("{}"));
        Recognition call = of.open("c1", Locale.UK, new Recognition.Listener() {});
        assertEquals("/v1/models", provider.request().getTarget());
        return call;
    }

    private static Speech speech() {
        var samples = new short[1_600];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (short) (17 * i);
        }
        return new Speech(samples, 900, 0, 100, 1);
    }

    private static MockResponse.Builder json(String body) {
        return new MockResponse.Builder().setHeader("Content-Type", "application/json").body(body);
    }

    private String words(Recognition call) throws IOException, InterruptedException {
        return call.words(speech(), () -> false);
    }

    /** Where the connection was a kept one, it is replaced before anybody knows. */
    private String wordsAtLast(Recognition call) throws IOException, InterruptedException {
        try {
            return words(call);
        } catch (IOException lost) {
            assertTrue(lost.getMessage().startsWith("acme: "), lost::getMessage);
            return words(call);
        }
    }

    private String failure(Recognition call) {
        return assertThrows(IOException.class, () -> words(call)).getMessage();
    }

    @Test
    void aSegmentIsSentAsAWavFile() throws Exception {
        Recognition call = open(recogniser);
        provider.answers(json("{\"text\":\" When are you open? \"}"));
        assertEquals("When are you open?", words(call));
        RecordedRequest request = provider.request();
        assertEquals("/v1/audio/transcriptions", request.getTarget());
        assertEquals("Bearer " + KEY, request.getHeaders().get("Authorization"));
        assertEquals("7", request.getHeaders().get("X-Tenant"));
        assertTrue(request.getHeaders().get("Content-Type").startsWith("multipart/form-data"));
        ByteString body = request.getBody();
        String text = body.string(StandardCharsets.ISO_8859_1);
        assertEquals("ears-1", field(text, "model"));
        assertEquals("en", field(text, "language"));
        assertEquals("json", field(text, "response_format"));
        assertFalse(text.contains("name=\"stream\""), "not asked for");
        var wav = new Buffer().write(body);
        wav.skip(text.indexOf("RIFF"));
        WavHeader header = WavHeader.read(wav);
        assertEquals(new WavHeader(16_000, 1, 3_200), header);
        for (short sample : speech().samples()) {
            assertEquals(sample, wav.readShortLe());
        }
    }

    private static String field(String form, String name) {
        int at = form.indexOf("name=\"" + name + "\"");
        int from = form.indexOf("\r\n\r\n", at) + 4;
        return form.substring(from, form.indexOf("\r\n", from));
    }

    @Test
    void eventsAreTakenAsTheyCome() throws Exception {
        try (var streamed = recogniser(true, LONG)) {
            Recognition call = open(streamed);
            provider.answersEvents(
                    data("{\"type\":\"transcript.text.delta\",\"delta\":\"When \"}"),
                    data("{\"type\":\"transcript.text.delta\",\"delta\":\"are\"}"),
                    data("{\"type\":\"transcript.text.sneeze\"}"),
                    data("no json"),
                    data("{\"type\":\"transcript.text.done\",\"text\":\"When are you open?\"}"));
            assertEquals("When are you open?", words(call));
            assertEquals(2, streamed.malformed());
            String form = provider.request().getBody().utf8();
            assertTrue(form.contains("name=\"stream\""), "asked for");
        }
    }

    @Test
    void eventsWithoutAnEndAreTheWordsTheyBrought() throws Exception {
        Recognition call = open(recogniser);
        provider.answersEvents(
                data("{\"type\":\"transcript.text.delta\",\"delta\":\"Yes\"}"), data("[DONE]"));
        assertEquals("Yes", words(call));
    }

    @Test
    void silenceIsNoWords() throws Exception {
        Recognition call = open(recogniser);
        provider.answers(json("{\"text\":\"\"}"));
        assertEquals("", words(call));
    }

    @Test
    void plainTextWillDo() throws Exception {
        Recognition call = open(recogniser);
        provider.answers(
                new MockResponse.Builder().setHeader("Content-Type", "text/plain").body("Yes.\n"));
        assertEquals("Yes.", words(call));
    }

    @Test
    void whatIsNoTranscriptIsAFailure() throws Exception {
        Recognition call = open(recogniser);
        provider.answers(json("{\"error\":{\"message\":\"out of cheese\"}}"));
        assertEquals("acme: error in the answer: out of cheese", failure(call));
        provider.answers(json("<html>"));
        assertEquals("acme: error in the answer", failure(call));
        provider.answersEvents(data("{\"error\":{\"message\":\"gone\"}}"));
        assertEquals("acme: error in the answer: gone", failure(call));
        provider.answersEvents(data("{\"type\":\"x\"}"));
        assertEquals("acme: events without a transcript", failure(call));
    }

    @Test
    void refusalsAreSaid() throws Exception {
        Recognition call = open(recogniser);
        provider.answers(
                json("{\"error\":{\"message\":\"slow down\"}}")
                        .code(429)
                        .setHeader("Retry-After", "7"));
        assertEquals("acme: HTTP 429: slow down (again in 7 s)", failure(call));
        provider.answers(json("{\"error\":{\"message\":\"no such key " + KEY + "\"}}").code(401));
        assertEquals("acme: HTTP 401: no such key ***", failure(call));
    }

    @Test
    void aRefusedKeyIsToldAtStart() {
        provider.answers(json("{\"error\":{\"message\":\"no such key\"}}").code(401));
        var refused = assertThrows(KeyRefusedException.class, recogniser::check);
        assertEquals("acme: HTTP 401: no such key", refused.getMessage());
    }

    @Test
    void oneThatStallsIsAFailure() throws Exception {
        try (var hasty = recogniser(false, Duration.ofSeconds(2))) {
            provider.answers(new MockResponse.Builder().body("{}"));
            Recognition call = hasty.open("c1", Locale.UK, new Recognition.Listener() {});
            provider.request();
            var gone = new CountDownLatch(1);
            provider.fallsSilentAfter(events(), new byte[0], gone);
            assertEquals("acme: words not complete within 2000 ms", failure(call));
            assertTrue(gone.await(60, TimeUnit.SECONDS));
        }
    }

    @Test
    void aConnectionThatIsLostIsReplaced() throws Exception {
        Recognition call = open(recogniser);
        provider.answers(
                new MockResponse.Builder().onResponseStart(new SocketEffect.CloseSocket()));
        provider.answers(json("{\"text\":\"Hello?\"}"));
        assertEquals("Hello?", wordsAtLast(call));
    }

    @Test
    void whatIsNotWantedAnyMoreIsLeft() throws Exception {
        Recognition call = open(recogniser);
        var gone = new CountDownLatch(1);
        provider.fallsSilentAfter(
                events(),
                data("{\"type\":\"transcript.text.delta\",\"delta\":\"When \"}")
                        .getBytes(StandardCharsets.UTF_8),
                gone);
        assertEquals("", call.words(speech(), () -> true));
        assertTrue(gone.await(60, TimeUnit.SECONDS));
    }
}
