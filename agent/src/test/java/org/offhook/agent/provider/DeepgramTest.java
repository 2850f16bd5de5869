package org.offhook.agent.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.offhook.agent.provider.StreamingCall.KEY;
import static org.offhook.agent.provider.StreamingCall.LONG;

import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.offhook.agent.KeyRefusedException;
import org.offhook.agent.Recognition;
import org.offhook.agent.Speech;

@Timeout(600)
class DeepgramTest {
    private static final String FINALIZE = "{\"type\":\"Finalize\"}";
    private static final Duration SHORT = Duration.ofSeconds(4);

    private ScriptedRecogniser server;
    private StreamingCall call;

    @BeforeEach
    void start() throws IOException {
        server = new ScriptedRecogniser();
        call = new StreamingCall(new DeepgramProtocol(), server.url());
    }

    @AfterEach
    void stop() {
        call.close();
        server.close();
    }

    private void restart(Duration timeout, Duration ping) throws InterruptedException {
        server.opened();
        call.close();
        server.gone();
        call = new StreamingCall(new DeepgramProtocol(), server.url(), timeout, ping);
    }

    private static String result(double from, double to, String words, boolean isFinal) {
        return """
        {"type":"Results","channel_index":[0,1],"start":%s,"duration":%s,"is_final":%s,
         "speech_final":false,"channel":{"alternatives":[{"transcript":"%s","confidence":0.9,
         "words":[]}]}}\
        """
                .formatted(from, to - from, isFinal, words);
    }

    /** All that has not been told yet, as final words. */
    private static ScriptedRecogniser.Script onFinalize(String words) {
        return (peer, control) -> {
            if (control.equals(FINALIZE)) {
                peer.says(result(0, peer.seconds(), words, true));
            }
        };
    }

    @Test
    void theConnectionIsThereBeforeAnythingIsSaid() throws Exception {
        server.opened();
        var handshake = server.handshake();
        HttpUrl url = HttpUrl.get("http://host" + handshake.getTarget());
        assertEquals("/v1/listen", url.encodedPath());
        assertEquals("nova-3", url.queryParameter("model"));
        assertEquals("en", url.queryParameter("language"));
        assertEquals("linear16", url.queryParameter("encoding"));
        assertEquals("16000", url.queryParameter("sample_rate"));
        assertEquals("true", url.queryParameter("interim_results"));
        assertEquals("Token " + KEY, handshake.getHeaders().get("Authorization"));
        assertEquals("7", handshake.getHeaders().get("X-Tenant"));
        assertFalse(handshake.getTarget().contains(KEY), "no key in an address");
    }

    @Test
    void theWordsOfAPauseAreAskedForAndFinal() throws Exception {
        server.script = onFinalize("When are you open?");
        assertEquals("When are you open?", call.says(1_500).words());
        assertEquals("1 final: When are you open?", call.nextTold());
        var peer = server.opened();
        assertEquals(call.said().length, peer.samples());
        assertEquals(ScriptedRecogniser.digest(call.said()), peer.digest());
    }

    @Test
    void aPauseIsNotWaitedForWhereTheWordsAreFinalAlready() throws Exception {
        var peer = server.opened();
        call.says(1_500);
        // So much was sent before anybody asked: the last piece waits for more.
        peer.hears(16 * 1_400);
        peer.says(result(0, 1.41, "Yes.", true));
        assertEquals("1 final: Yes.", call.nextTold());
        server.script = (_, _) -> {};
        assertEquals("Yes.", call.words());
    }

    @Test
    void wordsThatMayStillChangeHaveToDoAfterAMoment() throws Exception {
        server.script =
                (peer, control) -> {
                    if (control.equals(FINALIZE)) {
                        peer.says(result(0, peer.seconds(), "how are", false));
                    }
                };
        assertEquals("how are", call.says(1_200).words());
    }

    @Test
    void wordsOfWhichTheEndIsMissingAreNotTakenForAll() throws Exception {
        restart(SHORT, LONG);
        server.script =
                (peer, control) -> {
                    if (control.equals(FINALIZE)) {
                        peer.says(result(0, 0.5, "when are", false));
                    }
                };
        var tooLate = assertThrows(IOException.class, () -> call.says(1_500).words());
        assertEquals("acme: no words within 4000 ms", tooLate.getMessage());
    }

    @Test
    void aSegmentThatGoesOnKeepsItsWords() throws Exception {
        server.script =
                (peer, control) -> {
                    if (control.equals(FINALIZE)) {
                        boolean first = peer.seconds() < 1.3;
                        peer.says(
                                first
                                        ? result(0, 1.2, "When are you", true)
                                        : result(1.2, peer.seconds(), "open on Sunday?", true));
                    }
                };
        assertEquals("When are you", call.says(1_200).words());
        assertEquals("When are you open on Sunday?", call.goesOn(900).words());
    }

