package org.offhook.sip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.offhook.sip.jain.SipTimers;

/** REFER and the news about it. */
class TransferTest {
    private Phone phone;
    private Wire wire;
    private Wire.Caller caller;
    private Phone.Side side;

    @BeforeEach
    void aCallIsUp() throws IOException {
        aCallIsUp(Phone.REPEATS_SOON);
    }

    private void aCallIsUp(SipTimers timers) throws IOException {
        phone = Phone.start(timers);
        wire = new Wire(phone.stack.listening());
        caller = wire.new Caller();
        Phone.Side[] answered = new Phone.Side[1];
        caller.isAnsweredBy(phone, answered);
        side = answered[0];
    }

    @AfterEach
    void stop() {
        wire.close();
        phone.close();
    }

    private void anotherThatGivesUpSoon() throws IOException {
        stop();
        aCallIsUp(Phone.GIVES_UP_SOON);
    }

    private Wire.Message refer() throws IOException {
        side.call.transfer("sip:7000@127.0.0.1");
        return wire.receive("REFER");
    }

    private void notify(String state, String sipfrag) throws IOException {
        caller.send(
                "NOTIFY",
                Wire.body(
                        "message/sipfrag;version=2.0",
                        sipfrag,
                        "Event: refer",
                        "Subscription-State: " + state));
        wire.receive("SIP/2.0 200");
    }

    @Test
    void theOtherSideAnswers() throws IOException {
        Wire.Message refer = refer();
        assertEquals("<sip:7000@127.0.0.1>", refer.one("Refer-To"));
        assertTrue(refer.one("To").contains("tag=caller"), refer.text());
        wire.respond(refer, "202 Accepted");
        notify("active", "SIP/2.0 100 Trying");
        notify("active", "SIP/2.0 180 Ringing");
        notify("terminated;reason=noresource", "SIP/2.0 200 OK");
        assertEquals(new Phone.News.Transferred(200), side.next());
        side.call.hangUp();
        wire.respond(wire.receive("BYE"), "200 OK");
        side.hearsEndBy(CallEnd.By.US);
    }

    @Test
    void theOtherSideIsBusyAndTheCallGoesOn() throws IOException {
        wire.respond(refer(), "202 Accepted");
        notify("terminated", "SIP/2.0 486 Busy Here");
        assertEquals(new Phone.News.Transferred(486), side.next());
        assertEquals(1, phone.stack.calls());
        wire.respond(refer(), "603 Decline");
        assertEquals(new Phone.News.Transferred(603), side.next());
    }

    @Test
    void thePeerLeavesFirstAndTellsTheOutcomeAfterwards() throws IOException {
        wire.respond(refer(), "202 Accepted");
        caller.send("BYE");
        wire.receive("SIP/2.0 200");
        notify("terminated;reason=noresource", "SIP/2.0 200 OK");
        assertEquals(new Phone.News.Transferred(200), side.next());
        side.hearsEndBy(CallEnd.By.PEER);
        assertEquals(0, phone.stack.calls());
    }

    @Test
    void thePeerLeavesWithoutAWord() throws IOException {
        anotherThatGivesUpSoon();
        wire.respond(refer(), "202 Accepted");
        caller.send("BYE");
        wire.receive("SIP/2.0 200");
        assertEquals(new Phone.News.Transferred(408), side.next());
        side.hearsEndBy(CallEnd.By.PEER);
    }

    @Test
    void noNewsAtAllIsATimeOut() throws IOException {
        anotherThatGivesUpSoon();
        wire.respond(refer(), "202 Accepted");
        assertEquals(new Phone.News.Transferred(408), side.next());
    }

    @Test
    void whoAsksAgainHearsOfTheSecondTransferOnly() throws IOException {
        Wire.Message first = refer();
        wire.respond(first, "202 Accepted");
        Wire.Message second = refer();
        wire.respond(second, "202 Accepted");
        String late = first.one("CSeq").replaceFirst(" REFER", "");
        caller.send(
                "NOTIFY",
                Wire.body(
                        "message/sipfrag;version=2.0",
                        "SIP/2.0 486 Busy Here",
                        "Event: refer;id=" + late,
                        "Subscription-State: terminated"));
        wire.receive("SIP/2.0 200");
        notify("terminated", "SIP/2.0 480 Temporarily Unavailable");
        assertEquals(new Phone.News.Transferred(480), side.next());
    }

    @Test
    void thePersonIsAskedFirstAndThenTakesOurPlace() throws IOException {
        try (Wire person = new Wire(phone.stack.listening())) {
            Phone.Side asked = new Phone.Side();
            String uri = "sip:7000@127.0.0.1:" + person.port();
            asked.call = side.call.consult(uri, Phone.OFFER, asked);
            Wire.Message invite = person.receive("INVITE");
            side.call.transferTo(asked.call);
            assertEquals(new Phone.News.Transferred(481), side.next(), "nobody has answered yet");
            String contact = "<sip:7000@127.0.0.1:" + person.port() + ";x=1>";
            person.respond(
                    invite,
                    "200 OK",
                    Wire.body("application/sdp", new String(Phone.ANSWER), "Contact: " + contact));
            asked.hearsAnswer(Phone.ANSWER);
            person.receive("ACK");

            side.call.transferTo(asked.call);
            Wire.Message refer = wire.receive("REFER");
            String tag = invite.one("From").replaceFirst(".*tag=", "");
            assertEquals(
                    "<sip:7000@127.0.0.1:"
                            + person.port()
                            + ";x=1?Replaces="
                            + invite.one("Call-ID")
                            + "%3Bto-tag%3Dwire%3Bfrom-tag%3D"
                            + tag
                            + ">",
                    refer.one("Refer-To"));
            wire.respond(refer, "202 Accepted");
            notify("terminated", "SIP/2.0 503 Service Unavailable");
            assertEquals(new Phone.News.Transferred(503), side.next());
            asked.call.hangUp();
            person.respond(person.receive("BYE"), "200 OK");
            asked.hearsEndBy(CallEnd.By.US);
            assertEquals(1, phone.stack.calls(), "the caller is still with us");
        }
    }

    @Test
    void thePersonIsCalledFromTheLineThatWasCalled() throws IOException {
        try (Wire pbx = new Wire(phone.stack.listening())) {
            String registrar = "sip:127.0.0.1:" + pbx.port();
            phone.stack.register(
                    new LineConfig(
                            "desk",
                            registrar,
                            "6001",
                            "",
                            "secret",
                            Duration.ofMinutes(5),
                            "",
                            Duration.ZERO));
            pbx.receive("REGISTER");
            Wire.Caller another = wire.new Caller();
            Phone.Side[] answered = new Phone.Side[1];
            another.isAnsweredBy(phone, answered);
            Phone.Side asked = new Phone.Side();
            asked.call =
                    answered[0].call.consult(
                            "sip:7000@127.0.0.1:" + pbx.port(), Phone.OFFER, asked);
            Wire.Message invite = pbx.receive("INVITE");
            assertTrue(invite.one("From").startsWith("<sip:6001@127.0.0.1"), invite.text());
        }
    }

    @Test
    void aTargetMustBeASipUri() {
        assertThrows(IllegalArgumentException.class, () -> side.call.transfer("7000\r\nX: y"));
        assertThrows(IllegalArgumentException.class, () -> side.call.transfer("reception"));
    }
}
