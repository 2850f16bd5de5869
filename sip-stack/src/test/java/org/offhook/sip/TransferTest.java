package org.offhook.sip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
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
    void aTargetMustBeASipUri() {
        assertThrows(IllegalArgumentException.class, () -> side.call.transfer("7000\r\nX: y"));
        assertThrows(IllegalArgumentException.class, () -> side.call.transfer("reception"));
    }
}
