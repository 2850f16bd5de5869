package org.offhook.sip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.offhook.sip.jain.SipTimers;

/** A call we place to a peer that writes its messages by hand. */
class OutgoingCallTest {
    private Phone phone;
    private Wire wire;
    private final Phone.Side side = new Phone.Side();

    @BeforeEach
    void start() throws IOException {
        start(Phone.REPEATS_SOON);
    }

    private void start(SipTimers timers) throws IOException {
        phone = Phone.start(timers);
        wire = new Wire(phone.stack.listening());
    }

    @AfterEach
    void stop() {
        wire.close();
        phone.close();
    }

    private Wire.Message dialled() throws IOException {
        String target = "sip:7000@127.0.0.1:" + wire.port();
        side.call = phone.stack.dial(target, Phone.OFFER, side);
        return wire.receive("INVITE");
    }

    private String[] answer(String... more) {
        return Wire.body("application/sdp", new String(Phone.ANSWER), more);
    }

    private String contact() {
        return "Contact: <sip:wire@127.0.0.1:" + wire.port() + ">";
    }

    @Test
    void ringingIsToldOnceAndEarlyMediaToo() throws IOException {
        Wire.Message invite = dialled();
        assertEquals(new String(Phone.OFFER), invite.body());
        assertTrue(invite.one("Via").contains(";rport"), invite.text());
        wire.respond(invite, "100 Trying");
        wire.respond(invite, "180 Ringing");
        side.hearsRinging();
        wire.respond(invite, "183 Session Progress", answer());
        wire.respond(invite, "200 OK", answer(contact()));
        side.hearsAnswer(Phone.ANSWER);
        Wire.Message ack = wire.receive("ACK");
        assertEquals("1 ACK", ack.one("CSeq"));
        assertNotEquals(invite.one("Via"), ack.one("Via"));
    }

    @Test
    void aRedirectIsFollowedWithTheNextNumberAndNotInCircles() throws IOException {
        try (Wire other = new Wire(phone.stack.listening())) {
            Wire.Message invite = dialled();
            String elsewhere = "Contact: <sip:7001@127.0.0.1:" + other.port() + ">;q=0.5";
            wire.respond(invite, "302 Moved Temporarily", "Contact: <tel:+1>", elsewhere);
            wire.receive("ACK");
            Wire.Message again = other.receive("INVITE sip:7001@");
            assertEquals(invite.one("Call-ID"), again.one("Call-ID"));
            assertEquals(invite.one("From"), again.one("From"));
            assertEquals(invite.one("To"), again.one("To"));
            assertEquals("2 INVITE", again.one("CSeq"));
            other.respond(again, "302 Moved Temporarily", elsewhere);
            assertEquals(302, side.hearsEndBy(CallEnd.By.PEER).status());
        }
    }

    @Test
    void theAnswerMayHaveComeEarly() throws IOException, InterruptedException {
        Wire.Message invite = dialled();
        wire.respond(invite, "183 Session Progress", answer());
        side.hearsRinging();
        wire.respond(invite, "200 OK", contact());
        side.hearsAnswer(Phone.ANSWER);
    }

    @Test
    void earlyMediaIsToldOnceAndAgainWhereItChanges() throws IOException, InterruptedException {
        Wire.Message invite = dialled();
        wire.respond(invite, "180 Ringing");
        side.hearsRinging();
        // One after the other: packets on their way at once may change places.
        wire.respond(invite, "183 Session Progress", answer());
        assertEquals(new String(Phone.ANSWER), side.early.poll(60, TimeUnit.SECONDS));
        String moved = new String(Phone.ANSWER) + "a=moved\r\n";
        wire.respond(invite, "183 Session Progress", Wire.body("application/sdp", moved));
        assertEquals(moved, side.early.poll(60, TimeUnit.SECONDS));
        wire.respond(invite, "183 Session Progress", Wire.body("application/sdp", moved));
        wire.respond(invite, "200 OK", answer(contact()));
        side.hearsAnswer(Phone.ANSWER);
        assertTrue(side.early.isEmpty());
    }

    @Test
    void anAnswerWithoutSdpEndsTheCall() throws IOException {
        Wire.Message invite = dialled();
        wire.respond(invite, "200 OK", contact());
        wire.receive("ACK");
        wire.receive("BYE");
        side.hearsEndBy(CallEnd.By.NETWORK);
    }

