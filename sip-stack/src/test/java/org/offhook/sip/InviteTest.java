package org.offhook.sip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.offhook.sip.jain.SipTimers;

/** What an INVITE may ask for, from a peer that writes its messages by hand. */
class InviteTest {
    private static final String SDP = "application/sdp";
    private static final String NEW_OFFER = new String(Phone.sdp("new"));

    private Phone phone;
    private Wire wire;
    private Wire.Caller caller;

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
    void theCallersByeInAnEarlyDialogCancels() throws IOException, InterruptedException {
        caller.send("INVITE", sdp(NEW_OFFER));
        Invite invite = phone.invited();
        var cancelled = new CountDownLatch(1);
        invite.onCancelled(cancelled::countDown);
        invite.ring();
        caller.joins(wire.receive("SIP/2.0 180"));
        caller.send("BYE");
        cancelled.await();
    }

    @Test
    void cancelIsAnsweredAndSoIsItsInvite() throws IOException {
        caller.send("INVITE", sdp(NEW_OFFER));
        phone.invited().ring();
        wire.receive("SIP/2.0 180");
        caller.send("CANCEL");
        Wire.Message one = wire.receiveFinal();
        Wire.Message two = wire.receiveFinal();
        Wire.Message ok = one.status() == 200 ? one : two;
        Wire.Message terminated = one.status() == 200 ? two : one;
        assertEquals("1 CANCEL", ok.is(200).one("CSeq"));
        assertEquals("1 INVITE", terminated.is(487).one("CSeq"));
    }

    @Test
    void whatTheCallerRequiresMustBeKnown() throws IOException {
        caller.send("INVITE", sdp(NEW_OFFER, "Require: timer, telepathy"));
        Wire.Message refusal = wire.receiveFinal().is(420);
        assertEquals("telepathy", refusal.one("Unsupported"));
    }

    @Test
    void aBodyThatIsNoSdpIsRefused() throws IOException {
        caller.send("INVITE", Wire.body("text/plain", "hello"));
        assertEquals(SDP, wire.receiveFinal().is(415).one("Accept"));
    }

    @Test
    void sdpIsFoundAmongSeveralParts() throws IOException {
        String parts =
                "--cut\r\nContent-Type: application/isup\r\n\r\nxx\r\n"
                        + "--cut\r\nContent-Type: application/sdp\r\n\r\nv=0\r\ns=part\r\n"
                        + "--cut--\r\n";
        caller.send("INVITE", Wire.body("multipart/mixed;boundary=cut", parts));
        assertTrue(new String(phone.invited().offer()).contains("s=part"));
    }

    @Test
    void aMergedInviteIsALoop() throws IOException {
        caller.send("INVITE", sdp(NEW_OFFER));
        phone.invited().ring();
        wire.receive("SIP/2.0 180");
        caller.repeatWithNumber("INVITE", 1, sdp(NEW_OFFER));
        wire.receive("SIP/2.0 482");
    }

    @Test
    void tooShortASessionIsRefused() throws IOException {
        caller.send("INVITE", sdp(NEW_OFFER, "Supported: timer", "Session-Expires: 60"));
        assertEquals("90", wire.receiveFinal().is(422).one("Min-SE"));
    }

    @Test
    void theCallerRefreshesTheSession() throws IOException {
        caller.send(
                "INVITE",
                sdp(NEW_OFFER, "Supported: timer", "Session-Expires: 1800", "Min-SE: 90"));
        phone.answers();
        Wire.Message ok = wire.receive("SIP/2.0 200");
        assertEquals("1800;refresher=uac", ok.one("Session-Expires"));
        assertEquals("timer", ok.one("Require"));
    }

    @Test
    void theTimerIsLeftOutForACallerWithoutOne() throws IOException {
        caller.send("INVITE", sdp(NEW_OFFER, "Session-Expires: 1800"));
        phone.answers();
        assertTrue(wire.receive("SIP/2.0 200").some("Session-Expires").isEmpty());
    }

    @Test
    void aSessionThatThePeerStopsRefreshingEnds() throws IOException {
        startOneThatGivesUpSoon();
        caller.send("INVITE", sdp(NEW_OFFER, "Supported: timer", "Session-Expires: 90"));
        Phone.Side called = phone.answers();
        caller.joins(wire.receive("SIP/2.0 200"));
        caller.send("ACK");
        wire.receive("BYE");
        assertEquals("the session timer ran out", called.hearsEndBy(CallEnd.By.NETWORK).reason());
    }

