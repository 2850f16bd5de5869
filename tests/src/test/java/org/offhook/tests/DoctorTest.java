package org.offhook.tests;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.offhook.tests.peer.Kamailio;
import org.offhook.tests.peer.Loopback;
import org.offhook.tests.peer.OffhookProcess;

/** {@code offhook doctor} at a real registrar. */
@Timeout(600)
class DoctorTest {
    @TempDir Path folder;

    @Test
    void aLineIsWellAndThenItsPasswordIsWrong() throws Exception {
        try (var kamailio =
                Kamailio.start(
                        Map.of("1010", "offhooks"), Files.createDirectory(folder.resolve("pbx")))) {
            String well = examine(kamailio, "offhooks", 0);
            assertTrue(well.contains("\"healthy\":true"), well);
            assertTrue(well.contains("kamailio (5."), well);
            for (String check :
                    new String[] {"audio to the caller", "audio to the called", "hold"}) {
                assertTrue(
                        well.contains("\"check\":\"" + check + "\",\"grade\":\"pass\""),
                        () -> check + " in " + well + kamailio.log());
            }
            String ill = examine(kamailio, "wrong", 1);
            assertTrue(ill.contains("\"healthy\":false"), ill);
            assertTrue(ill.contains("kamctl passwd"), ill);
            assertFalse(ill.contains("offhooks"), ill);
        }
    }

    private String examine(Kamailio kamailio, String password, int code) throws Exception {
        Path config =
                Files.writeString(
                        folder.resolve("offhook.yaml"),
                        """
                        lines:
                          - name: pbx
                            registrar: sip:%s
                            user: "1010"
                            password: "%s"
                        """
                                .formatted(Loopback.text(kamailio.address()), password));
        return OffhookProcess.run(
                folder,
                Duration.ofMinutes(4),
                code,
                "doctor",
                "--json",
                "--config",
                config.toString(),
                "--listen",
                Loopback.text(Loopback.nextWithPort()));
    }
}
