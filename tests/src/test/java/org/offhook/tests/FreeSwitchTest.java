package org.offhook.tests;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.offhook.tests.peer.Baresip;
import org.offhook.tests.peer.FreeSwitch;
import org.offhook.tests.peer.Loopback;
import org.offhook.tests.peer.OffhookProcess;
import org.offhook.tests.peer.Sound;

/**
 * An extension of a real FreeSWITCH, configured by the files that we ship: it registers, calls,
 * hears and is heard, presses keys each way, holds, resumes and transfers. Runs where there is one.
 */
@Timeout(600)
class FreeSwitchTest {
    private static final String NOBODY = "127.0.0.1:9";

    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"udp", "tcp", "tls"})
    void allOfACallWorks(String transport) throws Exception {
        boolean encrypted = transport.equals("tls");
        Path pbx = Files.createDirectory(folder.resolve("pbx"));
        try (var freeSwitch = FreeSwitch.start(encrypted, NOBODY, pbx);
                Baresip person = person(freeSwitch)) {
            person.awaitRegistered();
            Path config =
                    Files.writeString(folder.resolve("offhook.yaml"), yaml(freeSwitch, transport));
            String said =
                    OffhookProcess.run(
                            folder,
                            Duration.ofMinutes(4),
                            "doctor",
                            "--config",
                            config.toString(),
                            "--line",
                            "freeswitch",
                            "--listen",
                            Loopback.text(Loopback.nextWithPort()),
                            "--transfer-to",
                            freeSwitch.uri("1000"));
            assertTrue(said.contains("by FreeSWITCH"), said);
            assertTrue(said.contains("handed over to"), said);
            assertTrue(said.contains(encrypted ? ", encrypted" : ", not encrypted"), said);
            for (String way : new String[] {"RFC 4733 to the called", "INFO"}) {
                assertTrue(said.contains("pass  keys by " + way), said);
            }
        }
    }

    /** Takes what is transferred. */
    private Baresip person(FreeSwitch freeSwitch) throws Exception {
        var account =
                new Baresip.Account(
                        "1000",
                        FreeSwitch.PASSWORD,
                        freeSwitch.address(),
                        "udp",
                        Baresip.Codec.PCMU);
        return Baresip.start(
                account,
                Sound.silence(Duration.ofMinutes(5)),
                Files.createDirectory(folder.resolve("person")));
    }

    private static String yaml(FreeSwitch freeSwitch, String transport) throws IOException {
        boolean encrypted = transport.equals("tls");
        String line =
                """
                lines:
                  - name: freeswitch
                    registrar: sip:%s;transport=%s
                    user: "4100"
                    password: %s
                """
                        .formatted(
                                Loopback.text(encrypted ? freeSwitch.tls() : freeSwitch.address()),
                                transport,
                                FreeSwitch.PASSWORD);
        String encryption =
                """
                sip:
                  transports: [udp, tcp, tls]
                  tls:
                    port: %d
                    authorities: %s
                media:
                  srtp: require
                """;
        return encrypted
                ? encryption.formatted(Loopback.nextWithPort().getPort(), freeSwitch.certificate())
                        + line
                : line;
    }
}
