package org.offhook.sip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls and lines over TLS, with certificates that are right, wrong, missing and renewed. */
class TlsTest {
    @TempDir static Path folder;
    private static Certificates here;
    private static Certificates there;
    private static Certificates stranger;

    @BeforeAll
    static void certificates() throws IOException {
        here = Certificates.make(folder, "here", "127.0.0.1");
        there = Certificates.make(folder, "there", "127.0.0.1");
        stranger = Certificates.make(folder, "stranger", "elsewhere.invalid");
    }

    private static Phone phone(TlsConfig tls) throws IOException {
        return Phone.start(Phone.config(10).withTls(tls));
    }

    private static String uri(Phone phone, String form) {
        return form.formatted("6001@127.0.0.1:" + phone.stack.tlsPort());
    }

    private static Phone.Side dial(Phone from, Phone to, String form) {
        Phone.Side side = new Phone.Side();
        side.call = from.stack.dial(uri(to, form), Phone.OFFER, side);
        return side;
    }

    @ParameterizedTest
    @ValueSource(strings = {"sip:%s;transport=tls", "sips:%s"})
    void aCallIsMadeAndEndedFromEitherSide(String form) throws IOException {
        try (Phone caller = phone(here.believing(there, false));
                Phone called = phone(there.believing(here, false))) {
            Phone.Side near = dial(caller, called, form);
            Phone.Side far = called.answers();
            near.hearsAnswer(Phone.ANSWER);
            near.call.hangUp();
            far.hearsEndBy(CallEnd.By.PEER);
            near.hearsEndBy(CallEnd.By.US);
            Phone.Side again = dial(caller, called, form);
            Phone.Side farAgain = called.answers();
            again.hearsAnswer(Phone.ANSWER);
            farAgain.call.hangUp();
            again.hearsEndBy(CallEnd.By.PEER);
        }
    }