    @Test
    void theNextSegmentHasItsOwnWords() throws Exception {
        server.script = onFinalize("When are you open?");
        assertEquals("When are you open?", call.says(1_500).words());
        call.recognition.end();
        server.script =
                (peer, control) -> {
                    if (control.equals(FINALIZE) && peer.seconds() > 2.4) {
                        // Late words of the segment before, and a stretch that lies in both.
                        peer.says(result(0.9, 1.5, "open?", true));
                        peer.says(
                                """
                                {"type":"Results","start":1.0,"duration":1.5,"is_final":true,
                                 "channel":{"alternatives":[{"transcript":"open where","words":[
                                 {"word":"open","start":1.1,"end":1.4},
                                 {"word":"where","punctuated_word":"Where?","start":1.8,"end":2.3}
                                 ]}]}}\
                                """);
                    }
                };
        assertEquals("Where?", call.says(1_000).words());
    }

    @Test
    void nothingIsLostWithAConnection() throws Exception {
        var first = server.opened();
        call.says(1_000);
        first.hears(16 * 900);
        first.says(result(0, 0.8, "when are", true));
        assertEquals("1 final: when are", call.nextTold());
        first.hangsUp();
        var second = server.opened();
        call.goesOn(800);
        server.script = onFinalize("When are you open?");
        assertEquals("When are you open?", call.words());
        assertEquals(call.said().length, second.samples());
        assertEquals(ScriptedRecogniser.digest(call.said()), second.digest());
    }

    @Test
    void aConnectionThatIsLostWhileItsWordsAreAwaitedIsReplaced() throws Exception {
        server.script =
                (peer, control) -> {
                    if (control.equals(FINALIZE) && peer.number == 1) {
                        peer.hangsUp();
                    } else if (control.equals(FINALIZE)) {
                        peer.says(result(0, peer.seconds(), "Hello?", true));
                    }
                };
        assertEquals("Hello?", call.says(1_000).words());
        assertEquals(2, server.connections());
    }

    @Test
    void whoWasNotToldOfASegmentTakesItWhole() throws Exception {
        server.script = onFinalize("Hello?");
        var speech = new Speech(new short[16_000], 700, 0, 100, 5);
        assertEquals("Hello?", call.recognition.words(speech, () -> false));
        assertEquals(16_000, server.opened().samples());
        var longer = new Speech(new short[24_000], 1_200, 0, 100, 5);
        server.script =
                (peer, control) -> {
                    if (control.equals(FINALIZE)) {
                        peer.says(result(1, peer.seconds(), "Is anybody there?", true));
                    }
                };
        assertEquals("Hello? Is anybody there?", call.recognition.words(longer, () -> false));
    }

    @Test
    void aCoughIsNothingAndNoFailure() throws Exception {
        call.says(500);
        var cough = new Speech(call.said(), 100, 0, 100, 1);
        assertEquals("", call.recognition.words(cough, () -> false));
    }

    @Test
    void oneThatSaysNothingIsAFailureAndTheNextIsAnother() throws Exception {
        restart(SHORT, LONG);
        var tooLate = assertThrows(IOException.class, () -> call.says(1_500).words());
        assertEquals("acme: no words within 4000 ms", tooLate.getMessage());
        call.recognition.end();
        server.script = onFinalize("Hello?");
        assertEquals("Hello?", call.says(1_000).words());
    }

    @Test
    void whatIsNotWantedAnyMoreIsNotWaitedFor() throws Exception {
        assertEquals("", call.says(1_000).recognition.words(call.pause(), () -> true));
    }

    @Test
    void aRefusedKeyIsSaidAndNotTriedAgain() throws Exception {
        server.refusal =
                new MockResponse.Builder()
                        .code(401)
                        .setHeader("Content-Type", "application/json")
                        .body(
                                "{\"err_code\":\"INVALID_AUTH\",\"message\":\"Invalid credentials.\"}")
                        .build();
        call.close();
        call = new StreamingCall(new DeepgramProtocol(), server.url());
        var refused = assertThrows(IOException.class, () -> call.says(1_000).words());
        assertEquals("acme: HTTP 401: Invalid credentials.", refused.getMessage());
        var atStart = assertThrows(KeyRefusedException.class, () -> call.recogniser.check());
        assertEquals("acme: HTTP 401: Invalid credentials.", atStart.getMessage());
        call.recogniser.tend(System.nanoTime() + TimeUnit.MINUTES.toNanos(1));
        assertThrows(IOException.class, () -> call.words());
    }

    @Test
    void aGoodKeyIsGood() throws Exception {
        call.recogniser.check();
        assertTrue(server.connections() >= 1);
    }

    @Test
    void tooManyRequestsAreAFailureThatPasses() throws Exception {
        restart(SHORT, LONG);
        var peer = server.opened();
        server.refusal = new MockResponse.Builder().code(429).build();
        peer.hangsUp();
        var busy = assertThrows(IOException.class, () -> call.says(1_000).words());
        assertEquals("acme: HTTP 429", busy.getMessage());
        call.recognition.end();
        server.refusal = null;
        call.recogniser.tend(System.nanoTime() + TimeUnit.SECONDS.toNanos(10));
        server.opened();
        server.script = onFinalize("Hello?");
        assertEquals("Hello?", call.says(1_000).words());
    }

