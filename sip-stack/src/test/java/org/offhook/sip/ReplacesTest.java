package org.offhook.sip;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A call that takes the place of another (RFC 3891), and who is believed about who calls. */
class ReplacesTest {
    private Phone phone;
    private Wire wire;
    private Wire.Caller caller;
    private Phone.Side side;
    private String tag;

    @BeforeEach
    void aCallIsUp() throws IOException {
        phone = Phone.start(Phone.REPEATS_SOON);
        wire = new Wire(phone.stack.listening());
        caller = wire.new Caller();
        Phone.Side[] answered = new Phone.Side[1];
        Wire.Message ok = caller.isAnsweredBy(phone, answered);
        side = answered[0];
        tag = ok.one("To").replaceFirst(".*tag=", "");
    }

    @AfterEach
    void stop() {
        wire.close();
        phone.close();
    }

    private Wire.Caller calls(String... headers) throws IOException {
        Wire.Caller another = wire.new Caller();
        another.send("INVITE", Wire.body("application/sdp", new String(Phone.OFFER), headers));
        return another;
    }

    private String replaces(String more) {
        return "Replaces: " + caller.callId + ";to-tag=" + tag + ";from-tag=caller" + more;
    }

    private void refused(int status, String... headers) throws IOException {
        Wire.Caller another = calls(headers);
        another.joins(wire.receiveFinal().is(status));
        another.send("ACK");
    }

    private void goesOn() throws IOException {
        caller.send("BYE");
        side.hearsEndBy(CallEnd.By.PEER);
    }

    @Test
    void theNewCallIsAnsweredAndTheOldOneEnds() throws IOException {
        Wire.Caller another = calls("Require: replaces", replaces(""));
        Phone.Side fresh = phone.answers();
        another.joins(wire.receive("SIP/2.0 200"));
        another.send("ACK");
        Wire.Message bye = wire.receive("BYE");
        assertEquals(caller.callId, bye.one("Call-ID"));
        wire.respond(bye, "200 OK");
        side.hearsEndBy(CallEnd.By.PEER);
        another.send("BYE");
        fresh.hearsEndBy(CallEnd.By.PEER);
    }

    @Test
    void whatIsNoCallOfOursIsNotReplaced() throws IOException {
        refused(481, "Replaces: nobody;to-tag=a;from-tag=b");
        refused(481, replaces("").replace("from-tag=caller", "from-tag=other"));
        goesOn();
    }

    @Test
    void aCallThatIsUpIsNotReplacedAsAnEarlyOne() throws IOException {
        refused(486, replaces(";early-only"));
        goesOn();
    }

    @Test
    void aCallThatIsOverIsDeclined() throws IOException {
        side.call.hangUp();
        Wire.Message bye = wire.receive("BYE");
        refused(603, replaces(""));
        wire.respond(bye, "200 OK");
    }

    @Test
    void onlyATrustedPeerSaysWhoCalls() throws IOException {
        String asserted = "P-Asserted-Identity: <sip:+49301234@pbx>";
        calls(asserted, "Diversion: <sip:200@pbx>;reason=no-answer", "X-Order: 7");
        Invite open = phone.invited();
        assertEquals("", open.header("P-Asserted-Identity"));
        assertEquals("", open.header("diversion"));
        assertEquals("7", open.header("X-Order"));
        open.reject(486);

        var callers = new Callers(List.of("127.0.0.0/8"), Map.of());
        try (Phone trusting = Phone.start(Phone.config(10).withCallers(callers));
                Wire pbx = new Wire(trusting.stack.listening())) {
            Wire.Caller another = pbx.new Caller();
            another.send("INVITE", Wire.body("application/sdp", new String(Phone.OFFER), asserted));
            Invite invite = trusting.invited();
            assertEquals("<sip:+49301234@pbx>", invite.header("P-Asserted-Identity"));
            invite.reject(486);
        }
    }
}