    @Test
    void aSessionThatIsOursToRefreshIsRefreshed() throws IOException {
        startOneThatGivesUpSoon();
        String[] offer =
                sdp(
                        NEW_OFFER,
                        "Supported: timer",
                        "Allow: INVITE, ACK, BYE, UPDATE",
                        "Session-Expires: 90;refresher=uas");
        caller.send("INVITE", offer);
        Phone.Side called = phone.answers();
        Wire.Message ok = caller.joins(wire.receive("SIP/2.0 200"));
        assertEquals("90;refresher=uas", ok.one("Session-Expires"));
        caller.send("ACK");
        Wire.Message first = wire.receive("UPDATE");
        assertEquals("90;refresher=uac", first.one("Session-Expires"));
        assertEquals("", first.body());
        wire.respond(first, "200 OK");
        Wire.Message second = wire.receive("UPDATE");
        wire.respond(second, "481 Call/Transaction Does Not Exist");
        called.hearsEndBy(CallEnd.By.NETWORK);
    }

    private Phone.Side withTimer(String allow) throws IOException {
        startOneThatGivesUpSoon();
        String ours = "Session-Expires: 90;refresher=uas";
        caller.send("INVITE", sdp(NEW_OFFER, "Supported: timer", "Allow: " + allow, ours));
        Phone.Side called = phone.answers();
        caller.joins(wire.receive("SIP/2.0 200"));
        caller.send("ACK");
        return called;
    }

    private static String[] taken(String... more) {
        return sdp(NEW_OFFER, more);
    }

    @Test
    void aSessionOfAPeerWithoutUpdateIsRefreshedByWhatWasOfferedLast() throws IOException {
        Phone.Side called = withTimer("INVITE, ACK, BYE");
        for (int times = 0; times < 2; times++) {
            Wire.Message refresh = wire.receive("INVITE");
            assertEquals("90;refresher=uac", refresh.one("Session-Expires"));
            assertEquals(new String(Phone.ANSWER), refresh.body());
            wire.respond(refresh, "200 OK", taken("Session-Expires: 90;refresher=uac"));
            wire.receive("ACK");
        }
        wire.respond(wire.receive("INVITE"), "481 Call/Transaction Does Not Exist");
        // Nothing new was agreed on, so nothing was told.
        called.hearsEndBy(CallEnd.By.NETWORK);
    }

    @Test
    void whoHasUpdateNoMoreIsRefreshedByInvite() throws IOException {
        withTimer("INVITE, ACK, BYE, UPDATE");
        wire.respond(wire.receive("UPDATE"), "405 Method Not Allowed");
        assertEquals(new String(Phone.ANSWER), wire.receive("INVITE").body());
    }

    @Test
    void aRefreshThatMeetsAnOfferOfThePeerIsMadeAgain() throws IOException {
        withTimer("INVITE, ACK, BYE, UPDATE");
        Wire.Message first = wire.receive("UPDATE");
        wire.respond(first, "491 Request Pending");
        Wire.Message second = wire.receive("UPDATE");
        wire.respond(second, "500 Server Internal Error", "Retry-After: 3");
        wire.receive("UPDATE");
    }

    @Test
    void aRefreshWithTooSmallAnIntervalIsMadeWithTheSmallestAllowed() throws IOException {
        withTimer("INVITE, ACK, BYE, UPDATE");
        wire.respond(wire.receive("UPDATE"), "422 Session Interval Too Small", "Min-SE: 120");
        Wire.Message again = wire.receive("UPDATE");
        assertEquals("120;refresher=uac", again.one("Session-Expires"));
        assertEquals("120", again.one("Min-SE"));
    }

    @Test
    void anotherAnswerToARefreshIsTold() throws IOException {
        Phone.Side called = withTimer("INVITE, ACK, BYE");
        Wire.Message refresh = wire.receive("INVITE");
        String moved = "Session-Expires: 90;refresher=uac";
        wire.respond(refresh, "200 OK", sdp(new String(Phone.sdp("moved")), moved));
        called.hearsAnswer(Phone.sdp("moved"));
    }

    @Test
    void anOfferOfOursRefreshesTheSessionToo() throws IOException {
        Phone.Side called = withTimer("INVITE, ACK, BYE, UPDATE");
        called.call.offer(Phone.sdp("hold"));
        assertEquals("90;refresher=uac", wire.receive("INVITE").one("Session-Expires"));
    }
}