    @Test
    void whoIsNotBelievedOrHasAnotherNameIsNotSpokenTo() throws IOException {
        try (Phone caller = phone(here.believing(stranger, false));
                Phone unknown = phone(there.believing(here, false));
                Phone misnamed = phone(stranger.believing(here, false))) {
            for (Phone called : List.of(unknown, misnamed)) {
                Phone.Side side = dial(caller, called, "sip:%s;transport=tls");
                side.hearsEndBy(CallEnd.By.NETWORK);
                assertEquals(0, called.stack.counters().invites());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"QUJD=A", "QUI", "QUJD"})
    void aDamagedKeyIsToldByItsSettingAndFile(String base64, @TempDir Path folder)
            throws IOException {
        Path damaged = folder.resolve("own.key");
        Files.writeString(
                damaged,
                "-----BEGIN PRIVATE KEY-----\n" + base64 + "\n-----END PRIVATE KEY-----\n");
        TlsConfig right = here.believing(there, false);
        var identity =
                new TlsConfig.Identity(right.identity().orElseThrow().certificate(), damaged);
        var wrong = new TlsConfig(0, Optional.of(identity), right.authorities(), false);
        var thrown =
                assertThrows(IOException.class, () -> Phone.start(Phone.config(1).withTls(wrong)));
        String start = "sip.tls.key: " + damaged + " ";
        assertTrue(thrown.getMessage().startsWith(start), thrown.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aCallerWithoutCertificateIsTurnedAwayWhereOneIsDemanded(String version)
            throws IOException, GeneralSecurityException {
        try (Phone known = phone(here.believing(there, false));
                Phone called = phone(there.believing(here, true));
                SSLSocket anonymous = connected(called, there.believer())) {
            anonymous.setEnabledProtocols(new String[] {version});
            // With 1.3 only the first read tells that the server did not like us.
            assertThrows(
                    IOException.class,
                    () -> {
                        anonymous.startHandshake();
                        anonymous.getInputStream().read();
                    });
            Phone.Side side = dial(known, called, "sip:%s;transport=tls");
            called.answers();
            side.hearsAnswer(Phone.ANSWER);
        }
    }

    @Test
    void whatCannotBeReadIsDroppedAndTheConnectionLives()
            throws IOException, GeneralSecurityException {
        try (Phone called = phone(there.believing(here, false));
                SSLSocket socket = connected(called, there.believer())) {
            String via = "SIP/2.0/TLS 127.0.0.1:" + socket.getLocalPort() + ";branch=z9hG4bK";
            // JAIN-SIP would answer it only where something good has come before.
            write(socket, probe(via + "first", "CSeq: 1 OPTIONS"));
            assertTrue(untilAnswered(socket, "CSeq: 1 OPTIONS").contains(" 200 "));
            write(socket, probe(via + "bad", "CSeq: 2 OPTIONS\r\nVia: echo"));
            write(socket, probe(via + "odd", "CSeq: 3 OPTIONS\r\nDate: echo"));
            String said = untilAnswered(socket, "CSeq: 3 OPTIONS");
            assertTrue(said.contains(" 200 ") && !said.contains(" 400 "), said);
            assertTrue(!said.contains("echo"), said);
            assertEquals(1, called.stack.counters().malformed());
        }
    }

    private static String probe(String via, String more) {
        return String.join(
                "\r\n",
                "OPTIONS sip:127.0.0.1 SIP/2.0",
                "Via: " + via,
                "From: <sip:prober@192.0.2.1>;tag=s",
                "To: <sip:127.0.0.1>",
                "Call-ID: probe",
                more,
                "Max-Forwards: 70",
                "Content-Length: 0",
                "",
                "");
    }

    private static void write(SSLSocket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    /** All that comes up to a 200 with that line. */
    private static String untilAnswered(SSLSocket socket, String line) throws IOException {
        socket.setSoTimeout(60_000);
        var reader =
                new BufferedReader(
                        new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        var said = new StringBuilder();
        for (String read = reader.readLine(); !line.equals(read); read = reader.readLine()) {
            assertTrue(read != null, said::toString);
            said.append(read).append('\n');
        }
        return said.toString();
    }

    private static SSLSocket connected(Phone phone, SSLContext client) throws IOException {
        var address = phone.stack.listening().getAddress();
        var factory = client.getSocketFactory();
        return (SSLSocket) factory.createSocket(address, phone.stack.tlsPort());
    }

    /** RFC 3263 section 4.2; who must prove to be the domain, not what DNS made of it. */
    @ParameterizedTest
    @CsvSource({
        "pbx.test, sips:6001@pbx.test",
        "pbx.test, sip:6001@pbx.test;transport=tls",
        "a.test,   sips:6001@pbx.test",
    })
    void aNameLeadsToItsServerForTls(String certified, String target) throws IOException {
        Certificates pbx = Certificates.make(folder, "pbx", certified);
        try (Phone called = phone(pbx.believing(here, false));
                NameServer dns =
                        new NameServer(
                                "a.test 600 A 127.0.0.1",
                                "_sips._tcp.pbx.test 600 SRV 10 0 "
                                        + called.stack.tlsPort()
                                        + " a.test.");
                Phone caller =
                        Phone.start(
                                Phone.config(10)
                                        .withTls(here.believing(pbx, false))
                                        .withNameServer(dns.address()))) {
            Phone.Side side = new Phone.Side();
            side.call = caller.stack.dial(target, Phone.OFFER, side);
            if (certified.equals("a.test")) {
                side.hearsEndBy(CallEnd.By.NETWORK);
                return;
            }
            Phone.Side far = called.answers();
            side.hearsAnswer(Phone.ANSWER);
            side.call.hangUp();
            far.hearsEndBy(CallEnd.By.PEER);
        }
    }

    @Test
    void aUriThatAsksForTlsIsNeverCalledWithout() throws IOException {
        try (Phone plain = Phone.start();
                Phone called = Phone.start()) {
            Phone.Side side = new Phone.Side();
            String target = called.uri("6001", Transport.TCP).replace("=tcp", "=tls");
            side.call = plain.stack.dial(target, Phone.OFFER, side);
            side.hearsEndBy(CallEnd.By.NETWORK);
            assertEquals(0, called.stack.counters().invites());
        }
    }

    private static X509Certificate shown(Phone phone, SSLContext client) throws IOException {
        try (SSLSocket socket = connected(phone, client)) {
            socket.startHandshake();
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        }
    }

    private static void replace(Certificates source, Certificates target) throws IOException {
        Files.copy(source.key(), target.key(), StandardCopyOption.REPLACE_EXISTING);
        Files.copy(source.certificate(), target.certificate(), StandardCopyOption.REPLACE_EXISTING);
    }

    @Test
    void aRenewedCertificateIsShownFromTheNextConnectionAndABrokenOneIsNot()
            throws IOException, GeneralSecurityException {
        Certificates old = Certificates.make(folder, "old", "127.0.0.1");
        try (Phone phone = phone(old.believing(here, false))) {
            assertEquals(old.own(), shown(phone, old.believer()));
            Files.writeString(old.certificate(), "half a certifica");
            assertEquals(old.own(), shown(phone, old.believer()));
            replace(there, old);
            assertEquals(there.own(), shown(phone, there.believer()));
        }
    }

    @Test
    void filesThatCannotBeUsedAreNamedAtTheStart() {
        Path missing = folder.resolve("missing.crt");
        var identity = new TlsConfig.Identity(missing, here.key());
        var tls = new TlsConfig(0, Optional.of(identity), Optional.empty(), false);
        var fault = assertThrows(IOException.class, () -> phone(tls).close());
        assertTrue(fault.getMessage().contains("missing.crt"), fault.getMessage());
        var mixed = new TlsConfig.Identity(here.certificate(), here.certificate());
        var noKey = new TlsConfig(0, Optional.of(mixed), Optional.empty(), false);
        fault = assertThrows(IOException.class, () -> phone(noKey).close());
        assertTrue(fault.getMessage().contains("PKCS #8"), fault.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aLineRegistersOverEitherVersion(String version) throws IOException {
        BlockingQueue<Wire.Message> registers = new LinkedBlockingQueue<>();
        try (var server =
                        (SSLServerSocket)
                                there.context()
                                        .getServerSocketFactory()
                                        .createServerSocket(
                                                0, 5, Phone.config(1).listen().getAddress());
                Phone phone = phone(here.believing(there, false))) {
            server.setEnabledProtocols(new String[] {version});
            Thread.ofVirtual().start(() -> serve(server, registers));
            String uri = "sip:127.0.0.1:" + server.getLocalPort() + ";transport=tls";
            var config = new LineConfig("l", uri, "6001", "", "x", Duration.ofHours(1));
            Line line = phone.stack.register(config);
            Wire.Message register = Phone.take(registers, "a REGISTER");
            assertTrue(register.one("Via").startsWith("SIP/2.0/TLS "), register.text());
            String contact = "<sip:6001@127.0.0.1:" + phone.stack.tlsPort() + ";transport=tls>";
            assertEquals(contact, register.one("Contact"));
            LineTest.until(() -> line.state() instanceof LineState.Registered);
        }
    }

    /** A registrar that lets everyone in, for one connection. */
    private static void serve(SSLServerSocket server, BlockingQueue<Wire.Message> registers) {
        try (var connection = server.accept()) {
            var in =
                    new BufferedReader(
                            new InputStreamReader(
                                    connection.getInputStream(), StandardCharsets.UTF_8));
            StringBuilder text = new StringBuilder();
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                text.append(line).append("\r\n");
                if (line.isEmpty() && text.length() > 2) {
                    Wire.Message register = new Wire.Message(text.toString());
                    text.setLength(0);
                    registers.add(register);
                    connection.getOutputStream().write(welcome(register).getBytes());
                }
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private static String welcome(Wire.Message register) {
        StringBuilder ok = new StringBuilder("SIP/2.0 200 OK\r\n");
        for (String name : List.of("Via", "From", "To", "Call-ID", "CSeq", "Contact", "Expires")) {
            ok.append(name).append(": ").append(register.one(name)).append("\r\n");
        }
        return ok + "Content-Length: 0\r\n\r\n";
    }
}
