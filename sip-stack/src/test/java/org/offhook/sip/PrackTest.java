package org.offhook.sip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.offhook.sip.jain.SipTimers;

/** Ringing that must not get lost (RFC 3262), with a peer that writes its messages by hand. */
class PrackTest {
    private static final String SDP = "application/sdp";
    private static final String OFFER = new String(Phone.sdp("new"));

    private Phone phone;
    private Wire wire;
    private Wire.Caller caller;
    private final Phone.Side side = new Phone.Side();

    @BeforeEach
    void start() throws IOException {
        start(Phone.REPEATS_SOON);
    }

    private void start(SipTimers timers) throws IOException {
        phone = Phone.start(timers);
        wire = new Wire(phone.stack.listening());
        caller = wire.new Caller();
    }

    @AfterEach
    void stop() {
        wire.close();
        phone.close();
    }

    /** Rings at a caller who requires PRACK. */
    private Wire.Message rings(Invite invite) throws IOException {
        invite.ring();
        Wire.Message ringing = caller.joins(wire.receive("SIP/2.0 180"));
        assertEquals("100rel", ringing.one("Require"));
        long number = Long.parseLong(ringing.one("RSeq"));
        assertTrue(number >= 1 && number < 1L << 31, ringing.text());
        return ringing;
    }

    private Invite called(String... more) throws IOException {
        caller.send("INVITE", Wire.body(SDP, OFFER, more));
        return phone.invited();
    }

    private void confirms(Wire.Message ringing) throws IOException {
        caller.send("PRACK", "RAck: " + ringing.one("RSeq") + " 1 INVITE");
    }

    @Test
    void ringingIsSaidAgainUntilItIsConfirmed() throws IOException {
        Invite invite = called("Require: 100rel");
        Wire.Message ringing = rings(invite);
        wire.receiveAgain(ringing);
        wire.receiveAgain(ringing);
        confirms(ringing);
        assertEquals("2 PRACK", wire.receiveFinal().is(200).one("CSeq"));
        wire.becomesQuietFor(1000);
        confirms(ringing);
        assertEquals("3 PRACK", wire.receiveFinal().is(481).one("CSeq"));
        Phone.answers(invite);
        assertEquals("1 INVITE", wire.receiveFinal().is(200).one("CSeq"));
    }

    @Test
    void anotherPrackConfirmsNothing() throws IOException {
        Wire.Message ringing = rings(called("Require: 100rel"));
        caller.send("PRACK", "RAck: 1 7 INVITE");
        wire.receiveFinal().is(481);
        wire.receiveAgain(ringing);
        confirms(ringing);
        wire.receiveFinal().is(200);
    }

    @Test
    void whoNeverConfirmsGetsNoCall() throws IOException, InterruptedException {
        stop();
        start(Phone.GIVES_UP_SOON);
        Invite invite = called("Require: 100rel");
        rings(invite);
        wire.receiveFinal().is(504);
        caller.send("ACK");
        Phone.Side late = Phone.answers(invite);
        late.hearsEnd();
        assertEquals(0, phone.stack.calls());
    }

    @Test
    void theAnswerDoesNotWaitAndPrackMayComeAfterIt() throws IOException {
        Invite invite = called("Require: 100rel");
        Wire.Message ringing = rings(invite);
        Phone.Side answered = Phone.answers(invite);
        Wire.Message ok = wire.receiveFinal().is(200);
        assertEquals("1 INVITE", ok.one("CSeq"));
        assertEquals(new String(Phone.ANSWER), ok.body());
        caller.send("ACK");
        confirms(ringing);
        assertEquals("2 PRACK", wire.receiveFinal().is(200).one("CSeq"));
        caller.send("BYE");
        wire.receiveFinal().is(200);
        answered.hearsEndBy(CallEnd.By.PEER);
    }

    @Test
    void anOfferInPrackIsTooEarlyAndTheRingingIsConfirmed() throws IOException {
        Wire.Message ringing = rings(called("Require: 100rel"));
        String confirmed = "RAck: " + ringing.one("RSeq") + " 1 INVITE";
        caller.send("PRACK", Wire.body(SDP, OFFER, confirmed));
        assertTrue(wire.receiveFinal().is(500).some("Retry-After").isPresent());
        wire.becomesQuietFor(1000);
    }

    @Test
    void whoGivesUpHearsNoMoreRinging() throws IOException, InterruptedException {
        Invite invite = called("Require: 100rel");
        var cancelled = new CountDownLatch(1);
        invite.onCancelled(cancelled::countDown);
        rings(invite);
        caller.send("CANCEL");
        cancelled.await();
        wire.receiveFinal();
        wire.receiveFinal();
        caller.send("ACK");
        wire.becomesQuietFor(1000);
    }