    @Test
    void whatCannotBeUnderstoodIsCountedAndSkipped() throws Exception {
        var peer = server.opened();
        call.says(1_000);
        for (String odd :
                new String[] {
                    "no json",
                    "[1]",
                    "{}",
                    "{\"type\":\"Surprise\"}",
                    "{\"type\":\"Results\"}",
                    "{\"type\":\"Results\",\"start\":\"x\",\"duration\":1}",
                    "{\"type\":\"Results\",\"start\":-4,\"duration\":1}",
                    "{\"type\":\"Results\",\"start\":1e300,\"duration\":1}",
                    "{\"type\":\"Results\",\"start\":0,\"duration\":1,\"channel\":{\"alternatives\":[]}}"
                }) {
            peer.says(odd);
        }
        peer.says("{\"type\":\"Metadata\",\"duration\":1}");
        server.script = onFinalize("Hello?");
        assertEquals("Hello?", call.words());
        assertEquals(9, call.recogniser.malformed());
        assertEquals(1, server.connections());
    }

    @Test
    void anErrorOfTheProvidersIsSaidAndTheConnectionReplaced() throws Exception {
        var peer = server.opened();
        call.says(1_000);
        peer.says("{\"type\":\"Error\",\"message\":\"out of cheese\",\"variant\":\"REDO\"}");
        server.script = onFinalize("Hello?");
        server.opened();
        assertEquals("Hello?", call.words());
    }

    @Test
    void aFloodOfResultsIsTakenAndNothingWaits() throws Exception {
        var peer = server.opened();
        call.says(1_000);
        peer.hears(16 * 900);
        for (int i = 0; i < 5_000; i++) {
            peer.says(result(0, 0.5, "word " + i, false));
        }
        server.script = onFinalize("Hello?");
        assertEquals("Hello?", call.words());
        assertTrue(call.tellings.get() <= 5_001);
    }

    @Test
    void aConnectionInWhichNobodySpeaksIsKeptAlive() throws Exception {
        var peer = server.opened();
        long beforeNanos = System.nanoTime();
        call.says(1_000).recognition.end();
        assertEquals(FINALIZE, peer.control());
        call.recogniser.tend(beforeNanos + TimeUnit.SECONDS.toNanos(1));
        assertNull(peer.controls.peek());
        call.recogniser.tend(System.nanoTime() + TimeUnit.SECONDS.toNanos(4));
        assertEquals("{\"type\":\"KeepAlive\"}", peer.control());
        call.recognition.close();
        assertEquals("{\"type\":\"CloseStream\"}", peer.control());
        assertEquals(1, server.gone());
    }

    @Test
    void betweenSegmentsNothingIsSent() throws Exception {
        var peer = server.opened();
        call.says(1_000).recognition.end();
        call.recognition.hear(new short[320], 320);
        call.recognition.close();
        server.gone();
        assertEquals(16_000, peer.samples());
    }

    @Test
    void aHalfOpenConnectionIsFoundByItsPing() throws Exception {
        try (var deaf = new DeafServer(true);
                var ours =
                        new StreamingCall(
                                new DeepgramProtocol(), deaf.url(), LONG, Duration.ofMillis(200))) {
            ScriptedRecogniser.present(deaf.accepted.poll(60, TimeUnit.SECONDS));
            ours.says(1_000);
            ScriptedRecogniser.present(deaf.accepted.poll(60, TimeUnit.SECONDS));
        }
    }

    @Test
    void soundThatNobodyTakesIsBounded() throws Exception {
        try (var deaf = new DeafServer(false);
                var ours = new StreamingCall(new DeepgramProtocol(), deaf.url())) {
            ScriptedRecogniser.present(deaf.accepted.poll(60, TimeUnit.SECONDS));
            ours.says(13_000);
            assertTrue(ours.recogniser.stalled() >= 1);
            ScriptedRecogniser.present(deaf.accepted.poll(60, TimeUnit.SECONDS));
        }
    }

    @Test
    void oneWhoIsClosedLetsGoOfWhoWaits() throws Exception {
        call.says(1_000);
        Recognition recognition = call.recognition;
        Speech pause = call.pause();
        var closing =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                server.opened().hears(16_000).control();
                            } catch (InterruptedException _) {
                                Thread.currentThread().interrupt();
                            }
                            recognition.close();
                        });
        assertThrows(IOException.class, () -> recognition.words(pause, () -> false));
        closing.join();
    }

    @Test
    void theLanguageOfTheAgentIsAskedFor() throws Exception {
        server.handshake();
        try (Recognition _ =
                call.recogniser.open("c2", Locale.GERMANY, new Recognition.Listener() {})) {
            assertTrue(server.handshake().getTarget().contains("language=de-DE"));
        }
    }

    @Test
    void aModelMustBeNamed() {
        assertThrows(
                IllegalArgumentException.class,
                () ->
                        StreamingRecogniser.deepgram(
                                new RecogniserConfig(
                                        "acme", "wss://x", "", "", "", LONG, Map.of())));
    }
}
