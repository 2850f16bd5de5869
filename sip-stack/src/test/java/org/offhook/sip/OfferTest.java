package org.offhook.sip;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Offers of ours within a call: hold and resume. */
class OfferTest {
    private static final byte[] HOLD = Phone.sdp("hold");
    private static final String TAKEN = new String(Phone.sdp("taken"));

    private Phone phone;

    @BeforeEach
    void start() throws IOException {
        phone = Phone.start(Phone.REPEATS_SOON);
    }

    @AfterEach
    void stop() {
        phone.close();
    }

    @Test
    void bothSidesMayOfferInTheCallThatOnePlaced() throws IOException {
        try (Phone other = Phone.start(Phone.REPEATS_SOON)) {
            Phone.Side caller = phone.dial(other, Transport.UDP);
            Phone.Side called = other.answers();
            caller.hearsAnswer(Phone.ANSWER);
            for (int times = 0; times < 2; times++) {
                offerAndTake(caller, called);
                offerAndTake(called, caller);
            }
            caller.call.hangUp();
            caller.hearsEndBy(CallEnd.By.US);
            called.hearsEndBy(CallEnd.By.PEER);
        }
    }

    private static void offerAndTake(Phone.Side offers, Phone.Side takes) {
        offers.call.offer(HOLD);
        Reoffer offered = takes.hearsOffer();
        assertArrayEquals(HOLD, offered.offer());
        offered.answer(Phone.sdp("held"));
        offers.hearsAnswer(Phone.sdp("held"));
    }

    @Test
    void aRefusalIsToldAndTheCallGoesOn() throws IOException {
        try (Phone other = Phone.start(Phone.REPEATS_SOON)) {
            Phone.Side caller = phone.dial(other, Transport.UDP);
            Phone.Side called = other.answers();
            caller.hearsAnswer(Phone.ANSWER);
            caller.call.offer(HOLD);
            called.hearsOffer().reject(488);
            assertEquals(new Phone.News.OfferRefused(488), caller.next());
            offerAndTake(caller, called);
        }
    }

    @Test
    void whoOffersAtTheSameTimeAsThePeerOffersAgainLater() throws IOException {
        try (var wire = new Wire(phone.stack.listening())) {
            Wire.Caller caller = wire.new Caller();
            Phone.Side[] side = new Phone.Side[1];
            caller.isAnsweredBy(phone, side);
            side[0].call.offer(HOLD);
            Wire.Message first = wire.receive("INVITE");
            caller.send("INVITE", Wire.body("application/sdp", TAKEN));
            wire.receive("SIP/2.0 491");
            caller.send("ACK");
            wire.respond(first, "491 Request Pending");
            Wire.Message again = wire.receive("INVITE");
            assertNotEquals(first.one("CSeq"), again.one("CSeq"));
            assertEquals(new String(HOLD), again.body());
            wire.respond(again, "200 OK", takenAt(wire));
            side[0].hearsAnswer(Phone.sdp("taken"));
        }
    }

    /** While we wait to offer again, the peer's own offer has its turn. */
    @Test
    void whoMetAnOfferOfOursMayOfferFirst() throws IOException {
        try (var wire = new Wire(phone.stack.listening())) {
            Phone.Side side = new Phone.Side();
            String peer = "sip:7000@127.0.0.1:" + wire.port();
            side.call = phone.stack.dial(peer, Phone.OFFER, side);
            Wire.Message invite = wire.receive("INVITE");
            wire.respond(invite, "200 OK", takenAt(wire));
            side.hearsAnswer(Phone.sdp("taken"));
            side.call.offer(HOLD);
            wire.respond(wire.receive("INVITE"), "491 Request Pending");
            wire.receive("ACK");
            // Whoever placed the call waits for 2.1 s at least, and 4 s at most.
            wire.becomesQuietFor(300);
            wire.send(
                    String.join(
                            "\r\n",
                            "UPDATE sip:offhook@127.0.0.1 SIP/2.0",
                            wire.via(),
                            "Max-Forwards: 70",
                            "From: " + invite.one("To") + ";tag=wire",
                            "To: " + invite.one("From"),
                            "Call-ID: " + invite.one("Call-ID"),
                            "CSeq: 1 UPDATE",
                            "Contact: <" + peer + ">",
                            Wire.body("application/sdp", TAKEN + "a=moved\r\n")[0],
                            ""));
            Reoffer theirs = side.hearsOffer();
            wire.becomesQuietFor(4_500);
            theirs.answer(Phone.ANSWER);
            assertEquals(new String(Phone.ANSWER), wire.receive("SIP/2.0 200").body());
            assertEquals(new String(HOLD), wire.receive("INVITE").body());
        }
    }

    @Test
    void whoHasNotAnsweredAnOfferYetIsAskedAgainWhenItSays() throws IOException {
        try (var wire = new Wire(phone.stack.listening())) {
            Wire.Caller caller = wire.new Caller();
            Phone.Side[] side = new Phone.Side[1];
            caller.isAnsweredBy(phone, side);
            side[0].call.offer(HOLD);
            wire.respond(wire.receive("INVITE"), "500 Server Internal Error", "Retry-After: 1");
            wire.receive("ACK");
            Wire.Message again = wire.receive("INVITE");
            wire.respond(again, "500 Server Internal Error");
            assertEquals(new Phone.News.OfferRefused(500), side[0].next());
        }
    }

    @Test
    void anAnswerMayComeReliablyBeforeThe200() throws IOException {
        try (var wire = new Wire(phone.stack.listening())) {
            Wire.Caller caller = wire.new Caller();
            Phone.Side[] side = new Phone.Side[1];
            caller.isAnsweredBy(phone, side);
            side[0].call.offer(HOLD);
            Wire.Message invite = wire.receive("INVITE");
            String number = invite.one("CSeq").split(" ")[0];
            String[] early = Wire.body("application/sdp", TAKEN, "Require: 100rel", "RSeq: 3");
            wire.respond(invite, "183 Session Progress", early);
            Wire.Message prack = wire.receive("PRACK");
            assertEquals("3 " + number + " INVITE", prack.one("RAck"));
            wire.respond(prack, "200 OK");
            wire.respond(invite, "200 OK");
            wire.receiveAck(number);
            side[0].hearsAnswer(Phone.sdp("taken"));
        }
    }

    @Test
    void anAnswerIsAcknowledgedAsOftenAsItComes() throws IOException {
        try (var wire = new Wire(phone.stack.listening())) {
            Wire.Caller caller = wire.new Caller();
            Phone.Side[] side = new Phone.Side[1];
            caller.isAnsweredBy(phone, side);
            side[0].call.offer(HOLD);
            Wire.Message invite = wire.receive("INVITE");
            wire.respond(invite, "200 OK", takenAt(wire));
            Wire.Message ack = wire.receive("ACK");
            assertEquals(invite.one("CSeq").split(" ")[0] + " ACK", ack.one("CSeq"));
            wire.respond(invite, "200 OK", takenAt(wire));
            wire.receiveAck(invite.one("CSeq").split(" ")[0]);
            side[0].hearsAnswer(Phone.sdp("taken"));
            side[0].call.hangUp();
            wire.respond(wire.receive("BYE"), "200 OK");
            side[0].hearsEndBy(CallEnd.By.US);
        }
    }

    private static String[] takenAt(Wire wire) {
        return Wire.body(
                "application/sdp", TAKEN, "Contact: <sip:wire@127.0.0.1:" + wire.port() + ">");
    }
}