    /** A reliable 180 would have to carry our offer, which is the application's to make. */
    @Test
    void whoRequiresPrackAndOffersNothingHearsTheAnswerOnly() throws IOException {
        caller.send("INVITE", "Require: 100rel");
        Invite invite = phone.invited();
        invite.ring();
        invite.answer(Phone.OFFER, side);
        Wire.Message first = wire.receive();
        while (first.start().startsWith("SIP/2.0 100")) {
            first = wire.receive();
        }
        assertEquals(new String(Phone.OFFER), first.is(200).body());
    }

    @Test
    void whoOnlyCanConfirmIsNotAskedTo() throws IOException {
        Invite invite = called("Supported: 100rel");
        invite.ring();
        Wire.Message ringing = caller.joins(wire.receive("SIP/2.0 180"));
        assertEquals(0, ringing.all("RSeq").size(), ringing.text());
        wire.becomesQuietFor(1000);
    }

    private Wire.Message dialled() throws IOException {
        side.call = phone.stack.dial("sip:7000@127.0.0.1:" + wire.port(), Phone.OFFER, side);
        Wire.Message invite = wire.receive("INVITE");
        assertTrue(invite.one("Supported").contains("100rel"), invite.text());
        return invite;
    }

    /** Reliably. */
    private void responds(Wire.Message invite, String status, int number, String... more)
            throws IOException {
        String[] reliably = {"Require: 100rel", "RSeq: " + number, contact()};
        String[] all = new String[reliably.length + more.length];
        System.arraycopy(reliably, 0, all, 0, reliably.length);
        System.arraycopy(more, 0, all, reliably.length, more.length);
        wire.respond(invite, status, all);
    }

    private String contact() {
        return "Contact: <sip:wire@127.0.0.1:" + wire.port() + ">";
    }

    private Wire.Message confirmed(String rAck) throws IOException {
        Wire.Message prack = wire.receive("PRACK");
        assertEquals(rAck, prack.one("RAck"));
        wire.respond(prack, "200 OK");
        return prack;
    }

    @Test
    void whatIsSaidReliablyIsConfirmedInItsOrder() throws IOException {
        Wire.Message invite = dialled();
        responds(invite, "180 Ringing", 41);
        Wire.Message first = confirmed("41 1 INVITE");
        assertEquals("2 PRACK", first.one("CSeq"));
        assertTrue(first.one("To").contains("tag=wire"), first.text());
        responds(invite, "183 Session Progress", 43, Wire.body(SDP, OFFER));
        responds(invite, "180 Ringing", 41);
        responds(invite, "183 Session Progress", 42);
        assertEquals("3 PRACK", confirmed("42 1 INVITE").one("CSeq"));
        responds(invite, "183 Session Progress", 43, Wire.body(SDP, OFFER));
        assertEquals("4 PRACK", confirmed("43 1 INVITE").one("CSeq"));
        wire.respond(invite, "200 OK", contact());
        assertEquals("1 ACK", wire.receive("ACK").one("CSeq"));
        side.hearsRinging();
        side.hearsAnswer(Phone.sdp("new"));
        assertEquals(1, side.early.size());
        side.call.hangUp();
        assertEquals("5 BYE", wire.receive("BYE").one("CSeq"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "another"})
    void anEarlyAnswerIsTheAnswer(String later) throws IOException {
        Wire.Message invite = dialled();
        responds(invite, "183 Session Progress", 1, Wire.body(SDP, OFFER));
        confirmed("1 1 INVITE");
        String[] body = later.isEmpty() ? new String[0] : Wire.body(SDP, later);
        String[] ok = new String[body.length + 1];
        ok[0] = contact();
        System.arraycopy(body, 0, ok, 1, body.length);
        wire.respond(invite, "200 OK", ok);
        side.hearsRinging();
        side.hearsAnswer(Phone.sdp("new"));
    }

    @Test
    void eachPhoneOfAForkHasNumbersOfItsOwn() throws IOException {
        Wire.Message invite = dialled();
        Wire.Message other = toTag(invite, "fork");
        responds(invite, "183 Session Progress", 9, Wire.body(SDP, "first"));
        confirmed("9 1 INVITE");
        responds(other, "183 Session Progress", 5, Wire.body(SDP, OFFER));
        Wire.Message prack = confirmed("5 1 INVITE");
        assertTrue(prack.one("To").contains("tag=fork"), prack.text());
        wire.respond(other, "200 OK", contact());
        wire.receive("ACK");
        side.hearsRinging();
        side.hearsAnswer(Phone.sdp("new"));
    }

    private static Wire.Message toTag(Wire.Message invite, String tag) {
        String to = "To: " + invite.one("To");
        return new Wire.Message(invite.text().replace(to, to + ";tag=" + tag));
    }

    @Test
    void whatIsNotSaidReliablyIsNotConfirmed() throws IOException {
        Wire.Message invite = dialled();
        wire.respond(invite, "180 Ringing", contact());
        side.hearsRinging();
        wire.becomesQuietFor(1000);
    }
}
