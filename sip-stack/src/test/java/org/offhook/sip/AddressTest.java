package org.offhook.sip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Which address of ours the peer is told. */
class AddressTest {
    @ParameterizedTest
    @EnumSource(value = Transport.class, mode = EnumSource.Mode.EXCLUDE, names = "TLS")
    void listeningEverywhereTellsTheAddressOfTheRoute(Transport transport) throws IOException {
        SipConfig everywhere = Phone.config("0.0.0.0", "", 5);
        try (Phone alice = Phone.start(everywhere);
                Phone bob = Phone.start(everywhere)) {
            Phone.Side caller = alice.dial(bob, transport);
            Invite invite = bob.invited();
            assertEquals(InetAddress.getByName("127.0.0.1"), invite.localAddress());
            Phone.Side called = Phone.answers(invite);
            caller.hearsAnswer(Phone.ANSWER);
            called.call.hangUp();
            caller.hearsEndBy(CallEnd.By.PEER);
        }
    }

    @Test
    void noMessageSaysAnyAddress() throws IOException {
        try (Phone phone = Phone.start(Phone.config("0.0.0.0", "", 5));
                Wire wire = new Wire(loopback(phone))) {
            Wire.Caller caller = wire.new Caller();
            Phone.Side[] side = new Phone.Side[1];
            Wire.Message ok = caller.isAnsweredBy(phone, side);
            side[0].call.hangUp();
            Wire.Message bye = wire.receive("BYE");
            wire.respond(bye, "200 OK");
            String ours = "127.0.0.1:" + phone.stack.listening().getPort();
            assertTrue(ok.one("Contact").contains(ours), ok.text());
            assertTrue(bye.one("Via").contains(ours), bye.text());
            assertTrue(!ok.text().contains("0.0.0.0") && !bye.text().contains("0.0.0.0"));
        }
    }

    private static java.net.InetSocketAddress loopback(Phone phone) {
        return new java.net.InetSocketAddress("127.0.0.1", phone.stack.listening().getPort());
    }

    @Test
    void theExternalAddressIsToldInstead() throws IOException {
        try (Phone phone = Phone.start(Phone.config("127.0.0.1", "192.0.2.7", 5));
                Wire wire = new Wire(phone.stack.listening())) {
            Wire.Caller caller = wire.new Caller();
            caller.send("INVITE", Wire.body("application/sdp", new String(Phone.OFFER)));
            Invite invite = phone.invited();
            assertEquals(InetAddress.getByName("192.0.2.7"), invite.localAddress());
            Phone.answers(invite);
            String contact = wire.receive("SIP/2.0 200").one("Contact");
            assertTrue(contact.contains("@192.0.2.7:"), contact);
        }
        SipConfig nowhere = Phone.config("127.0.0.1", "no such host", 5);
        assertThrows(IOException.class, () -> Phone.start(nowhere));
    }

    @ParameterizedTest
    @EnumSource(value = Transport.class, mode = EnumSource.Mode.EXCLUDE, names = "TLS")
    void aNameIsResolved(Transport transport) throws IOException {
        try (Phone alice = Phone.start();
                Phone bob = Phone.start()) {
            Phone.Side caller = new Phone.Side();
            String target = bob.uri("6001", transport).replace("127.0.0.1", "localhost");
            caller.call = alice.stack.dial(target, Phone.OFFER, caller);
            bob.answers();
            caller.hearsAnswer(Phone.ANSWER);
            caller.call.hangUp();
            caller.hearsEndBy(CallEnd.By.US);
        }
    }

    @ParameterizedTest
    @CsvSource({"UDP", "TCP"})
    void oneTransportIsEnough(Transport only) throws IOException {
        SipConfig both = Phone.config(5);
        SipConfig one = new SipConfig(both.listen(), Set.of(only), "", 5, both.retryAfter(), "one");
        try (Phone alice = Phone.start(one);
                Phone bob = Phone.start(one)) {
            Phone.Side caller = alice.dial(bob, only);
            Phone.Side called = bob.answers();
            caller.hearsAnswer(Phone.ANSWER);
            called.call.hangUp();
            caller.hearsEndBy(CallEnd.By.PEER);
        }
    }

    @Test
    void theCalledUserIsDecoded() throws IOException {
        try (Phone phone = Phone.start();
                Phone other = Phone.start()) {
            Phone.Side caller = new Phone.Side();
            String target = phone.uri("%2b49%2030+1", Transport.UDP);
            caller.call = other.stack.dial(target, Phone.OFFER, caller);
            Invite invite = phone.invited();
            assertEquals("+49 30+1", invite.calledUser());
            invite.reject(404);
            assertEquals(404, caller.hearsEnd().status());
        }
    }
}
