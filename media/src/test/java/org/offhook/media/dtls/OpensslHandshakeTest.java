package org.offhook.media.dtls;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.offhook.media.srtp.DtlsTerms;
import org.offhook.media.srtp.Fingerprint;
import org.offhook.media.srtp.SrtpKey;
import org.offhook.media.srtp.SrtpSuite;

/** The other library that PBXes and phones use, as either end, with its own word for the keys. */
@Timeout(300)
class OpensslHandshakeTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final InetAddress HERE = InetAddress.ofLiteral("127.0.0.1");
    private static final Pattern MATERIAL = Pattern.compile("Keying material: ([0-9A-F]{120})");
    private static final DtlsIdentity OURS = DtlsIdentity.create(new SecureRandom());

    @TempDir Path folder;

    private final CountDownLatch settled = new CountDownLatch(1);
    private DatagramSocket socket;
    private volatile SocketAddress peer;
    private volatile DtlsAssociation association;
    private volatile int helloRecords;

    @BeforeEach
    void open() throws IOException {
        boolean installed =
                Stream.of(System.getenv("PATH").split(":"))
                        .anyMatch(place -> Files.isExecutable(Path.of(place, "openssl")));
        Assumptions.assumeTrue(installed, "openssl is not installed");
        socket = new DatagramSocket(new InetSocketAddress(HERE, 0));
    }

    @AfterEach
    void close() {
        if (association != null) {
            association.close();
        }
        if (socket != null) {
            socket.close();
        }
    }

    private static Process openssl(Path folder, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(arguments);
        return new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
    }

    private Fingerprint certify(String key) throws Exception {
        List<String> arguments =
                new ArrayList<>(
                        List.of("req", "-x509", "-nodes", "-days", "2", "-subj", "/CN=peer"));
        arguments.addAll(List.of("-keyout", "key.pem", "-out", "certificate.pem", "-newkey"));
        arguments.addAll(
                key.equals("rsa")
                        ? List.of("rsa:2048")
                        : List.of("ec", "-pkeyopt", "ec_paramgen_curve:P-256"));
        assertEquals(0, openssl(folder, arguments).waitFor(), this::output);
        try (var pem = Files.newInputStream(folder.resolve("certificate.pem"))) {
            var factory = CertificateFactory.getInstance("X.509");
            return Fingerprint.of(factory.generateCertificate(pem).getEncoded());
        }
    }

    private String output() {
        try {
            return Files.readString(folder.resolve("output"), UTF_8);
        } catch (IOException unread) {
            throw new UncheckedIOException(unread);
        }
    }

    private Process openssl(String command, String profile, String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(command, "-dtls1_2", "-key", "key.pem"));
        arguments.addAll(List.of("-cert", "certificate.pem", "-use_srtp", profile));
        arguments.addAll(List.of("-keymatexport", "EXTRACTOR-dtls_srtp", "-keymatexportlen", "60"));
        arguments.addAll(List.of(more));
        return openssl(folder, arguments);
    }

    private void begin(boolean active, Fingerprint theirs) {
        var terms = new DtlsTerms(active, List.of(theirs), 1);
        association = DtlsAssociation.start("test", OURS, terms, PATIENCE, this::onWake);
        Thread.ofVirtual().start(this::receive);
    }

    private void receive() {
        byte[] bytes = new byte[2_048];
        while (!socket.isClosed()) {
            var packet = new DatagramPacket(bytes, bytes.length);
            try {
                socket.receive(packet);
            } catch (IOException closed) {
                return;
            }
            if (bytes[0] == 22 && bytes[13] == 1) {
                helloRecords++;
            }
            peer = packet.getSocketAddress();
            association.came(bytes, packet.getLength());
        }
    }

    private void onWake() {
        DtlsAssociation ours = association;
        while (ours == null) {
            Thread.onSpinWait();
            ours = association;
        }
        for (byte[] each = ours.toSend(); each != null; each = ours.toSend()) {
            try {
                socket.send(new DatagramPacket(each, each.length, peer));
            } catch (IOException closed) {
                return;
            }
        }
        if (ours.isSettled()) {
            settled.countDown();
        }
    }

    private void haveKeysOf(Process openssl, boolean weAreClient, SrtpSuite suite)
            throws Exception {
        assertTrue(settled.await(120, TimeUnit.SECONDS), this::output);
        assertNotNull(association.keys(), () -> association.failure() + "\n" + output());
        byte[] material = HexFormat.of().parseHex(material(openssl));
        byte[] client = join(material, 0, 32);
        byte[] server = join(material, 16, 46);
        SrtpKey ours = association.keys().ours();
        SrtpKey theirs = association.keys().theirs();
        assertEquals(suite, ours.suite());
        assertArrayEquals(weAreClient ? client : server, ours.bytes());
        assertArrayEquals(weAreClient ? server : client, theirs.bytes());
    }

    /** It says so when it has read the last message, which may be after us. */
    private String material(Process openssl) throws Exception {
        while (true) {
            Matcher found = MATERIAL.matcher(output());
            if (found.find()) {
                return found.group(1);
            }
            assertTrue(openssl.isAlive(), this::output);
            openssl.waitFor(20, TimeUnit.MILLISECONDS);
        }
    }

    private static byte[] join(byte[] material, int keyAt, int saltAt) {
        byte[] joined = new byte[30];
        System.arraycopy(material, keyAt, joined, 0, 16);
        System.arraycopy(material, saltAt, joined, 16, 14);
        return joined;
    }

    @ParameterizedTest
    @CsvSource({
        "ec,  SRTP_AES128_CM_SHA1_80, AES_CM_128_HMAC_SHA1_80, 1400",
        "rsa, SRTP_AES128_CM_SHA1_80, AES_CM_128_HMAC_SHA1_80, 1400",
        "ec,  SRTP_AES128_CM_SHA1_32, AES_CM_128_HMAC_SHA1_32, 1400",
        "ec,  SRTP_AES128_CM_SHA1_32:SRTP_AES128_CM_SHA1_80, AES_CM_128_HMAC_SHA1_80, 1400",
        "rsa, SRTP_AES128_CM_SHA1_80, AES_CM_128_HMAC_SHA1_80, 256",
    })
    void itsClientAndWeHaveTheSameKeys(String key, String profiles, SrtpSuite suite, int mtu)
            throws Exception {
        begin(false, certify(key));
        String at = "127.0.0.1:" + socket.getLocalPort();
        // Makes its hello as long as those of browsers.
        String names = ("a".repeat(200) + ",").repeat(5) + "b";
        String most = Integer.toString(mtu);
        Process client =
                openssl("s_client", profiles, "-connect", at, "-mtu", most, "-alpn", names);
        try {
            haveKeysOf(client, false, suite);
            assertEquals(mtu < 300, helloRecords > 1, helloRecords + " records of its hello");
        } finally {
            client.destroy();
        }
    }

    @ParameterizedTest
    @CsvSource({"ec", "rsa"})
    void itsServerAndWeHaveTheSameKeys(String key) throws Exception {
        Fingerprint theirs = certify(key);
        int port;
        try (var free = new DatagramSocket(new InetSocketAddress(HERE, 0))) {
            port = free.getLocalPort();
        }
        String at = "127.0.0.1:" + port;
        Process server =
                openssl("s_server", "SRTP_AES128_CM_SHA1_80", "-accept", at, "-Verify", "1");
        try {
            peer = new InetSocketAddress(HERE, port);
            begin(true, theirs);
            haveKeysOf(server, true, SrtpSuite.AES_CM_128_HMAC_SHA1_80);
        } finally {
            server.destroy();
        }
    }
}
