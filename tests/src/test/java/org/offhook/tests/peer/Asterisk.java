package org.offhook.tests.peer;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Assumptions;

/**
 * Asterisk 22 with the files of {@code asterisk-config} as they are but for addresses and the
 * password, and a house around them: an echo at 701, phones at 6001 and 6002, and people who are
 * busy (6003), do not answer (6004) or refuse (6005). From the PATH, or from a Debian folder that
 * {@code OFFHOOK_ASTERISK_ROOT} names (then by {@code chroot}, which needs root). Any thread.
 */
public final class Asterisk implements AutoCloseable {
    /** Of extension 4100. */
    public static final String PASSWORD = "offhooks";

    /** Of the phones. */
    public static final String PHONES_PASSWORD = "phones";

    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private final PeerProcess process;
    private final InetSocketAddress address;
    private final InetSocketAddress tls;
    private final Path folder;
    private final Path certificate;

    private Asterisk(
            PeerProcess process,
            InetSocketAddress address,
            InetSocketAddress tls,
            Path folder,
            Path certificate) {
        this.process = process;
        this.address = address;
        this.tls = tls;
        this.folder = folder;
        this.certificate = certificate;
    }

    /**
     * Starts it and waits until it is ready; skips the test where there is none.
     *
     * @param encrypted with {@code pjsip-tls.conf}: extension 4100 only with SRTP
     * @param scratch an empty folder, for where it needs none within its own root
     */
    public static Asterisk start(boolean encrypted, Path scratch)
            throws IOException, InterruptedException {
        Optional<Path> root =
                Optional.ofNullable(System.getenv("OFFHOOK_ASTERISK_ROOT")).map(Path::of);
        Assumptions.assumeTrue(
                root.isPresent() || PeerProcess.isInstalled("asterisk"),
                "no asterisk on the PATH, and OFFHOOK_ASTERISK_ROOT names none");
        Path folder =
                root.isPresent()
                        ? Files.createTempDirectory(root.get().resolve("tmp"), "offhook")
                        : scratch;
        String inside = root.map(r -> "/" + r.relativize(folder)).orElse(folder.toString());
        InetSocketAddress address = Loopback.nextWithPort();
        InetSocketAddress tls = Loopback.nextWithPort();
        Path certificate = writeKeys(folder, tls);
        writeConfig(folder, inside, address, encrypted);
        copyOurs(folder, inside, tls);
        var command = new ArrayList<String>();
        root.ifPresent(r -> command.addAll(List.of("chroot", r.toString())));
        command.addAll(List.of("asterisk", "-C", inside + "/asterisk.conf", "-f", "-vvv"));
        var asterisk =
                new Asterisk(PeerProcess.start(folder, command), address, tls, folder, certificate);
        try {
            asterisk.process.await(Pattern.compile("Asterisk Ready"), PATIENCE);
        } catch (AssertionError notReady) {
            asterisk.close();
            throw notReady;
        }
        return asterisk;
    }

    private static Path writeKeys(Path folder, InetSocketAddress tls) throws IOException {
        HeldCertificate held =
                new HeldCertificate.Builder()
                        .rsa2048()
                        .addSubjectAlternativeName(tls.getAddress().getHostAddress())
                        .build();
        Files.writeString(folder.resolve("asterisk.key"), held.privateKeyPkcs8Pem());
        return Files.writeString(folder.resolve("asterisk.crt"), held.certificatePem());
    }

    private static void writeConfig(
            Path folder, String inside, InetSocketAddress address, boolean encrypted)
            throws IOException {
        for (String part : List.of("run", "db", "spool", "log", "offhook")) {
            Files.createDirectories(folder.resolve(part));
        }
        Files.writeString(
                folder.resolve("asterisk.conf"),
                """
                [directories]
                astetcdir => %1$s
                astdbdir => %1$s/db
                astspooldir => %1$s/spool
                astrundir => %1$s/run
                astlogdir => %1$s/log
                """
                        .formatted(inside));
        // The older channel drivers would listen on ports of their own.
        Files.writeString(
                folder.resolve("modules.conf"),
                """
                [modules]
                autoload=yes
                noload=chan_iax2.so
                noload=chan_unistim.so
                noload=chan_mgcp.so
                noload=chan_skinny.so
                noload=pbx_dundi.so
                """);
        Files.writeString(
                folder.resolve("logger.conf"),
                "[general]\n[logfiles]\nconsole => notice,warning,error,verbose\n");
        Files.writeString(
                folder.resolve("pjsip.conf"),
                """
                [transport-udp]
                type=transport
                protocol=udp
                bind=%s
                [phone](!)
                type=endpoint
                context=internal
                disallow=all
                allow=ulaw
                direct_media=no
                %s%s#include offhook/pjsip.conf
                %s
                """
                        .formatted(
                                Loopback.text(address),
                                phone("6001"),
                                phone("6002"),
                                encrypted ? "#include offhook/pjsip-tls.conf" : ""));
        // As the README says: each context includes the other.
        Files.writeString(
                folder.resolve("extensions.conf"),
                """
                [internal]
                include => offhook
                exten => 701,1,Answer()
                 same => n,Echo()
                exten => _600[12],1,Dial(PJSIP/${EXTEN},60)
                exten => 6003,1,Busy()
                exten => 6004,1,Ringing()
                 same => n,Wait(120)
                exten => 6005,1,Hangup(21)
                #include offhook/extensions.conf
                [offhook](+)
                include => internal
                """);
    }

    private static String phone(String user) {
        return """
        [%1$s](phone)
        auth=%1$s
        aors=%1$s
        [%1$s]
        type=auth
        auth_type=digest
        username=%1$s
        password=%2$s
        [%1$s]
        type=aor
        max_contacts=1
        """
                .formatted(user, PHONES_PASSWORD);
    }

    private static void copyOurs(Path folder, String inside, InetSocketAddress tls)
            throws IOException {
        Path ours = OffhookProcess.top().resolve("asterisk-config");
        for (String name : List.of("pjsip.conf", "pjsip-tls.conf", "extensions.conf")) {
            Files.writeString(
                    folder.resolve("offhook").resolve(name),
                    Files.readString(ours.resolve(name))
                            .replace("change-me", PASSWORD)
                            .replace("/etc/asterisk/keys", inside)
                            .replace("0.0.0.0:5061", Loopback.text(tls)));
        }
    }

    /** Where it takes SIP over UDP. */
    public InetSocketAddress address() {
        return address;
    }

    /** Where it takes SIP over TLS. */
    public InetSocketAddress tls() {
        return tls;
    }

    /** PEM. */
    public Path certificate() {
        return certificate;
    }

    /** {@code sip:extension@host:port}. */
    public String uri(String extension) {
        return "sip:" + extension + "@" + Loopback.text(address);
    }

    /** Waits until the extension has a contact that answers OPTIONS. */
    public void awaitReachable(String extension) throws InterruptedException {
        process.await(Pattern.compile("Contact " + extension + "/\\S+ is now Reachable"), PATIENCE);
    }

    public String log() {
        return process.output();
    }

    @Override
    public void close() {
        process.close();
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException left) {
            // A socket that goes at this moment: the folder is a temporary one.
            process.kill();
        }
    }
}