    @Test
    void aRepeatedAnswerIsAcknowledgedAgain() throws IOException {
        Wire.Message invite = dialled();
        wire.respond(invite, "200 OK", answer(contact()));
        Wire.Message ack = wire.receive("ACK");
        wire.respond(invite, "200 OK", answer(contact()));
        wire.receiveAgain(ack);
        side.hearsAnswer(Phone.ANSWER);
    }

    @Test
    void aSecondPhoneThatAnswersIsTakenAndHungUp() throws IOException {
        Wire.Message invite = dialled();
        wire.respond(invite, "200 OK", answer(contact()));
        wire.receive("ACK");
        String forked =
                invite.text()
                        .replace(
                                "To: <sip:7000@127.0.0.1:" + wire.port() + ">",
                                "To: <sip:7000@127.0.0.1:" + wire.port() + ">;tag=fork");
        wire.respond(new Wire.Message(forked), "200 OK", answer(contact()));
        assertTrue(wire.receive("ACK").one("To").contains("tag=fork"));
        Wire.Message bye = wire.receive("BYE");
        assertTrue(bye.one("To").contains("tag=fork"), bye.text());
        side.hearsAnswer(Phone.ANSWER);
        assertEquals(1, phone.stack.calls());
    }

    @Test
    void anAnswerThatCrossesOurCancelIsHungUp() throws IOException {
        Wire.Message invite = dialled();
        wire.respond(invite, "180 Ringing");
        side.hearsRinging();
        side.call.hangUp();
        Wire.Message cancel = wire.receive("CANCEL");
        assertEquals(invite.one("Via"), cancel.one("Via"));
        wire.respond(cancel, "200 OK");
        wire.respond(invite, "200 OK", answer(contact()));
        wire.receive("ACK");
        wire.respond(wire.receive("BYE"), "200 OK");
        side.hearsEndBy(CallEnd.By.US);
    }

    @Test
    void aRedirectionToWhatIsNoSipAddressEndsTheCall() throws IOException {
        wire.respond(dialled(), "302 Moved Temporarily", "Contact: <tel:+15550100>");
        CallEnd end = side.hearsEndBy(CallEnd.By.PEER);
        assertEquals(302, end.status());
        assertEquals("302 Moved Temporarily", end.reason());
    }

    @Test
    void routesAreFollowedInReverse() throws IOException {
        Wire.Message invite = dialled();
        String near = "<sip:127.0.0.1:" + wire.port() + ";lr;near>";
        String far = "<sip:192.0.2.1;lr>";
        wire.respond(
                invite,
                "200 OK",
                answer(contact(), "Record-Route: " + far, "Record-Route: " + near));
        Wire.Message ack = wire.receive("ACK");
        assertTrue(ack.text().indexOf("near") < ack.text().indexOf("192.0.2.1"), ack.text());
        side.hearsAnswer(Phone.ANSWER);
        side.call.hangUp();
        assertTrue(wire.receive("BYE").all("Route").size() >= 1);
    }

    @Test
    void closingTheStackTellsACallThatNobodyAnswered() throws IOException {
        dialled();
        phone.close();
        side.hearsEndBy(CallEnd.By.US);
    }

    @Test
    void aSessionThatTheCalledSideLeavesToUsIsRefreshed() throws IOException {
        stop();
        start(Phone.GIVES_UP_SOON);
        Wire.Message invite = dialled();
        wire.respond(
                invite,
                "200 OK",
                answer(
                        contact(),
                        "Allow: INVITE, ACK, BYE, UPDATE",
                        "Require: timer",
                        "Session-Expires: 90;refresher=uac"));
        wire.receive("ACK");
        assertEquals("90;refresher=uac", wire.receive("UPDATE").one("Session-Expires"));
    }

    @Test
    void aListenerThatFailsCostsItsCall() throws IOException {
        String target = "sip:7000@127.0.0.1:" + wire.port();
        var failing =
                new CallListener() {
                    @Override
                    public void onAnswer(byte[] sdp) {
                        throw new IllegalStateException("as this test wants");
                    }

                    @Override
                    public void onReoffer(Reoffer reoffer) {}

                    @Override
                    public void onEnded(CallEnd end) {
                        side.onEnded(end);
                    }
                };
        phone.stack.dial(target, Phone.OFFER, failing);
        wire.respond(wire.receive("INVITE"), "200 OK", answer(contact()));
        wire.receive("BYE");
        assertEquals("the application failed", side.hearsEndBy(CallEnd.By.NETWORK).reason());
    }
}
