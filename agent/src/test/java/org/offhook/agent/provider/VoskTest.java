package org.offhook.agent.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The server answers each piece of sound with one message, as vosk-server does. */
@Timeout(600)
class VoskTest {
    private static final String CONFIG = "{\"config\" : {\"sample_rate\" : 16000}}";
    private static final String EOF = "{\"eof\" : 1}";

    private ScriptedRecogniser server;
    private StreamingCall call;

    @BeforeEach
    void start() throws IOException {
        server = new ScriptedRecogniser();
        server.script = answering("");
        call = new StreamingCall(new VoskProtocol(), server.url());
    }

    @AfterEach
    void stop() {
        call.close();
        server.close();
    }

    private static ScriptedRecogniser.Script answering(String words) {
        return (peer, control) -> {
            if (control.isEmpty()) {
                peer.says("{\n  \"partial\" : \"" + words + "\"\n}");
            } else if (control.equals(EOF)) {
                peer.says("{\"text\" : \"" + words + "\"}");
                peer.hangsUp();
            }
        };
    }

    @Test
    void theWordsAreThoseThatAnswerTheLastPiece() throws Exception {
        server.script = answering("when are you open");
        assertEquals("when are you open", call.says(1_500).words());
        var peer = server.opened();
        assertEquals(CONFIG, peer.control());
        assertEquals(ScriptedRecogniser.digest(call.said()), peer.digest());
    }

    @Test
    void resultsInTheMiddleAreKept() throws Exception {
        var cut = new AtomicBoolean();
        server.script =
                (peer, control) -> {
                    if (!control.isEmpty()) {
                        return;
                    }
                    if (peer.samples() < 16_000) {
                        peer.says("{\"partial\" : \"when are\"}");
                    } else if (cut.compareAndSet(false, true)) {
                        peer.says("{\"result\" : [], \"text\" : \"when are you\"}");
                    } else {
                        peer.says("{\"partial\" : \"open\"}");
                    }
                };
        assertEquals("when are you open", call.says(1_620).words());
    }

    @Test
    void eachSegmentHasAStreamOfItsOwn() throws Exception {
        server.script = answering("one");
        assertEquals("one", call.says(1_000).words());
        var first = server.opened();
        call.recognition.end();
        var second = server.opened();
        server.script = answering("two");
        assertEquals("two", call.says(1_000).words());
        assertEquals(CONFIG, first.control());
        assertEquals(EOF, first.control());
        assertEquals(CONFIG, second.control());
        assertEquals(16_000, first.samples());
        assertEquals(16_000, second.samples());
    }

    @Test
    void aSpareThatIsLostIsReplacedWhenItIsNeeded() throws Exception {
        server.script = answering("one");
        assertEquals("one", call.says(1_000).words());
        server.opened();
        call.recognition.end();
        var spare = server.opened();
        while (spare.controls.peek() == null) {
            Thread.onSpinWait();
        }
        spare.hangsUp();
        assertEquals(2, server.gone());
        server.script = answering("two");
        assertEquals("two", call.says(1_000).words());
    }

    @Test
    void nothingIsLostWithAConnection() throws Exception {
        server.script =
                (peer, control) ->
                        answering(peer.number == 1 ? "half" : "all of it").answer(peer, control);
        var first = server.opened();
        call.says(1_000);
        first.hears(14_000).hangsUp();
        var second = server.opened();
        assertEquals("all of it", call.goesOn(500).words());
        assertEquals(ScriptedRecogniser.digest(call.said()), second.digest());
    }

    @Test
    void oneThatFallsBehindIsAFailure() throws Exception {
        call.close();
        try (var slow =
                new StreamingCall(
                        new VoskProtocol(),
                        server.url(),
                        Duration.ofSeconds(3),
                        StreamingCall.LONG)) {
            server.script =
                    (peer, control) -> {
                        if (control.isEmpty() && peer.samples() < 8_000) {
                            peer.says("{\"partial\" : \"when\"}");
                        }
                    };
            var tooLate = assertThrows(IOException.class, () -> slow.says(1_500).words());
            assertEquals("acme: no words within 3000 ms", tooLate.getMessage());
        }
    }

    @Test
    void whatCannotBeUnderstoodIsCountedAndSkipped() throws Exception {
        server.script =
                (peer, control) -> {
                    if (control.isEmpty()) {
                        peer.says("{\"spk\" : [1]}");
                        peer.says("nonsense");
                        peer.says("{\"partial\" : \"yes\"}");
                    }
                };
        assertEquals("yes", call.says(400).words());
        assertEquals(2, call.recogniser.malformed());
    }
}
