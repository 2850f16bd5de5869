package org.offhook.sip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.offhook.sip.machine.Credentials;
import org.offhook.sip.machine.DigestSession;

/** Who may call a stack that does not let everyone in. */
class CallersTest {
    private static final Callers ALICE =
            new Callers(List.of("192.0.2.0/24"), Map.of("alice", "secret"));

    private static Phone phone(Callers callers) throws IOException {
        return Phone.start(Phone.config(10).withCallers(callers));
    }

    private static String[] offer(String... headers) {
        return Wire.body("application/sdp", new String(Phone.OFFER), headers);
    }

    private static String authorization(Wire.Message refusal, String user, String uri) {
        var session = new DigestSession(new Credentials(user, "secret"), new Random(1));
        session.onChallenge(refusal.all("WWW-Authenticate"), List.of());
        return "Authorization: " + session.headers("INVITE", uri).getFirst().value();
    }

    @Test
    void aCallerProvesItselfAndIsLetIn() throws IOException {
        try (Phone phone = phone(ALICE);
                Wire wire = new Wire(phone.stack.listening())) {
            Wire.Caller caller = wire.new Caller();
            caller.send("INVITE", offer());
            Wire.Message refusal = wire.receiveFinal().is(401);
            assertEquals(2, refusal.all("WWW-Authenticate").size(), refusal.text());
            assertEquals(0, phone.stack.calls());
            caller.send("ACK");
            caller.send("INVITE", offer(authorization(refusal, "alice", caller.uri)));
            Phone.Side side = phone.answers();
            caller.joins(wire.receive("SIP/2.0 200"));
            caller.send("ACK");
            caller.send("BYE");
            side.hearsEndBy(CallEnd.By.PEER);
            assertEquals(1, phone.stack.counters().unproved());
        }
    }

    @Test
    void whetherThereIsSuchAUserIsNotTold() throws IOException {
        try (Phone phone = phone(ALICE);
                Wire wire = new Wire(phone.stack.listening())) {
            Wire.Caller caller = wire.new Caller();
            caller.send("INVITE", offer());
            Wire.Message first = wire.receiveFinal().is(401);
            caller.send("INVITE", offer(authorization(first, "mallory", caller.uri)));
            Wire.Message unknown = wire.receive("SIP/2.0 401");
            String wrong = authorization(unknown, "alice", caller.uri).replace("nc=", "nc=1");
            caller.send("INVITE", offer(wrong));
            assertEquals(shape(unknown), shape(wire.receive("SIP/2.0 401")));
        }
    }

    /** What is the same in all refusals, whatever their numbers are. */
    private static String shape(Wire.Message refusal) {
        return refusal.text().replaceAll("nonce=\"\\w+\"|(?m)^(Via|CSeq|To): .*$", "");
    }

    @Test
    void whereOnlyAddressesAreTrustedOthersAreForbidden() throws IOException {
        try (Phone phone = phone(new Callers(List.of("192.0.2.0/24"), Map.of()));
                Wire wire = new Wire(phone.stack.listening())) {
            wire.new Caller().send("INVITE", offer());
            wire.receiveFinal().is(403);
        }
        try (Phone phone = phone(new Callers(List.of("127.0.0.0/8"), Map.of()));
                Phone other = Phone.start()) {
            Phone.Side caller = other.dial(phone, Transport.TCP);
            phone.answers();
            caller.hearsAnswer(Phone.ANSWER);
        }
    }

    @Test
    void theRegistrarOfALineMayCallWhileItIsOne() throws IOException {
        try (Registrar pbx = new Registrar("x");
                Phone phone = phone(ALICE);
                Wire wire = new Wire(phone.stack.listening())) {
            var config =
                    new LineConfig(
                            "l", pbx.uri(Transport.UDP), "6001", "", "x", Duration.ofHours(1));
            Line line = phone.stack.register(config);
            LineTest.until(() -> line.state() instanceof LineState.Registered);
            wire.new Caller().send("INVITE", offer());
            phone.invited().reject(486);
            wire.receive("SIP/2.0 486");
            line.close();
            LineTest.until(() -> line.state() instanceof LineState.Closed);
            wire.new Caller().send("INVITE", offer());
            wire.receive("SIP/2.0 401");
        }
    }

    @Test
    void probesNeedNoProof() throws IOException {
        try (Phone phone = phone(ALICE);
                Wire wire = new Wire(phone.stack.listening())) {
            wire.new Caller().send("OPTIONS");
            wire.receiveFinal().is(200);
        }
    }

    @Test
    void passwordsAreNotPrinted() {
        assertFalse(ALICE.toString().contains("secret"));
        assertThrows(IllegalArgumentException.class, () -> new Callers(List.of("pbx"), Map.of()));
    }
}
