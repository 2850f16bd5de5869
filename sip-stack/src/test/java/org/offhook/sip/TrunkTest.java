package org.offhook.sip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Trunks and lines that are asked whether they are there, and several of them at once. */
class TrunkTest {
    private static LineConfig line(String name, Wire pbx) {
        String uri = "sip:127.0.0.1:" + pbx.port();
        return new LineConfig(name, uri, name, "", "of " + name, Duration.ofSeconds(600))
                .withKeepAlive(Duration.ZERO);
    }

    @Test
    void aTrunkIsAskedAndSaidToBeAwayAndBack() throws IOException {
        try (Phone phone = Phone.start();
                Wire pbx = new Wire(phone.stack.listening())) {
            LineConfig trunk =
                    line("trunk", pbx)
                            .withOptionsEvery(Duration.ofMillis(200))
                            .withoutRegistration();
            Line line = phone.stack.register(trunk);
            Wire.Message options = pbx.receive("OPTIONS sip:127.0.0.1:" + pbx.port() + " SIP/2.0");
            assertEquals("application/sdp", options.one("Accept"));
            assertTrue(options.one("From").startsWith("<sip:trunk@127.0.0.1>;tag="));
            // Silent: it waits for 200 ms.
            LineTest.until(() -> line.state() instanceof LineState.Away);
            LineState now = line.state();
            while (now instanceof LineState.Away) {
                pbx.respond(pbx.receive("OPTIONS"), "404 Not Found");
                now = line.state();
            }
            assertEquals(new LineState.Unregistered(), now);
            Phone.Side side = new Phone.Side();
            String target = "sip:7000@127.0.0.1:" + pbx.port();
            side.call = phone.stack.dialFrom(line, target, Phone.OFFER, side);
            Wire.Message invite = pbx.receive("INVITE");
            assertTrue(invite.one("From").startsWith("<sip:trunk@127.0.0.1>"), invite.text());
            pbx.respond(invite, "486 Busy Here");
            side.hearsEndBy(CallEnd.By.PEER);
            line.close();
            LineTest.until(() -> line.state() instanceof LineState.Closed);
        }
    }

    @Test
    void aRegistrarIsAskedOnceTheLineIsRegistered() throws IOException {
        try (Phone phone = Phone.start();
                Wire pbx = new Wire(phone.stack.listening())) {
            Line line =
                    phone.stack.register(
                            line("6001", pbx).withOptionsEvery(Duration.ofSeconds(60)));
            Wire.Message register = pbx.receive();
            assertTrue(register.start().startsWith("REGISTER"), register.text());
            pbx.respond(register, "200 OK", "Contact: " + register.one("Contact"));
            pbx.respond(pbx.receive("OPTIONS"), "503 Service Unavailable");
            LineTest.until(() -> line.state() instanceof LineState.Away);
        }
    }

    @Test
    void linesAtSeveralRegistrarsKeepTheirOwn() throws IOException {
        try (Phone phone = Phone.start();
                Wire one = new Wire(phone.stack.listening());
                Wire two = new Wire(phone.stack.listening())) {
            Line first = phone.stack.register(line("6001", one));
            Line second = phone.stack.register(line("7001", two));
            for (Wire pbx : new Wire[] {two, one}) {
                String user = pbx == one ? "6001" : "7001";
                Wire.Message register = pbx.receive("REGISTER");
                assertEquals("<sip:" + user + "@127.0.0.1>", register.one("To"));
                String challenge = "WWW-Authenticate: Digest realm=\"" + user + "\", nonce=\"n\"";
                pbx.respond(register, "401 Unauthorized", challenge);
                Wire.Message proved = pbx.receive("REGISTER");
                while (proved.some("Authorization").isEmpty()) {
                    proved = pbx.receive("REGISTER");
                }
                String proof = proved.one("Authorization");
                assertTrue(proof.contains("username=\"" + user + "\""), proof);
                pbx.respond(proved, "200 OK", "Contact: " + proved.one("Contact"));
            }
            LineTest.until(() -> first.state() instanceof LineState.Registered);
            LineTest.until(() -> second.state() instanceof LineState.Registered);
            first.close();
            Wire.Message end = one.receive("REGISTER");
            while (!end.one("Expires").equals("0")) {
                end = one.receive("REGISTER");
            }
            one.respond(end, "200 OK");
            LineTest.until(() -> first.state() instanceof LineState.Closed);
            assertTrue(second.state() instanceof LineState.Registered);
        }
    }

    @Test
    void whoIsAskedForByOptionsIsKnownOrNot() throws IOException {
        try (Phone phone = Phone.start();
                Wire pbx = new Wire(phone.stack.listening())) {
            phone.stack.answersFor("6001"::equals);
            Wire.Message known = pbx.ask(options(pbx, "6001@"));
            assertEquals("SIP/2.0 200 OK", known.start());
            assertTrue(known.one("Allow").contains("INVITE"), known.text());
            assertEquals("application/sdp", known.one("Accept"));
            assertTrue(known.one("Supported").contains("timer"), known.text());
            assertEquals("SIP/2.0 404 Not found", pbx.ask(options(pbx, "6002@")).start());
            assertEquals("SIP/2.0 200 OK", pbx.ask(options(pbx, "")).start());
        }
    }

    private static String options(Wire pbx, String user) {
        return String.join(
                "\r\n",
                "OPTIONS sip:" + user + "127.0.0.1 SIP/2.0",
                pbx.via(),
                "From: <sip:pbx@127.0.0.1>;tag=p",
                "To: <sip:" + user + "127.0.0.1>",
                "Call-ID: options-" + user + pbx.port(),
                "CSeq: 1 OPTIONS",
                "Max-Forwards: 70",
                "Content-Length: 0",
                "",
                "");
    }

    @Test
    void callsOfALineAreReachedWhereItsRegistrarSeesUs() throws IOException {
        try (Phone phone = Phone.start();
                Wire pbx = new Wire(phone.stack.listening())) {
            Line line = phone.stack.register(line("6001", pbx));
            Wire.Message register = pbx.receive("REGISTER");
            String via = ";rport=40000;received=203.0.113.9;branch";
            pbx.respond(
                    new Wire.Message(register.text().replaceFirst(";rport(=\\d*)?;branch", via)),
                    "200 OK",
                    "Contact: " + register.one("Contact") + ";expires=600");
            Wire.Message again = pbx.receive("REGISTER");
            while (!again.text().contains("203.0.113.9")) {
                again = pbx.receive("REGISTER");
            }
            Phone.Side side = new Phone.Side();
            String target = "sip:7000@127.0.0.1:" + pbx.port();
            side.call = phone.stack.dialFrom(line, target, Phone.OFFER, side);
            Wire.Message invite = pbx.receive("INVITE");
            assertEquals("<sip:6001@203.0.113.9:40000>", invite.one("Contact"));
            assertFalse(invite.one("Via").contains("203.0.113.9"), invite.text());
            pbx.respond(invite, "486 Busy Here");
            side.hearsEndBy(CallEnd.By.PEER);
            Phone.Side[] called = new Phone.Side[1];
            Wire.Message ok = pbx.new Caller().isAnsweredBy(phone, called);
            assertEquals("<sip:6001@203.0.113.9:40000>", ok.one("Contact"));
        }
    }
}
