package org.offhook.sip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Probes, garbage, and messages in the manner of RFC 4475: nothing shows, nothing dies. */
class HostileTest {
    private Phone phone;
    private Wire wire;
    private final PrintStream console = System.err;
    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();

    @BeforeEach
    void start() throws IOException {
        System.setErr(new PrintStream(shown, true, StandardCharsets.UTF_8));
        phone = Phone.start(Phone.REPEATS_SOON);
        wire = new Wire(phone.stack.listening());
    }

    @AfterEach
    void stop() {
        wire.close();
        phone.close();
        System.setErr(console);
        String text = shown.toString(StandardCharsets.UTF_8);
        assertTrue(!text.contains("\tat "), "a stack trace on the console: " + text);
    }

    private String request(String method, String... more) {
        return String.join(
                        "\r\n",
                        method + " sip:6001@127.0.0.1 SIP/2.0",
                        wire.via(),
                        "From: <sip:scanner@192.0.2.1>;tag=s",
                        "To: <sip:6001@127.0.0.1>",
                        "Call-ID: probe" + wire.port(),
                        "CSeq: 1 " + method,
                        "Max-Forwards: 70")
                + "\r\n"
                + String.join("\r\n", more)
                + (more.length > 0 ? "\r\n" : "")
                + "Content-Length: 0\r\n\r\n";
    }

    private void isStillAlive() throws IOException {
        try (Wire prober = new Wire(phone.stack.listening())) {
            for (int i = 0; i < 8; i++) { // more than JAIN-SIP has workers
                prober.ask(request("OPTIONS").replace(":" + wire.port(), ":" + prober.port()))
                        .is(200);
            }
        }
    }

    @Test
    void aProbeLearnsWhatWeCanDoAndCostsNothing() throws IOException {
        wire.send(request("OPTIONS"));
        Wire.Message ok = wire.receive().is(200);
        assertTrue(ok.one("Allow").contains("INVITE") && ok.one("Accept").contains("sdp"));
        assertTrue(ok.one("Supported").contains("timer") && ok.one("To").contains("tag="));
        phone.stack.refuseNewCalls();
        wire.send(request("OPTIONS"));
        assertEquals("7", wire.receive().is(503).one("Retry-After"));
        assertEquals(2, phone.stack.counters().stray());
    }

    @Test
    void whatCannotBeReadIsRefusedAndNotRepeated() throws IOException {
        // In more than 1300 bytes JAIN-SIP repeats nothing, and forgets the end of the head.
        for (String more : new String[] {"X-Odd: echo", "X-Odd: echo" + "o".repeat(1500)}) {
            wire.send(request("OPTIONS", more).replace("CSeq: 1", "CSeq: one"));
            Wire.Message refusal = wire.receive().is(400);
            assertEquals("SIP/2.0 400 Bad Request", refusal.start());
            assertEquals("0", refusal.one("Content-Length"));
            assertTrue(refusal.text().endsWith("\r\n\r\n"), refusal.text());
            assertTrue(!refusal.text().contains("echo"), refusal.text());
            assertTrue(refusal.one("To").contains("tag="), refusal.text());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"REGISTER", "SUBSCRIBE", "MESSAGE", "PUBLISH", "REFER", "NEWMETHOD"})
    void whatWeDoNotDoIs405(String method) throws IOException {
        wire.send(request(method, "Event: presence"));
        assertTrue(wire.receive().is(405).one("Allow").contains("INVITE"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"BYE", "INFO", "UPDATE", "PRACK", "INVITE", "NOTIFY"})
    void whatBelongsToNoCallIs481(String method) throws IOException {
        wire.send(
                request(method)
                        .replace("To: <sip:6001@127.0.0.1>", "To: <sip:6001@127.0.0.1>;tag=none"));
        wire.receiveFinal().is(481);
        assertEquals(0, phone.stack.calls());
    }

    @Test
    void aScannerHearsNothing() throws IOException {
        for (String method : new String[] {"OPTIONS", "REGISTER", "INVITE"}) {
            wire.send(request(method, "User-Agent: friendly-scanner"));
        }
        wire.send(request("OPTIONS"));
        wire.receive().is(200);
        LineTest.until(() -> phone.stack.counters().ignored() == 3);
        assertEquals(0, phone.stack.counters().invites());
    }

    @Test
    void whoIsRefusedTooOftenIsNotAnsweredAnyMore() throws IOException {
        int sent = 0;
        while (phone.stack.counters().ignored() == 0) {
            wire.send(request("REGISTER"));
            sent++;
        }
        assertTrue(sent > 20, sent + " were enough");
    }

    @Test
    void aCancelForNothingIs481() throws IOException {
        wire.send(request("CANCEL"));
        wire.receive().is(481);
    }

    @Test
    void unaskedNewsIsTakenPolitely() throws IOException {
        wire.send(request("NOTIFY", "Event: message-summary", "Subscription-State: active"));
        wire.receive().is(200);
    }

    @Test
    void anAckForNothingIsIgnored() throws IOException {
        wire.send(request("ACK"));
        isStillAlive();
    }

    @Test
    void anInviteWithoutContactIsRefused() throws IOException {
        wire.send(request("INVITE"));
        wire.receiveFinal().is(400);
    }

    @Test
    void aRefusedCallSaysWhenToComeBack() throws IOException {
        phone.stack.refuseNewCalls();
        wire.send(request("INVITE", "Contact: <sip:a@127.0.0.1>"));
        Wire.Message refusal = wire.receiveFinal().is(503);
        assertEquals("7", refusal.one("Retry-After"));
        assertEquals(1, phone.stack.counters().refused());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\r\n\r\n",
                "jaK",
                "INVITE\r\n\r\n",
                "INVITE sip:a SIP/2.0\r\n\r\n",
                "INVITE  sip:a@127.0.0.1  SIP/2.0\r\nVia: x\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\n\r\n",
                "SIP/2.0 200 OK\r\n\r\n",
                "SIP/2.0 4294967301 better not break the receiver\r\nVia: SIP/2.0/UDP h;branch=z9\r\n\r\n",
                "INVITE sip:a@b SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1;branch=\r\nCSeq: 36893488147419103232 INVITE\r\n\r\n",
                "INVITE sip:a@b SIP/7.0\r\nVia: SIP/2.0/UDP 127.0.0.1;branch=z9hG4bKa\r\nCSeq: 1 INVITE\r\n\r\n",
                "OPTIONS sip:a@b SIP/2.0\r\nVia: ;;,;,,\r\nFrom: \"\"\"\"\r\nTo: <<>>\r\nCall-ID: \r\nCSeq: x\r\n\r\n",
                "INVITE http://x/ SIP/2.0\r\nContent-Length: -999\r\n\r\n",
                "INVITE sip:a@b SIP/2.0\r\nTo: \"Mr. J. User <sip:j.user@b>\r\nContact: ***\r\n\r\n"
            })
    void garbageIsSurvived(String datagram) throws IOException {
        wire.send(datagram);
        isStillAlive();
    }

