package org.offhook.tests.peer;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Assumptions;

/**
 * FreeSWITCH 1.11 with the configuration that it comes with ("vanilla") and the files of {@code
 * freeswitch-config}, as they are but for addresses and passwords. {@code OFFHOOK_FREESWITCH} names
 * the prefix that it is installed at (by {@code make install}: {@code bin}, {@code etc/freeswitch},
 * {@code lib/freeswitch/mod}). Any thread.
 */
public final class FreeSwitch implements AutoCloseable {
    /** Of user 4100, and of the phones 1000 to 1019. */
    public static final String PASSWORD = "offhooks";

    /** Answers by an echo. */
    public static final String ECHO = "701";

    /** Rings for two minutes. */
    public static final String SILENT = "703";

    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private final PeerProcess process;
    private final InetSocketAddress address;
    private final InetSocketAddress outside;
    private final InetSocketAddress tls;
    private final Path folder;

    private FreeSwitch(
            PeerProcess process,
            InetSocketAddress address,
            InetSocketAddress outside,
            InetSocketAddress tls,
            Path folder) {
        this.process = process;
        this.address = address;
        this.outside = outside;
        this.tls = tls;
        this.folder = folder;
    }

    /**
     * Starts it and waits until it is ready; skips the test where there is none.
     *
     * @param encrypted with the files of {@code tls}: user 4100 only with SRTP
     * @param trunk where the gateway {@code offhook} leads
     * @param folder an empty folder
     */
    public static FreeSwitch start(boolean encrypted, String trunk, Path folder)
            throws IOException, InterruptedException {
        String named = System.getenv("OFFHOOK_FREESWITCH");
        Assumptions.assumeTrue(named != null, "OFFHOOK_FREESWITCH names no FreeSWITCH");
        Path home = Path.of(named);
        InetSocketAddress address = Loopback.nextWithPort();
        InetSocketAddress outside = Loopback.another(address);
        InetSocketAddress tls = Loopback.another(address);
        Path conf = folder.resolve("conf");
        copy(home.resolve("etc/freeswitch"), conf);
        adapt(conf, address, outside, tls);
        addOurs(conf, encrypted, trunk);
        writeKeys(Files.createDirectories(folder.resolve("certs")), tls);
        var process = PeerProcess.start(folder, command(home, conf, folder));
        var freeSwitch = new FreeSwitch(process, address, outside, tls, folder);
        if (!SipProbe.answersOptions(address)) {
            freeSwitch.close();
            throw new AssertionError("FreeSWITCH does not answer OPTIONS:\n" + process.output());
        }
        return freeSwitch;
    }

