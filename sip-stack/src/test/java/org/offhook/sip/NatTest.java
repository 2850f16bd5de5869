package org.offhook.sip;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A line behind a NAT: it learns where it is seen, and keeps the way open. */
class NatTest {
    private static final String NEW = "<sip:6001@203.0.113.9:40000>";

    private static LineConfig line(Wire registrar, Duration keepAlive) {
        String uri = "sip:127.0.0.1:" + registrar.port();
        return new LineConfig("l", uri, "6001", "", "x", Duration.ofSeconds(600))
                .withKeepAlive(keepAlive);
    }

    /** As it looks to who gets it from the NAT. */
    private static Wire.Message seen(Wire.Message register) {
        String via = ";rport=40000;received=203.0.113.9;branch";
        return new Wire.Message(register.text().replaceFirst(";rport(=\\d*)?;branch", via));
    }

    private static String[] bindings(Wire.Message register) {
        return register.all("Contact").stream()
                .filter(contact -> !contact.contains("expires=0"))
                .map(contact -> "Contact: " + contact + ";expires=600")
                .toArray(String[]::new);
    }

    @Test
    void theContactIsWhereTheRegistrarSeesUsAndTheFormerOneIsTakenBack() throws IOException {
        try (Phone phone = Phone.start();
                Wire pbx = new Wire(phone.stack.listening())) {
            Line line = phone.stack.register(line(pbx, Duration.ZERO));
            Wire.Message first = pbx.receive("REGISTER");
            String old = first.one("Contact");
            pbx.respond(seen(first), "200 OK", bindings(first));
            Wire.Message second = pbx.receive("REGISTER");
            while (second.one("CSeq").equals(first.one("CSeq"))) {
                second = pbx.receive("REGISTER"); // a repeat of the first
            }
            assertEquals(List.of(NEW, old + ";expires=0"), contacts(second));
            pbx.respond(seen(second), "200 OK", bindings(second));
            LineTest.until(() -> line.state() instanceof LineState.Registered);
            line.close();
            Wire.Message last = pbx.receive("REGISTER");
            while (last.one("Expires").equals("600")) {
                last = pbx.receive("REGISTER");
            }
            assertEquals(List.of(NEW), contacts(last));
        }
    }

    private static List<String> contacts(Wire.Message register) {
        return register.all("Contact").stream()
                .flatMap(line -> List.of(line.split(",\\s*")).stream())
                .toList();
    }

    @Test
    void aChallengeIsAnsweredFromTheRightAddressAtOnce() throws IOException {
        try (Phone phone = Phone.start();
                Wire pbx = new Wire(phone.stack.listening())) {
            phone.stack.register(line(pbx, Duration.ZERO));
            Wire.Message first = pbx.receive("REGISTER");
            String challenge = "WWW-Authenticate: Digest realm=\"r\", nonce=\"n\"";
            pbx.respond(seen(first), "401 Unauthorized", challenge);
            Wire.Message second = pbx.receive("REGISTER");
            while (second.some("Authorization").isEmpty()) {
                second = pbx.receive("REGISTER");
            }
            assertEquals(List.of(NEW), contacts(second));
        }
    }

    @Test
    void emptyDatagramsKeepTheWayOpen() throws IOException {
        try (Phone phone = Phone.start();
                Wire pbx = new Wire(phone.stack.listening())) {
            phone.stack.register(line(pbx, Duration.ofMillis(20)));
            Wire.Message register = pbx.receive("REGISTER");
            pbx.respond(register, "200 OK", bindings(register));
            Wire.Message next = pbx.receive();
            while (!next.text().equals("\r\n\r\n")) {
                next = pbx.receive();
            }
            pbx.receiveAgain(next);
            pbx.receiveAgain(next);
        }
    }
}
