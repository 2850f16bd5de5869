package org.offhook.sip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.offhook.sip.jain.SipTimers;

/** Names lead to servers, and when one fails to the next (RFC 3263). */
class LocateTest {
    private static final String HERE = "a.test 600 A 127.0.0.1";

    /** Leaves a silent server soon. */
    private static final SipTimers IMPATIENT =
            new SipTimers(
                    100, 400, 180_000, 180_000, 180_000, 1000, 180_000, 180_000, 100, 15_000, 50);

    /** Does not leave one while a test runs. */
    private static final SipTimers PATIENT =
            new SipTimers(
                    100, 400, 180_000, 180_000, 180_000, 1000, 180_000, 180_000, 180_000, 15_000,
                    50);

    private static Phone phone(NameServer dns, SipTimers timers) throws IOException {
        return Phone.start(Phone.config(10).withNameServer(dns.address()), timers);
    }

    private static String srv(int priority, int port) {
        return "_sip._udp.pbx.test 600 SRV " + priority + " 0 " + port + " a.test.";
    }

    private static Phone.Side dial(Phone phone, String target) {
        Phone.Side side = new Phone.Side();
        side.call = phone.stack.dial(target, Phone.OFFER, side);
        return side;
    }

    /** Two servers that are nobody yet: their ports go into DNS before a phone can ask it. */
    private static Wire server() throws IOException {
        return new Wire(new InetSocketAddress("127.0.0.1", 9));
    }

    @Test
    void aServerThatSays503IsLeftForTheNextAndForTheNextCallToo() throws IOException {
        try (Wire first = server();
                Wire second = server();
                NameServer dns =
                        new NameServer(HERE, srv(10, first.port()), srv(20, second.port()));
                Phone phone = phone(dns, PATIENT)) {
            Phone.Side side = dial(phone, "sip:100@pbx.test");
            first.follows(phone.stack.listening());
            second.follows(phone.stack.listening());
            Wire.Message refused = first.receive("INVITE sip:100@pbx.test SIP/2.0");
            first.respond(refused, "503 Service Unavailable");
            Wire.Message invite = second.receive("INVITE sip:100@pbx.test SIP/2.0");
            assertEquals(refused.one("Call-ID"), invite.one("Call-ID"));
            assertNotEquals(refused.one("Via"), invite.one("Via"));
            second.respond(invite, "486 Busy Here");
            assertEquals(486, side.hearsEndBy(CallEnd.By.PEER).status());

            Phone.Side again = dial(phone, "sip:200@pbx.test");
            second.respond(second.receive("INVITE sip:200@pbx.test"), "603 Decline");
            assertEquals(603, again.hearsEndBy(CallEnd.By.PEER).status());
        }
    }

    @Test
    void aSilentServerIsLeftForTheNext() throws IOException {
        try (Wire silent = server();
                Wire second = server();
                NameServer dns =
                        new NameServer(HERE, srv(10, silent.port()), srv(20, second.port()));
                Phone phone = phone(dns, IMPATIENT)) {
            Phone.Side side = dial(phone, "sip:100@pbx.test");
            second.follows(phone.stack.listening());
            Wire.Message invite = second.receive("INVITE");
            second.respond(
                    invite,
                    "200 OK",
                    "Contact: <sip:100@a.test:" + second.port() + ">",
                    "Content-Type: application/sdp",
                    "Content-Length: " + Phone.ANSWER.length,
                    "",
                    new String(Phone.ANSWER, StandardCharsets.UTF_8).stripTrailing());
            side.hearsAnswer(Phone.ANSWER);
            Wire.Message ack = second.receive("ACK sip:100@a.test:" + second.port());
            assertTrue(ack.one("Via").contains(";branch=z9hG4bK"), ack.text());
            side.call.hangUp();
            Wire.Message bye = second.receive("BYE sip:100@a.test:" + second.port());
            second.respond(bye, "200 OK");
        }
    }

    @Test
    void aRefusedConnectionIsLeftForTheNextAndTheDomainChoosesTheTransport() throws IOException {
        try (Registrar pbx = new Registrar("secret", "MD5");
                Socket deaf = new Socket()) {
            deaf.bind(new InetSocketAddress("127.0.0.1", 0)); // taken, but nobody listens
            String service = "_sip._tcp.pbx.test 600 SRV ";
            try (NameServer dns =
                            new NameServer(
                                    HERE,
                                    "pbx.test 600 NAPTR 20 0 \"s\" \"SIP+D2U\" \"\" _sip._udp.pbx.test.",
                                    "pbx.test 600 NAPTR 10 0 \"s\" \"SIP+D2T\" \"\" _sip._tcp.pbx.test.",
                                    service + "10 0 " + deaf.getLocalPort() + " a.test.",
                                    service + "20 0 " + pbx.port(Transport.TCP) + " a.test.");
                    Phone phone = phone(dns, PATIENT)) {
                var line =
                        new LineConfig(
                                "l", "sip:pbx.test", "6001", "", "secret", Duration.ofMinutes(5));
                Line registered = phone.stack.register(line);
                Wire.Message register = Phone.take(pbx.accepted, "a REGISTER");
                assertTrue(register.one("Via").startsWith("SIP/2.0/TCP "), register.text());
                assertTrue(register.one("Contact").contains("transport=tcp"), register.text());
                assertTrue(register.start().startsWith("REGISTER sip:pbx.test SIP"));
                LineTest.until(() -> registered.state() instanceof LineState.Registered);
            }
        }
    }

