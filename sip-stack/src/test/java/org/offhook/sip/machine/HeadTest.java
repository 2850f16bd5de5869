package org.offhook.sip.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Headers that may stand in a message once, and its version. */
class HeadTest {
    private static Optional<String> repeated(String... lines) {
        String message = "INVITE sip:a SIP/2.0\r\n" + String.join("\r\n", lines);
        return Head.repeated(message.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void eachHeadIsFine() {
        assertEquals(
                Optional.empty(), repeated("To: a", "f: b", "Call-ID: c", "CSeq: 1", "l: 0", ""));
        assertEquals(Optional.empty(), repeated());
        assertEquals(Optional.empty(), Head.repeated(new byte[0]));
        assertEquals(Optional.empty(), Head.repeated("\r\n\r\n".getBytes()));
    }

    @Test
    void aShortNameAndALongOneAreTheSame() {
        assertEquals(
                Optional.of("Content-Length"), repeated("l: 1", "Subject: x", "CONTENT-length:2"));
        assertEquals(Optional.of("Call-ID"), repeated("Call-ID : 1", "i\t: 2", ""));
    }

    @Test
    void foldedLinesBodiesAndOthersMayRepeat() {
        assertEquals(
                Optional.empty(),
                repeated("To: a", " To: b", "Via: c", "Via: d", "Tools: 1", "", "To: x", "l: 7"));
    }

    @Test
    void keepAlivesBeforeItDoNotHideIt() {
        byte[] message = "\r\n\r\nBYE sip:a SIP/2.0\nTo: a\nt: b\n\n".getBytes();
        assertEquals(Optional.of("To"), Head.repeated(message));
    }

    @Test
    void theVersionIsTheLastWordOfTheFirstLine() {
        assertEquals("SIP/7.0", Head.version("\r\nBYE sip:a SIP/7.0  \r\nTo: a\r\n".getBytes()));
        assertEquals("BYE", Head.version("BYE".getBytes()));
        assertEquals("", Head.version(new byte[0]));
    }
}
