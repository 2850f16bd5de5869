package org.offhook.sip;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.offhook.sip.jain.SipTimers;

/** What happens within a call, with a peer that writes its messages by hand. */
class DialogTest {
    private static final String SDP = "application/sdp";
    private static final String NEW_OFFER = new String(Phone.sdp("new"));

    private Phone phone;
    private Wire wire;
    private Wire.Caller caller;
    private final Phone.Side[] side = new Phone.Side[1];

    @BeforeEach
    void start() throws IOException {
        start(Phone.REPEATS_SOON);
    }

    private void start(SipTimers timers) throws IOException {
        phone = Phone.start(timers);
        wire = new Wire(phone.stack.listening());
        caller = wire.new Caller();
    }

    private void startOneThatGivesUpSoon() throws IOException {
        stop();
        start(Phone.GIVES_UP_SOON);
    }

    @AfterEach
    void stop() {
        wire.close();
        phone.close();
    }

    private static String[] sdp(String sdp, String... more) {
        return Wire.body(SDP, sdp, more);
    }

    @Test
    void theAnswerSaysWhatWeCanDo() throws IOException {
        Wire.Message ok = caller.isAnsweredBy(phone, side);
        assertEquals(new String(Phone.ANSWER), ok.body());
        assertEquals(
                "<sip:6001@127.0.0.1:" + phone.stack.listening().getPort() + ">",
                ok.one("Contact"));
        assertTrue(ok.one("Allow").contains("UPDATE"), ok.text());
        assertTrue(ok.one("Supported").contains("timer"), ok.text());
        assertEquals("Test phone", ok.one("Server"));
        assertTrue(ok.one("Via").contains("rport=" + wire.port()), ok.text());
        caller.send("BYE", "Reason: Q.850;cause=16;text=\"NORMAL_CLEARING\"");
        wire.receive("SIP/2.0 200");
        CallEnd end = side[0].hearsEndBy(CallEnd.By.PEER);
        assertTrue(end.reason().contains("Q.850") && end.reason().contains("16"), end.reason());
    }

    @Test
    void anAnswerIsRepeatedUntilItsAckAndThenGivenUp() throws IOException {
        startOneThatGivesUpSoon();
        caller.send("INVITE", sdp(NEW_OFFER));
        Phone.Side called = phone.answers();
        Wire.Message first = caller.joins(wire.receive("SIP/2.0 200"));
        wire.receiveAgain(first);
        Wire.Message bye = wire.receive("BYE");
        wire.respond(bye, "200 OK");
        called.hearsEndBy(CallEnd.By.NETWORK);
        assertEquals(1, phone.stack.counters().unacknowledged());
    }

    @Test
    void theAckEndsTheRepetition() throws IOException {
        caller.send("INVITE", sdp(NEW_OFFER));
        phone.answers();
        wire.receiveAgain(caller.joins(wire.receive("SIP/2.0 200")));
        caller.send("ACK");
        wire.becomesQuietFor(1000);
    }

    @Test
    void hangingUpBeforeTheAckWaitsForIt() throws IOException {
        caller.send("INVITE", sdp(NEW_OFFER));
        Phone.Side called = phone.answers();
        Wire.Message ok = caller.joins(wire.receive("SIP/2.0 200"));
        called.call.hangUp();
        wire.receiveAgain(ok);
        caller.send("ACK");
        wire.respond(wire.receive("BYE"), "200 OK");
        called.hearsEndBy(CallEnd.By.US);
    }

    @Test
    void anInviteWithoutOfferIsAnsweredWithOurs() throws IOException {
        caller.send("INVITE");
        Invite invite = phone.invited();
        assertEquals(0, invite.offer().length);
        Phone.Side called = new Phone.Side();
        called.call = invite.answer(Phone.OFFER, called);
        Wire.Message ok = caller.joins(wire.receive("SIP/2.0 200"));
        assertEquals(new String(Phone.OFFER), ok.body());
        caller.send("ACK", sdp(NEW_OFFER));
        called.hearsAnswer(Phone.sdp("new"));
    }

    @Test
    void anAckWithoutTheAnswerItOwesEndsTheCall() throws IOException {
        caller.send("INVITE");
        Invite invite = phone.invited();
        Phone.Side called = new Phone.Side();
        called.call = invite.answer(Phone.OFFER, called);
        caller.joins(wire.receive("SIP/2.0 200"));
        caller.send("ACK");
        wire.respond(wire.receive("BYE"), "200 OK");
        called.hearsEndBy(CallEnd.By.NETWORK);
    }

