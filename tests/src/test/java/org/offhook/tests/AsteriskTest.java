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
import org.offhook.tests.peer.Asterisk;
import org.offhook.tests.peer.Loopback;
import org.offhook.tests.peer.OffhookProcess;

/**
 * An extension of a real Asterisk, configured by the files that we ship: it registers, calls, hears
 * and is heard, presses keys each way, holds, resumes and transfers. Runs where there is one.
 */
@Timeout(600)
class AsteriskTest {
    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void allOfACallWorks(boolean encrypted) throws Exception {
        try (var asterisk =
                Asterisk.start(encrypted, Files.createDirectory(folder.resolve("pbx")))) {
            Path config =
                    Files.writeString(folder.resolve("offhook.yaml"), yaml(asterisk, encrypted));
            String said =
                    OffhookProcess.run(
                            folder,
                            Duration.ofMinutes(4),
                            "doctor",
                            "--config",
                            config.toString(),
                            "--line",
                            "asterisk",
                            "--listen",
                            Loopback.text(Loopback.nextWithPort()),
                            "--transfer-to",
                            "sip:701@" + asterisk.address().getAddress().getHostAddress());
            assertTrue(said.contains("by Asterisk PBX 22"), said);
            assertTrue(said.contains("handed over to"), said);
            assertTrue(said.contains(encrypted ? ", encrypted" : ", not encrypted"), said);
        }
    }

    private static String yaml(Asterisk asterisk, boolean encrypted) throws IOException {
        int port = Loopback.nextWithPort().getPort();
        String registrar =
                encrypted
                        ? "sip:" + Loopback.text(asterisk.tls()) + ";transport=tls"
                        : "sip:" + Loopback.text(asterisk.address());
        String line =
                """
                lines:
                  - name: asterisk
                    registrar: %s
                    user: "4100"
                    password: %s
                """
                        .formatted(registrar, Asterisk.PASSWORD);
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
        return encrypted ? encryption.formatted(port, asterisk.certificate()) + line : line;
    }
}
