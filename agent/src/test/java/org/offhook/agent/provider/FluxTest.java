package org.offhook.agent.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(600)
class FluxTest {
    private ScriptedRecogniser server;
    private StreamingCall call;

    @BeforeEach
    void start() throws IOException {
        server = new ScriptedRecogniser();
        call = new StreamingCall(new FluxProtocol(), server.url());
    }

    @AfterEach
    void stop() {
        call.close();
        server.close();
    }

    private static String turn(String event, double from, double to, String words, String more) {
        return """
        {"type":"TurnInfo","event":"%s","turn_index":0,"audio_window_start":%s,
         "audio_window_end":%s,"transcript":"%s","end_of_turn_confidence":0.4%s}\
        """
                .formatted(event, from, to, words, more);
    }

    @Test
    void theConnectionIsAskedForAsTheProtocolWantsIt() throws Exception {
        HttpUrl url = HttpUrl.get("http://host" + server.handshake().getTarget());
        assertEquals("/v2/listen", url.encodedPath());
        assertEquals("linear16", url.queryParameter("encoding"));
        assertEquals("0.5", url.queryParameter("eager_eot_threshold"));
        assertEquals(null, url.queryParameter("interim_results"));
    }

    @Test
    void anUpdateThatReachesThePauseHasTheWords() throws Exception {
        server.script =
                (peer, control) -> {
                    if (control.isEmpty()) {
                        peer.says(turn("Update", 0, peer.seconds(), "when are you open", ""));
                    }
                };
        assertEquals("when are you open", call.says(1_500).words());
    }

    @Test
    void theProvidersOwnEndOfTurnIsTold() throws Exception {
        var peer = server.opened();
        call.says(1_500);
        peer.hears(16 * 1_400);
        peer.says("{\"type\":\"Connected\",\"request_id\":\"1\"}");
        peer.says(turn("StartOfTurn", 0, 0.6, "when", ""));
        peer.says(turn("EagerEndOfTurn", 0, 1.4, "When are you open?", ""));
        peer.says(turn("EndOfTurn", 0, 1.45, "When are you open?", ",\"trigger\":\"model\""));
        assertEquals("1: when", call.nextTold());
        assertEquals("1: When are you open?", call.nextTold());
        assertEquals("1 final: When are you open?", call.nextTold());
        assertEquals("1 ended", call.nextTold());
        assertEquals("When are you open?", call.words());
        assertEquals(0, call.recogniser.malformed());
    }

    @Test
    void anEndThatWeAskedForIsNone() throws Exception {
        var peer = server.opened();
        call.says(1_500).recognition.end();
        assertEquals("{\"type\":\"ForceEndTurn\"}", peer.control());
        peer.says(turn("EndOfTurn", 0, 1.5, "One.", ",\"trigger\":\"manual\""));
        call.says(1_000);
        peer.hears(16 * 2_400);
        peer.says(turn("Update", 1.5, 2.4, "two", ""));
        assertEquals("2: two", call.nextTold());
    }

    @Test
    void aTurnThatBeganInTheSegmentBeforeIsCutAtItsWords() throws Exception {
        var peer = server.opened();
        call.says(1_500).recognition.end();
        call.says(1_000);
        peer.hears(16 * 2_400);
        peer.says(
                turn(
                        "Update",
                        0,
                        2.4,
                        "one two",
                        ",\"words\":[{\"word\":\"one\",\"start\":0.5,\"end\":1.1},"
                                + "{\"word\":\"two\",\"start\":1.9,\"end\":2.2}]"));
        assertEquals("2: two", call.nextTold());
    }

    @Test
    void whatCannotBeUnderstoodIsCountedAndSkipped() throws Exception {
        var peer = server.opened();
        call.says(1_000);
        peer.hears(14_000);
        peer.says(turn("Pirouette", 0, 1, "x", ""));
        peer.says("{\"type\":\"TurnInfo\",\"event\":\"Update\",\"transcript\":7}");
        peer.says("{\"type\":\"Warning\"}");
        peer.says(turn("Update", 0, 0.9, "good", ""));
        assertEquals("1: good", call.nextTold());
        assertEquals(3, call.recogniser.malformed());
    }

    @Test
    void aLittleSilenceKeepsItAlive() throws Exception {
        var peer = server.opened();
        call.says(1_000).recognition.end();
        peer.hears(16_000);
        call.recogniser.tend(System.nanoTime() + TimeUnit.SECONDS.toNanos(4));
        peer.hears(16_000 + 1_280);
        // The next segment is where the silence ends.
        call.says(1_000);
        peer.hears(32_000);
        peer.says(turn("Update", 0.9, 1.08, "late", ""));
        peer.says(turn("Update", 1.08, 2.0, "next", ""));
        assertEquals("2: next", call.nextTold());
        assertTrue(call.told.isEmpty());
    }
}
