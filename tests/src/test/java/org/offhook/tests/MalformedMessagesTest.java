package org.offhook.tests;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.offhook.tests.peer.OffhookProcess;
import org.offhook.tests.peer.SipProbe;

/**
 * Whatever comes from the network, the program refuses it or is silent, and goes on to answer those
 * who ask properly.
 */
@Timeout(1_200)
class MalformedMessagesTest {
    private static final Duration QUIET = Duration.ofMillis(200);
    private static final int LONG = 50_000;
    private static final String VIA = "Via: SIP/2.0/UDP 127.0.0.1:9;branch=z9hG4bK1\r\n";

    @TempDir static Path folder;
    private static OffhookProcess offhook;

    @BeforeAll
    static void start() throws Exception {
        offhook = OffhookProcess.serve("", folder);
    }

    @AfterAll
    static void stop() {
        if (offhook != null) {
            offhook.close();
        }
    }

    /** Made from a correct INVITE; the name says what is wrong. */
    private static Map<String, UnaryOperator<String>> spoilt() {
        var all = new TreeMap<String, UnaryOperator<String>>();
        all.put("without Via", m -> without("Via", m));
        all.put("without From", m -> without("From", m));
        all.put("without To", m -> without("To", m));
        all.put("without Call-ID", m -> without("Call-ID", m));
        all.put("without CSeq", m -> without("CSeq", m));
        all.put("another method in CSeq", m -> m.replace("1 INVITE", "1 OPTIONS"));
        all.put("CSeq no number", m -> m.replace("CSeq: 1", "CSeq: one"));
        all.put("CSeq beyond 32 bits", m -> m.replace("CSeq: 1", "CSeq: 99999999999999999999"));
        all.put("unknown version", m -> m.replace(" SIP/2.0\r\nVia", " SIP/7.0\r\nVia"));
        all.put("no request line", m -> m.substring(m.indexOf("\r\n") + 2));
        all.put("no end of headers", m -> m.substring(0, m.length() - 2));
        all.put("cut in a header", m -> m.substring(0, m.indexOf("Call-ID") + 5));
        all.put("negative Content-Length", m -> length(m, "-1"));
        all.put("too long Content-Length", m -> length(m, "4000"));
        all.put("Content-Length no number", m -> length(m, "some"));
        all.put("To never ends", m -> m.replace("To: <", "To: \"<"));
        all.put("URI of another kind", m -> m.replace("INVITE sip:", "INVITE http:"));
        all.put("no address in Request-URI", m -> m.replaceFirst("sip:[^ ]+", "sip:"));
        all.put(
                "a very long header",
                m -> m.replace("Max-", "X-Long: " + "a".repeat(LONG) + "\r\nMax-"));
        all.put("thousands of headers", m -> m.replace("Max-", "X: 1\r\n".repeat(5_000) + "Max-"));
        all.put("a thousand Vias", m -> m.replace("Via:", VIA.repeat(1_000) + "Via:"));
        all.put("zero bytes", m -> m.replace("Call-ID: ", "Call-ID: \0\0\0"));
        all.put("no hops left", m -> m.replace("Max-Forwards: 70", "Max-Forwards: 0"));
        all.put("Max-Forwards no number", m -> m.replace("Max-Forwards: 70", "Max-Forwards: -x"));
        all.put("a body that is not SDP", m -> withBody(m, "application/sdp", "\0\1\2 nonsense"));
        all.put("a body of an unknown kind", m -> withBody(m, "application/x-none", "hello"));
        all.put("SDP with port 99999", m -> withBody(m, "application/sdp", sdp("99999", "0")));
        all.put("SDP with no such format", m -> withBody(m, "application/sdp", sdp("4000", "999")));
        all.put(
                "SDP too big",
                m -> withBody(m, "application/sdp", sdp("4000", "0") + "a=x\r\n".repeat(9_000)));
        return all;
    }

    @TestFactory
    Stream<DynamicTest> anInvite() {
        return spoilt().entrySet().stream()
                .map(e -> DynamicTest.dynamicTest(e.getKey(), () -> isNotAnswered(e.getValue())));
    }

    private static void isNotAnswered(UnaryOperator<String> spoil) throws Exception {
        try (SipProbe probe = SipProbe.to(offhook.address())) {
            String invite = probe.request("INVITE", offhook.uri("anyone"));
            probe.send(spoil.apply(invite));
            List<String> replies = probe.replies(QUIET);
            assertTrue(
                    replies.stream().noneMatch(reply -> reply.startsWith("SIP/2.0 2")),
                    () -> String.join("\n", replies));
        }
        assertGoesOn();
    }

    @TestFactory
    Stream<DynamicTest> noise() {
        return Stream.of(
                noise("nothing", new byte[0]),
                noise("keep-alive", "\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1)),
                noise("zeros", new byte[1_400]),
                noise(
                        "a web request",
                        "GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1)),
                noise("random bytes", random(1_400)),
                noise("a datagram as long as can be", random(65_000)),
                noise(
                        "a response to nothing",
                        "SIP/2.0 200 OK\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1)));
    }

    private static DynamicTest noise(String name, byte[] bytes) {
        return DynamicTest.dynamicTest(
                name,
                () -> {
                    try (SipProbe probe = SipProbe.to(offhook.address())) {
                        probe.send(bytes);
                    }
                    assertGoesOn();
                });
    }

    private static void assertGoesOn() throws Exception {
        assertTrue(offhook.isAlive(), offhook.log());
        assertTrue(SipProbe.answersOptions(offhook.address()), offhook.log());
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(7).nextBytes(bytes);
        return bytes;
    }

    private static String without(String header, String message) {
        return message.replaceFirst(header + ": [^\r]*\r\n", "");
    }

    private static String length(String message, String length) {
        return message.replace("Content-Length: 0", "Content-Length: " + length);
    }

    private static String withBody(String message, String type, String body) {
        String header = "Content-Type: " + type + "\r\nContent-Length: " + body.length();
        return message.replace("Content-Length: 0", header) + body;
    }

    private static String sdp(String port, String format) {
        return "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio "
                + (port + " RTP/AVP " + format + "\r\n");
    }
}