    @Test
    void aReInviteIsAnsweredByTheApplication() throws IOException {
        caller.isAnsweredBy(phone, side);
        caller.send("INVITE", sdp(NEW_OFFER));
        Reoffer reoffer = side[0].hearsOffer();
        assertArrayEquals(Phone.sdp("new"), reoffer.offer());
        reoffer.answer(Phone.sdp("held"));
        assertEquals(new String(Phone.sdp("held")), wire.receive("SIP/2.0 200").body());
        caller.send("ACK");
        caller.send("BYE");
        wire.receive("SIP/2.0 200");
        side[0].hearsEndBy(CallEnd.By.PEER);
    }

    @Test
    void aReInviteWithoutOfferAsksForOurs() throws IOException {
        caller.isAnsweredBy(phone, side);
        caller.send("INVITE");
        Reoffer reoffer = side[0].hearsOffer();
        assertEquals(0, reoffer.offer().length);
        reoffer.answer(Phone.sdp("ours"));
        assertEquals(new String(Phone.sdp("ours")), wire.receive("SIP/2.0 200").body());
        caller.send("ACK", sdp(NEW_OFFER));
        side[0].hearsAnswer(Phone.sdp("new"));
    }

    @Test
    void aRefusedReInviteLeavesTheCallAsItWas() throws IOException {
        caller.isAnsweredBy(phone, side);
        caller.send("INVITE", sdp(NEW_OFFER));
        side[0].hearsOffer().reject(488);
        wire.receive("SIP/2.0 488");
        caller.send("ACK");
        assertEquals(1, phone.stack.calls());
        caller.send("OPTIONS");
        wire.receive("SIP/2.0 200");
    }

    @Test
    void aRefreshWithTheSameOfferGetsTheSameAnswerAtOnce() throws IOException {
        caller.isAnsweredBy(phone, side);
        caller.send("INVITE", sdp(new String(Phone.OFFER)));
        assertEquals(new String(Phone.ANSWER), wire.receive("SIP/2.0 200").body());
        caller.send("ACK");
    }

    @Test
    void anOfferNobodyAnswersIsRefusedInTheEnd() throws IOException {
        startOneThatGivesUpSoon();
        caller.isAnsweredBy(phone, side);
        caller.send("INVITE", sdp(NEW_OFFER));
        Reoffer forgotten = side[0].hearsOffer();
        wire.receive("SIP/2.0 500");
        forgotten.answer(Phone.ANSWER);
        assertThrows(IllegalArgumentException.class, () -> forgotten.reject(200));
    }

    @Test
    void aSecondOfferHasToWaitForTheFirst() throws IOException {
        caller.isAnsweredBy(phone, side);
        caller.send("INVITE", sdp(NEW_OFFER));
        side[0].hearsOffer();
        caller.send("UPDATE", sdp(NEW_OFFER));
        assertTrue(wire.receive("SIP/2.0 500").some("Retry-After").isPresent());
    }

    @Test
    void anOfferAgainstOursIsGlare() throws IOException {
        caller.send("INVITE");
        Invite invite = phone.invited();
        Phone.Side called = new Phone.Side();
        called.call = invite.answer(Phone.OFFER, called);
        caller.joins(wire.receive("SIP/2.0 200"));
        caller.send("UPDATE", sdp(NEW_OFFER));
        wire.receive("SIP/2.0 491");
    }

    @Test
    void anUpdateWithoutOfferIsAnsweredWithoutTheApplication() throws IOException {
        caller.isAnsweredBy(phone, side);
        caller.send("UPDATE", "Supported: timer", "Session-Expires: 90;refresher=uac");
        Wire.Message ok = wire.receive("SIP/2.0 200");
        assertEquals("", ok.body());
        assertEquals("90;refresher=uac", ok.one("Session-Expires"));
        assertTrue(ok.one("CSeq").endsWith("UPDATE"), ok.text());
    }

    @Test
    void anUpdateWithOfferIsAnOffer() throws IOException {
        caller.isAnsweredBy(phone, side);
        caller.send("UPDATE", sdp(NEW_OFFER));
        side[0].hearsOffer().answer(Phone.sdp("held"));
        assertEquals(new String(Phone.sdp("held")), wire.receive("SIP/2.0 200").body());
    }

    @Test
    void anInfoBeforeTheAckDoesNotConfuseTheAck() throws IOException {
        caller.send("INVITE", sdp(NEW_OFFER));
        Phone.Side called = phone.answers();
        caller.joins(wire.receive("SIP/2.0 200"));
        caller.send("INFO", Wire.body("application/dtmf-relay", "Signal=7\r\nDuration=100"));
        assertEquals(new Phone.News.Digit('7'), called.next());
        wire.receive("SIP/2.0 200");
        caller.send("ACK");
        wire.becomesQuietFor(1000);
    }

