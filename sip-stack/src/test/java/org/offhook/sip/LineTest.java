package org.offhook.sip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.offhook.sip.jain.SipTimers;

/** A line registers at a tiny registrar. */
class LineTest {
    /** A stack that closes says goodbye to its registrar however slow that is. */
    private static final SipTimers LONG_FAREWELL =
            new SipTimers(
                    500, 4000, 32_000, 180_000, 15_000, 1000, 180_000, 2000, 6000, 2000, 60_000);

    private static LineConfig line(String registrar, String password) {
        return new LineConfig("test", registrar, "6001", "", password, Duration.ofSeconds(600));
    }

    static void until(BooleanSupplier fact) {
        long limit = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!fact.getAsBoolean()) {
            assertTrue(System.nanoTime() < limit, "waited in vain");
            Thread.onSpinWait();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "UDP, MD5",
        "UDP, SHA-256",
        "UDP, MD5-sess",
        "UDP, SHA-256-sess",
        "TCP, SHA-256",
        "TCP, MD5"
    })
    void aLineProvesItselfAndLeavesAgain(Transport transport, String algorithm) throws IOException {
        try (Registrar pbx = new Registrar("secret", algorithm)) {
            Phone phone = Phone.start(LONG_FAREWELL);
            Line line = phone.stack.register(line(pbx.uri(transport), "secret"));
            assertEquals("test", line.name());
            Wire.Message register = Phone.take(pbx.accepted, "a REGISTER");
            assertEquals("600", register.one("Expires"));
            int port = phone.stack.listening().getPort();
            String contact = "sip:6001@127.0.0.1:" + port;
            assertEquals(
                    "<" + contact + (transport == Transport.TCP ? ";transport=tcp>" : ">"),
                    register.one("Contact"));
            assertEquals("<sip:6001@127.0.0.1>", register.one("To"));
            assertEquals(1, pbx.refused.size());
            until(() -> line.state() instanceof LineState.Registered);
            var registered = assertInstanceOf(LineState.Registered.class, line.state());
            assertTrue(registered.until().isAfter(Instant.now().plusSeconds(500)));
            phone.close();
            assertEquals("0", Phone.take(pbx.accepted, "the end").one("Expires"));
            assertEquals(new LineState.Closed(), line.state());
        }
    }

    @Test
    void theStrongerOfTwoChallengesIsAnswered() throws IOException {
        try (Registrar pbx = new Registrar("secret", "MD5", "SHA-256");
                Phone phone = Phone.start()) {
            phone.stack.register(line(pbx.uri(Transport.UDP), "secret"));
            String proof = Phone.take(pbx.accepted, "a REGISTER").one("Authorization");
            assertTrue(proof.contains("SHA-256"), proof);
        }
    }

    @Test
    void aWrongPasswordIsTriedOnce() throws IOException {
        try (Registrar pbx = new Registrar("secret", "MD5");
                Phone phone = Phone.start()) {
            Line line = phone.stack.register(line(pbx.uri(Transport.UDP), "guess"));
            until(() -> line.state() instanceof LineState.Failed);
            var failed = assertInstanceOf(LineState.Failed.class, line.state());
            assertTrue(failed.why().contains("wrong user or password"), failed.why());
            assertEquals(2, pbx.refused.size());
            assertEquals(1, phone.stack.counters().registerFailures());
        }
    }

    @Test
    void aRegistrarThatIsNotThereIsSaidSo() throws IOException {
        try (Phone phone = Phone.start();
                Socket silent = new Socket()) {
            silent.bind(new InetSocketAddress("127.0.0.1", 0)); // taken, but nobody listens
            String deaf = "sip:127.0.0.1:" + silent.getLocalPort() + ";transport=tcp";
            Line line = phone.stack.register(line(deaf, "x"));
            until(() -> line.state() instanceof LineState.Failed);
        }
    }

    @Test
    void closingALineLeavesTheStackRunning() throws IOException {
        try (Registrar pbx = new Registrar("x");
                Phone phone = Phone.start();
                Phone other = Phone.start()) {
            Line line = phone.stack.register(line(pbx.uri(Transport.UDP), "x"));
            Phone.take(pbx.accepted, "a REGISTER");
            until(() -> line.state() instanceof LineState.Registered);
            line.close();
            assertEquals("0", Phone.take(pbx.accepted, "the end").one("Expires"));
            until(() -> line.state() instanceof LineState.Closed);
            line.close();
            Phone.Side caller = other.dial(phone, Transport.UDP);
            phone.answers();
            caller.hearsAnswer(Phone.ANSWER);
        }
    }

    @Test
    void aCallFromALineProvesItself() throws IOException {
        try (Registrar pbx = new Registrar("secret");
                Phone phone = Phone.start();
                Wire wire = new Wire(phone.stack.listening())) {
            Line line = phone.stack.register(line(pbx.uri(Transport.UDP), "secret"));
            Phone.Side side = new Phone.Side();
            String target = "sip:7000@127.0.0.1:" + wire.port();
            side.call = phone.stack.dialFrom(line, target, Phone.OFFER, side);
            Wire.Message invite = wire.receive("INVITE");
            assertTrue(invite.one("From").startsWith("<sip:6001@127.0.0.1>;tag="), invite.text());
            wire.respond(
                    invite,
                    "407 Proxy Authentication Required",
                    "Proxy-Authenticate: Digest realm=\"test\", nonce=\"n\", qop=\"auth\"");
            assertEquals(invite.one("Call-ID"), wire.receive("ACK").one("Call-ID"));
            Wire.Message again = wire.receive("INVITE");
            assertTrue(again.one("CSeq").startsWith("2 "), again.text());
            assertTrue(
                    again.one("Proxy-Authorization").contains("username=\"6001\""), again.text());
            assertFalse(again.one("Via").equals(invite.one("Via")));
            wire.respond(again, "407 No", "Proxy-Authenticate: Digest realm=\"test\", nonce=\"m\"");
            assertEquals(407, side.hearsEndBy(CallEnd.By.PEER).status());
        }
    }

    @Test
    void aLineMustMakeSense() {
        assertThrows(IllegalArgumentException.class, () -> line("pbx", "x"));
        assertThrows(
                IllegalArgumentException.class,
                () -> new LineConfig("l", "sip:pbx", "a b", "", "x", Duration.ofSeconds(60)));
        assertThrows(
                IllegalArgumentException.class,
                () -> new LineConfig("l", "sip:pbx", "6001", "", "x", Duration.ZERO));
        assertFalse(line("sip:pbx", "secret").toString().contains("secret"));
        assertThrows(
                IllegalArgumentException.class,
                () ->
                        new SipConfig(
                                InetSocketAddress.createUnresolved("nowhere", 5060),
                                Phone.config(1).transports(),
                                "",
                                1,
                                Duration.ofSeconds(1),
                                "x"));
    }
}
