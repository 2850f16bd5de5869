package org.offhook.sip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Calls and lines over IPv6: addresses stand in brackets wherever a port may follow. */
class Ipv6Test {
    private static final String LOOPBACK = "[0:0:0:0:0:0:0:1]";

    @BeforeAll
    static void needsIpv6() throws IOException {
        try (DatagramSocket probe = new DatagramSocket(0, InetAddress.getByName("::1"))) {
            assumeTrue(probe.isBound());
        } catch (SocketException none) {
            assumeTrue(false, "this machine has no ::1");
        }
    }

    private static Phone.Side dial(Phone from, Phone to, String host, Transport transport) {
        Phone.Side side = new Phone.Side();
        String port = host + ":" + to.stack.listening().getPort();
        String uri = "sip:6001@" + port + ";transport=" + transport.token();
        side.call = from.stack.dial(uri, Phone.OFFER, side);
        return side;
    }

    @ParameterizedTest
    @CsvSource({
        "::1, [::1], UDP",
        "::1, [::1], TCP",
        "::, [::1], UDP",
        "::, 127.0.0.1, UDP",
        "::, 127.0.0.1, TCP",
        "0.0.0.0, [::1], UDP"
    })
    void aCallIsMadeAndEnded(String listen, String host, Transport transport) throws IOException {
        try (Phone alice = Phone.start(Phone.config(listen, "", 5));
                Phone bob = Phone.start(Phone.config(listen, "", 5))) {
            Phone.Side near = dial(alice, bob, host, transport);
            Invite invite = bob.invited();
            String literal = host.replaceAll("[\\[\\]]", "");
            assertEquals(InetAddress.ofLiteral(literal), invite.localAddress());
            Phone.Side far = Phone.answers(invite);
            near.hearsAnswer(Phone.ANSWER);
            far.call.hangUp();
            near.hearsEndBy(CallEnd.By.PEER);
            far.hearsEndBy(CallEnd.By.US);
        }
    }

    @Test
    void aLineRegistersAndKeepsTheWayOpen() throws IOException {
        try (Phone phone = Phone.start(Phone.config("::1", "", 5));
                Wire pbx = new Wire(phone.stack.listening())) {
            String registrar = "sip:[::1]:" + pbx.port();
            var config =
                    new LineConfig("l", registrar, "6001", "", "x", Duration.ofSeconds(600))
                            .withKeepAlive(Duration.ofMillis(20));
            Line line = phone.stack.register(config);
            Wire.Message register = pbx.receive("REGISTER sip:[::1]:" + pbx.port() + " SIP/2.0");
            String ours = LOOPBACK + ":" + phone.stack.listening().getPort();
            assertTrue(register.one("Via").startsWith("SIP/2.0/UDP " + ours), register.text());
            assertEquals("<sip:6001@" + ours + ">", register.one("Contact"));
            assertEquals("<sip:6001@[::1]>", register.one("To"));
            pbx.respond(register, "200 OK", "Contact: <sip:6001@" + ours + ">;expires=600");
            Wire.Message next = pbx.receive();
            while (!next.text().equals("\r\n\r\n")) {
                next = pbx.receive();
            }
            assertTrue(line.state() instanceof LineState.Registered, line.state().toString());
        }
    }

    @Test
    void aNameWithBothAddressesIsCalledAtTheOneThatWeListenOn() throws IOException {
        try (NameServer dns = new NameServer("pbx.test 600 A 192.0.2.1", "pbx.test 600 AAAA ::1");
                Phone phone =
                        Phone.start(Phone.config("::1", "", 5).withNameServer(dns.address()));
                Wire pbx = new Wire(new InetSocketAddress("::1", 9))) {
            Phone.Side side = new Phone.Side();
            String target = "sip:100@pbx.test:" + pbx.port();
            side.call = phone.stack.dial(target, Phone.OFFER, side);
            pbx.follows(phone.stack.listening());
            pbx.respond(pbx.receive("INVITE " + target), "486 Busy Here");
            assertEquals(486, side.hearsEndBy(CallEnd.By.PEER).status());
        }
    }
}