    /** Without {@code -np} it would take real-time priority from all others. */
    private static List<String> command(Path home, Path conf, Path folder) throws IOException {
        for (String part : List.of("log", "db", "run", "recordings", "storage")) {
            Files.createDirectories(folder.resolve(part));
        }
        return List.of(
                home.resolve("bin/freeswitch").toString(),
                "-np",
                "-nonat",
                "-nf",
                "-conf",
                conf.toString(),
                "-mod",
                home.resolve("lib/freeswitch/mod").toString(),
                "-certs",
                folder.resolve("certs").toString(),
                "-log",
                folder.resolve("log").toString(),
                "-db",
                folder.resolve("db").toString(),
                "-run",
                folder.resolve("run").toString(),
                "-recordings",
                folder.resolve("recordings").toString(),
                "-storage",
                folder.resolve("storage").toString());
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(
                        file,
                        to.resolve(from.relativize(file)),
                        StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    /** All that listens does so at one loopback address, and nobody is asked where we are. */
    private static void adapt(
            Path conf, InetSocketAddress address, InetSocketAddress outside, InetSocketAddress tls)
            throws IOException {
        String host = address.getAddress().getHostAddress();
        Path vars = conf.resolve("vars.xml");
        Files.writeString(
                vars,
                Files.readString(vars)
                        .replace("$${local_ip_v4}", host)
                        .replace("default_password=1234", "default_password=" + PASSWORD)
                        .replace("internal_sip_port=5060", "internal_sip_port=" + address.getPort())
                        .replace("external_sip_port=5080", "external_sip_port=" + outside.getPort())
                        .replace("internal_tls_port=5061", "internal_tls_port=" + tls.getPort())
                        .replace("internal_ssl_enable=false", "internal_ssl_enable=true")
                        .replaceAll(
                                "cmd=\"stun-set\" data=\"(\\w+)=[^\"]*\"",
                                "cmd=\"set\" data=\"$1=" + host + "\""));
        Path events = conf.resolve("autoload_configs/event_socket.conf.xml");
        replace(events, "\"::\"", quoted(host));
        replace(events, "\"8021\"", quoted("" + Loopback.another(address).getPort()));
        replace(
                conf.resolve("autoload_configs/logfile.conf.xml"),
                "name=\"loglevel\" value=\"info\"",
                "name=\"loglevel\" value=\"debug\"");
        for (String name : List.of("internal.xml", "external.xml")) {
            Path profile = conf.resolve("sip_profiles").resolve(name);
            Files.writeString(
                    profile,
                    Files.readString(profile)
                            .replace("$${local_ip_v4}", host)
                            .replaceAll("(?m)^.*name=\"wss?-binding\".*$", ""));
        }
        for (String unwanted :
                List.of(
                        "sip_profiles/internal-ipv6.xml",
                        "sip_profiles/external-ipv6.xml",
                        "sip_profiles/external/example.xml",
                        "directory/default/example.com.xml")) {
            Files.deleteIfExists(conf.resolve(unwanted));
        }
    }

    private static void addOurs(Path conf, boolean encrypted, String trunk) throws IOException {
        Path ours = OffhookProcess.top().resolve("freeswitch-config");
        String user = encrypted ? "tls/offhook.xml" : "directory/default/offhook.xml";
        install(ours.resolve(user), conf.resolve("directory/default/offhook.xml"), trunk);
        for (String same :
                List.of(
                        "dialplan/default/offhook.xml",
                        "dialplan/public/offhook.xml",
                        "sip_profiles/external/offhook.xml")) {
            install(ours.resolve(same), conf.resolve(same), trunk);
        }
        Files.writeString(
                conf.resolve("dialplan/default/00_people.xml"),
                """
                <include>
                  <extension name="echo"><condition field="destination_number" expression="^%s$">
                    <action application="answer"/><action application="echo"/>
                  </condition></extension>
                  <extension name="silent"><condition field="destination_number" expression="^%s$">
                    <action application="ring_ready"/><action application="sleep" data="120000"/>
                  </condition></extension>
                  <extension name="port"><condition field="destination_number" expression="^9(\\d{5})$">
                    <action application="bridge" data="sofia/internal/sip:100@127.0.0.1:$1"/>
                  </condition></extension>
                </include>
                """
                        .formatted(ECHO, SILENT));
    }

    private static void install(Path from, Path to, String trunk) throws IOException {
        Files.writeString(
                to,
                Files.readString(from)
                        .replace("change-me", PASSWORD)
                        .replace("127.0.0.1:5060", trunk));
    }

    private static void replace(Path file, String what, String with) throws IOException {
        Files.writeString(file, Files.readString(file).replace(what, with));
    }

    private static String quoted(String text) {
        return '"' + text + '"';
    }

    private static void writeKeys(Path certs, InetSocketAddress tls) throws IOException {
        HeldCertificate held =
                new HeldCertificate.Builder()
                        .rsa2048()
                        .addSubjectAlternativeName(tls.getAddress().getHostAddress())
                        .build();
        Files.writeString(
                certs.resolve("agent.pem"), held.certificatePem() + held.privateKeyPkcs8Pem());
        Files.writeString(certs.resolve("cafile.pem"), held.certificatePem());
    }

    /** Where phones register, UDP and TCP. */
    public InetSocketAddress address() {
        return address;
    }

    /** Where trunks call, UDP and TCP. */
    public InetSocketAddress outside() {
        return outside;
    }

    /** Where phones register over TLS. */
    public InetSocketAddress tls() {
        return tls;
    }

    /** PEM. */
    public Path certificate() {
        return folder.resolve("certs/cafile.pem");
    }

    /** {@code sip:extension@host:port}. */
    public String uri(String extension) {
        return "sip:" + extension + "@" + Loopback.text(address);
    }

    /** Leads to a phone that is not registered. */
    public String uriOf(AnsweringPhone phone) {
        int port = Integer.parseInt(phone.uri().replaceFirst(".*:", ""));
        return uri("9%05d".formatted(port));
    }

    /** Waits for a line of its log. */
    public void awaitLogged(String pattern) throws InterruptedException {
        process.await(Pattern.compile(pattern), PATIENCE);
    }

    public String log() {
        return process.output();
    }

    @Override
    public void close() {
        process.close();
    }
}
