package org.offhook.sip.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.offhook.sip.Transport;

/** The small texts: INFO and NOTIFY bodies, URIs, Session-Expires. */
class BodiesTest {
    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void onlyDigitsAreDigits() {
        assertEquals(OptionalInt.of('0'), InfoDigit.digit(bytes("Signal=0")));
        assertEquals(OptionalInt.of('*'), InfoDigit.digit(bytes("signal = 10\r\n")));
        assertEquals(OptionalInt.of('C'), InfoDigit.digit(bytes("c")));
        for (String other : new String[] {"", "Signal=16", "Signal=", "hf", "55", "Duration=5"}) {
            assertEquals(OptionalInt.empty(), InfoDigit.digit(bytes(other)), other);
        }
        assertTrue(InfoDigit.speaks(" Application/DTMF-relay"));
        assertFalse(InfoDigit.speaks("application/sdp"));
    }

    @Test
    void aSipfragStartsWithAStatusLine() {
        assertEquals(OptionalInt.of(180), Sipfrag.status(bytes("SIP/2.0 180 Ringing\r\n")));
        assertEquals(OptionalInt.of(603), Sipfrag.status(bytes("\r\nSIP/2.0 603\r\nTo: x")));
        for (String other : new String[] {"", "SIP/2.0 999 Odd", "HTTP/1.1 200 OK", "200 OK"}) {
            assertEquals(OptionalInt.empty(), Sipfrag.status(bytes(other)), other);
        }
    }

    @Test
    void aUriHasItsParts() {
        assertEquals(
                new SipUri("6001", "pbx.example.org", 5070, Optional.of(Transport.TCP)),
                SipUri.parse("sip:6001@PBX.example.org:5070;transport=TCP"));
        assertEquals(new SipUri("", "[::1]", -1, Optional.empty()), SipUri.parse("sip:[::1];lr"));
        assertEquals(new SipUri("", "h", -1, Optional.of(Transport.TLS)), SipUri.parse("sips:h"));
        SipUri uri = SipUri.parse("sip:host:5070;transport=tcp");
        assertEquals("sip:host:5070;transport=tcp", uri.withoutUser());
        assertEquals("sip:6001@host", uri.addressOfRecord("6001"));
        for (String other :
                new String[] {
                    "",
                    "host",
                    "sips:h;transport=udp",
                    "sip:",
                    "sip:h:0",
                    "sip:h:70000",
                    "sip:h;transport=ws",
                    "sip:a b"
                }) {
            assertThrows(IllegalArgumentException.class, () -> SipUri.parse(other), other);
        }
    }

    private static SessionTimer agreed(String header) {
        var verdict = SessionTimer.negotiate(header, true);
        assertTrue(verdict instanceof SessionTimer.Verdict.Agreed, verdict.toString());
        return ((SessionTimer.Verdict.Agreed) verdict).timer();
    }

    @Test
    void theSideThatWasAskedToRefreshDoes() {
        assertEquals("1800;refresher=uac", agreed("1800").header());
        assertEquals("1800;refresher=uac", agreed("1800 ; refresher = uac").header());
        assertEquals("90;refresher=uas", agreed("90;refresher=uas").header());
        assertEquals(45, agreed("90;refresher=uas").actAfterSeconds());
        assertEquals(60, agreed("90").actAfterSeconds());
        assertEquals(1768, agreed("1800").actAfterSeconds());
    }

    @Test
    void aRequestThatRefreshesSaysWhoDidSoFar() {
        var ours = new SessionTimer(90, true);
        assertEquals("90;refresher=uac", ours.asked());
        assertEquals("90;refresher=uas", new SessionTimer(90, false).asked());
        assertEquals(new SessionTimer(120, true), ours.atLeast(120));
        assertEquals(ours, ours.atLeast(-1));
        // A refresh that was refused at 45 s and again each time has tries left before 90 s.
        assertEquals(10, ours.againAfterSeconds());
        assertEquals(10, new SessionTimer(1800, true).againAfterSeconds());
    }

    @Test
    void noTimerWhereOneSideCannot() {
        var none = new SessionTimer.Verdict.None();
        assertEquals(none, SessionTimer.negotiate("", true));
        assertEquals(none, SessionTimer.negotiate("soon", true));
        assertEquals(none, SessionTimer.negotiate("1800", false));
        assertEquals(none, SessionTimer.negotiate("60", false));
        var tooSmall = new SessionTimer.Verdict.TooSmall();
        assertEquals(tooSmall, SessionTimer.negotiate("89", true));
    }
}