    @Test
    void aMessageWithTwoCallIdsOrAnotherMethodInCSeqIsSurvived() throws IOException {
        wire.send(request("INVITE", "Call-ID: second", "From: <sip:b@c>"));
        wire.send(request("OPTIONS").replace("1 OPTIONS", "1 INVITE"));
        isStillAlive();
    }

    @Test
    void deepNestingDoesNotKillAWorker() throws IOException {
        for (int i = 0; i < 8; i++) {
            wire.send(request("OPTIONS", "Contact: " + "(".repeat(15_000)));
            wire.send(request("OPTIONS", "Subject: " + "a,(\"<".repeat(3_000)));
        }
        isStillAlive();
    }

    @Test
    void hugeDatagramsAreCutAndSurvived() throws IOException {
        wire.send(request("OPTIONS", "Subject: " + "x".repeat(60_000)));
        wire.send(
                request("INVITE", "Via: SIP/2.0/UDP h;branch=z9hG4bKx\r\n".repeat(1_000).strip()));
        isStillAlive();
    }

    @Test
    void noiseIsSurvivedAndCounted() throws IOException {
        Random random = new Random(4475);
        String good = request("INVITE", "Contact: <sip:a@127.0.0.1>");
        for (int i = 0; i < 300; i++) {
            byte[] noise = i % 2 == 0 ? good.getBytes(StandardCharsets.UTF_8) : new byte[400];
            for (int k = 0; k < (i % 2 == 0 ? 8 : noise.length); k++) {
                noise[random.nextInt(noise.length)] = (byte) random.nextInt();
            }
            wire.send(noise);
            if (i % 50 == 49) {
                isStillAlive(); // and has read it: what its socket has no room for is lost
            }
        }
        assertTrue(phone.stack.counters().malformed() > 50, phone.stack.counters().toString());
    }

    @Test
    void nonsenseOverTcpEndsOnlyItsConnection() throws IOException {
        for (String nonsense :
                new String[] {
                    "GET / HTTP/1.1\r\n\r\n",
                    request("OPTIONS").replace("Content-Length: 0", "Content-Length: 99999999"),
                    request("OPTIONS")
                            .replace("Content-Length: 0", "Content-Length: " + "9".repeat(40)),
                    request("OPTIONS", "Subject: " + "x".repeat(40_000)),
                    "\0\0\0\0\r\n\r\n"
                }) {
            try (Socket socket = new Socket()) {
                socket.connect(phone.stack.listening());
                socket.getOutputStream().write(nonsense.getBytes(StandardCharsets.UTF_8));
                socket.getOutputStream().flush();
            }
        }
        isStillAlive();
        try (Phone other = Phone.start()) {
            Phone.Side caller = other.dial(phone, Transport.TCP);
            phone.answers();
            caller.hearsAnswer(Phone.ANSWER);
        }
    }
}