    @ParameterizedTest
    @CsvSource({
        "application/dtmf-relay, 'Signal=5\r\nDuration=160', 5",
        "application/dtmf-relay, 'Signal= *', *",
        "application/dtmf-relay, 'Duration=160\r\nSignal=11', #",
        "application/dtmf, 9, 9",
        "application/dtmf, d, D",
    })
    void digitsComeByInfo(String type, String body, char digit) throws IOException {
        caller.isAnsweredBy(phone, side);
        caller.send("INFO", Wire.body(type, body));
        wire.receive("SIP/2.0 200");
        assertEquals(new Phone.News.Digit(digit), side[0].next());
    }

    @Test
    void ourDigitsGoOutByInfoOneAfterAnother() throws IOException {
        caller.isAnsweredBy(phone, side);
        side[0].call.sendDigit('5');
        side[0].call.sendDigit('#');
        Wire.Message first = wire.receive("INFO");
        assertEquals("application/dtmf-relay", first.one("Content-Type"));
        assertEquals("Signal=5\r\nDuration=160\r\n", first.body());
        wire.becomesQuietFor(200); // the second waits for the answer to the first
        wire.respond(first, "415 Unsupported Media Type");
        Wire.Message second = wire.receive("INFO");
        assertEquals("Signal=#\r\nDuration=160\r\n", second.body());
        wire.respond(second, "200 OK");
        assertThrows(IllegalArgumentException.class, () -> side[0].call.sendDigit('x'));
        assertEquals(1, phone.stack.calls());
    }

    @Test
    void otherInfoIsPolitelyRefused() throws IOException {
        caller.isAnsweredBy(phone, side);
        caller.send("INFO", Wire.body("application/media_control+xml", "<x/>"));
        assertTrue(wire.receive("SIP/2.0 415").one("Accept").contains("dtmf-relay"));
        caller.send("INFO");
        wire.receive("SIP/2.0 200");
    }

    @Test
    void anUnknownMethodIsRefusedWithTheKnownOnes() throws IOException {
        caller.isAnsweredBy(phone, side);
        for (String method : new String[] {"MESSAGE", "REFER", "FROBNICATE"}) {
            caller.send(method, "Refer-To: <sip:x@127.0.0.1>");
            Wire.Message refusal = wire.receive("SIP/2.0 405");
            assertTrue(refusal.one("CSeq").endsWith(method), refusal.text());
            assertTrue(refusal.one("Allow").contains("INVITE"), refusal.text());
        }
        assertEquals(1, phone.stack.calls());
    }

    @Test
    void aPrackThatAcknowledgesNothingIs481() throws IOException {
        caller.isAnsweredBy(phone, side);
        caller.send("PRACK", "RAck: 1 1 INVITE");
        wire.receive("SIP/2.0 481");
        assertEquals(1, phone.stack.calls());
    }

    @Test
    void anOldRequestIsOutOfOrder() throws IOException {
        caller.isAnsweredBy(phone, side);
        caller.send("OPTIONS");
        wire.receive("SIP/2.0 200");
        caller.repeatWithNumber("INFO", 1);
        wire.receive("SIP/2.0 500");
    }

    @Test
    void requestsFollowTheRecordedRoute() throws IOException {
        String proxy = "<sip:127.0.0.1:" + wire.port() + ";lr>";
        caller.send("INVITE", sdp(NEW_OFFER, "Record-Route: " + proxy));
        Phone.Side called = phone.answers();
        Wire.Message ok = caller.joins(wire.receive("SIP/2.0 200"));
        assertEquals(proxy, ok.one("Record-Route"));
        caller.send("ACK");
        called.call.hangUp();
        Wire.Message bye = wire.receive("BYE");
        assertEquals(proxy, bye.one("Route"));
        wire.respond(bye, "200 OK");
    }

    @Test
    void ourByeIsRepeatedUntilItIsHeard() throws IOException {
        caller.isAnsweredBy(phone, side);
        side[0].call.hangUp();
        Wire.Message bye = wire.receive("BYE");
        wire.receiveAgain(bye);
        assertTrue(bye.one("To").contains("tag=caller"), bye.text());
        // Both hang up at once: the peer's BYE is answered too.
        caller.send("BYE");
        wire.receive("SIP/2.0 200");
        wire.respond(bye, "200 OK");
    }

    @Test
    void aRequestWithoutWhatItsMethodNeedsIsMalformed() throws IOException {
        caller.isAnsweredBy(phone, side);
        caller.send("PUBLISH"); // no Event
        wire.receive("SIP/2.0 400");
        assertEquals(1, phone.stack.calls());
    }

    @Test
    void aMovedPeerIsFollowed() throws IOException {
        caller.isAnsweredBy(phone, side);
        try (Wire elsewhere = new Wire(phone.stack.listening())) {
            caller.contactPort = elsewhere.port();
            caller.send("UPDATE");
            wire.receive("SIP/2.0 200");
            side[0].call.hangUp();
            elsewhere.respond(elsewhere.receive("BYE"), "200 OK");
        }
    }
}
