package org.offhook.tests.peer;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A registrar and record-routing proxy (Kamailio 5.6) with digest authentication, all in memory: no
 * database. Any thread.
 */
public final class Kamailio implements AutoCloseable {
    /** The realm of its challenges (RFC 3261 §22.1). */
    public static final String REALM = "pbx.test";

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final PeerProcess process;
    private final InetSocketAddress address;

    private Kamailio(PeerProcess process, InetSocketAddress address) {
        this.process = process;
        this.address = address;
    }

    /**
     * Starts it and waits until it answers OPTIONS.
     *
     * @param passwords extension to password
     * @param folder an empty folder for its configuration
     */
    public static Kamailio start(Map<String, String> passwords, Path folder)
            throws IOException, InterruptedException {
        PeerProcess.assumeInstalled("kamailio", "kamailio");
        InetSocketAddress address = Loopback.nextWithPort();
        Path config = folder.resolve("kamailio.cfg");
        Files.writeString(
                config,
                template()
                        .replace("@ADDRESS@", Loopback.text(address))
                        .replace("@HOST@", address.getAddress().getHostAddress())
                        .replace("@REALM@", REALM)
                        .replace("@USERS@", users(passwords)));
        var process =
                PeerProcess.start(
                        folder,
                        List.of(
                                program(),
                                "-f",
                                config.toString(),
                                "-DD",
                                "-E",
                                "-m",
                                "32",
                                "-M",
                                "4",
                                "-Y",
                                folder.toString()));
        var kamailio = new Kamailio(process, address);
        if (!SipProbe.answersOptions(address)) {
            kamailio.close();
            throw new AssertionError("kamailio does not answer OPTIONS:\n" + process.output());
        }
        return kamailio;
    }

    private static String program() {
        return Files.isExecutable(Path.of("/usr/sbin/kamailio"))
                ? "/usr/sbin/kamailio"
                : "kamailio";
    }

    private static String template() throws IOException {
        try (InputStream in = Kamailio.class.getResourceAsStream("/peer/kamailio.cfg")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String users(Map<String, String> passwords) {
        return passwords.entrySet().stream()
                .map(user ->
                        "    $sht(ha1=>%s) = \"%s\";"
                                .formatted(user.getKey(), ha1(user.getKey(), user.getValue())))
                .collect(Collectors.joining("\n"));
    }

    /** H(A1) of RFC 2617 §3.2.2.2, MD5. */
    private static String ha1(String user, String password) {
        String a1 = user + ":" + REALM + ":" + password;
        try {
            byte[] hash =
                    MessageDigest.getInstance("MD5").digest(a1.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Where it listens, UDP and TCP. */
    public InetSocketAddress address() {
        return address;
    }

    /** {@code sip:extension@host:port}. */
    public String uri(String extension) {
        return "sip:" + extension + "@" + Loopback.text(address);
    }

    /** Waits until {@code extension} has a registered contact. */
    public void awaitRegistered(String extension) throws InterruptedException {
        awaitLogged("registered " + extension + " at ");
    }

    /** Waits for a part of a line of its log. */
    public void awaitLogged(String text) throws InterruptedException {
        process.await(Pattern.compile(Pattern.quote(text)), PATIENCE);
    }

    /** Its log: one line for each registration, call and refusal. */
    public String log() {
        return process.output();
    }

    /** SIGKILL: the PBX is gone without a word. */
    public void kill() {
        process.kill();
    }

    @Override
    public void close() {
        process.close();
    }
}