    @Test
    void allServersThatFailedAreNamed() throws IOException {
        try (Socket deaf = new Socket();
                Socket other = new Socket()) {
            deaf.bind(new InetSocketAddress("127.0.0.1", 0));
            other.bind(new InetSocketAddress("127.0.0.1", 0));
            String service = "_sip._tcp.pbx.test 600 SRV ";
            try (NameServer dns =
                            new NameServer(
                                    HERE,
                                    "b.test 600 A 127.0.0.1",
                                    service + "1 0 " + deaf.getLocalPort() + " a.test.",
                                    service + "2 0 " + other.getLocalPort() + " b.test.");
                    Phone phone = phone(dns, PATIENT)) {
                Phone.Side side = dial(phone, "sip:100@pbx.test;transport=tcp");
                String why = side.hearsEndBy(CallEnd.By.NETWORK).reason();
                for (Socket each : new Socket[] {deaf, other}) {
                    String place = "127.0.0.1:" + each.getLocalPort() + "/tcp: cannot send INVITE";
                    assertTrue(why.contains(place), why);
                }
            }
        }
    }

    @Test
    void aNameThatLeadsNowhereIsToldWithWhatWasAsked() throws IOException {
        try (NameServer dns = new NameServer(HERE);
                Phone phone = phone(dns, PATIENT)) {
            Phone.Side side = dial(phone, "sip:100@nowhere.test");
            assertEquals(
                    "unknown host nowhere.test (NAPTR nowhere.test: none; SRV"
                            + " _sip._udp.nowhere.test: none; SRV _sip._tcp.nowhere.test: none; A"
                            + " nowhere.test: none)",
                    side.hearsEndBy(CallEnd.By.NETWORK).reason());
        }
    }

    @Test
    void callsGoOnWhileDnsIsSilent() throws IOException {
        var speaks = new CountDownLatch(1);
        try (Wire pbx = server();
                NameServer dns = new NameServer(speaks, HERE, srv(1, pbx.port()));
                Phone phone = phone(dns, PATIENT);
                Phone other = Phone.start()) {
            Phone.Side waiting = dial(phone, "sip:100@a.test:" + pbx.port());
            Phone.take(dns.asked, "a question");
            Phone.Side caller = other.dial(phone, Transport.UDP);
            phone.answers();
            caller.hearsAnswer(Phone.ANSWER);
            speaks.countDown();
            pbx.follows(phone.stack.listening());
            pbx.respond(pbx.receive("INVITE sip:100@a.test"), "486 Busy Here");
            assertEquals(486, waiting.hearsEndBy(CallEnd.By.PEER).status());
        }
    }

    @Test
    void aNameIsAskedForAgainWhenItsTimeIsOverAndNotBefore() throws IOException {
        try (Wire pbx = server();
                NameServer dns = new NameServer(HERE, "b.test 0 A 127.0.0.1");
                Phone phone = phone(dns, PATIENT)) {
            for (String host : new String[] {"a", "a", "b", "b"}) {
                Phone.Side side = dial(phone, "sip:1@" + host + ".test:" + pbx.port());
                pbx.follows(phone.stack.listening());
                pbx.respond(pbx.receive("INVITE"), "486 Busy Here");
                side.hearsEndBy(CallEnd.By.PEER);
            }
            assertEquals("A a.test", dns.asked.remove());
            assertEquals("A b.test", dns.asked.remove());
            assertEquals("A b.test", dns.asked.remove());
            assertTrue(dns.asked.isEmpty());
        }
    }

    @Test
    void whoHangsUpMeanwhileDoesNotRingElsewhere() throws IOException {
        try (Wire first = server();
                Wire second = server();
                NameServer dns =
                        new NameServer(HERE, srv(10, first.port()), srv(20, second.port()));
                Phone phone = phone(dns, PATIENT)) {
            Phone.Side side = dial(phone, "sip:100@pbx.test");
            first.follows(phone.stack.listening());
            Wire.Message invite = first.receive("INVITE");
            side.call.hangUp();
            first.respond(invite, "503 Service Unavailable");
            side.hearsEndBy(CallEnd.By.US);
            Phone.Side next = dial(phone, "sip:200@a.test:" + second.port());
            second.follows(phone.stack.listening());
            Wire.Message other = second.receive("INVITE");
            assertTrue(other.start().startsWith("INVITE sip:200@a.test"), other.text());
            second.respond(other, "486 Busy Here");
            next.hearsEndBy(CallEnd.By.PEER);
        }
    }
}
