package org.offhook.tests;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.offhook.tests.peer.Asterisk;
import org.offhook.tests.peer.Loopback;
import org.offhook.tests.peer.OffhookProcess;
import org.offhook.tests.peer.Switchboard;

/**
 * Callers who want a person, at a real Asterisk: Offhook is its extension 4100, caller and person
 * are softphones of their own. Runs where there is an Asterisk.
 */
@Timeout(1_800)
class AsteriskTransferTest {
    @TempDir static Path folder;

    private static Asterisk asterisk;
    private static Switchboard desk;
    private static OffhookProcess offhook;
    private static TransferScene scene;

    @BeforeAll
    static void start() throws Exception {
        asterisk = Asterisk.start(false, Files.createDirectory(folder.resolve("pbx")));
        desk = Switchboard.open();
        offhook = OffhookProcess.serve(config(), Files.createDirectory(folder.resolve("offhook")));
        asterisk.awaitReachable("4100");
        scene = new TransferScene(desk, offhook, asterisk.address(), "4100", folder);
    }

    @AfterAll
    static void stop() {
        if (offhook != null) {
            offhook.close();
        }
        if (desk != null) {
            desk.close();
        }
        if (asterisk != null) {
            asterisk.close();
        }
    }

    private static String config() {
        String transfers =
                """
                person: {to: "%s", kind: attended, ring: 60s}
                told: {to: "%s;told", kind: attended, ring: 60s, whisper: "A caller. {summary}"}
                handed: {to: "%s;handed"}
                busy: {to: "%s", kind: attended, ring: 60s}
                absent: {to: "%s", kind: attended, ring: 3s}
                refusing: {to: "%s", kind: attended, ring: 60s}
                nobody: {to: "%s"}
                """
                        .formatted(
                                asterisk.uri("6002"),
                                asterisk.uri("6002"),
                                asterisk.uri("6002"),
                                asterisk.uri("6003"),
                                asterisk.uri("6004"),
                                asterisk.uri("6005"),
                                asterisk.uri("6999"));
        return desk.config(transfers)
                + """
                lines:
                  - name: asterisk
                    registrar: sip:%s
                    user: "4100"
                    password: %s
                """
                        .formatted(Loopback.text(asterisk.address()), Asterisk.PASSWORD);
    }

    @ParameterizedTest
    @CsvSource({"person, false, false", "told, true, false", "handed, false, true"})
    void callerAndPersonHearEachOther(String how, boolean isTold, boolean isBlind)
            throws Exception {
        scene.callerAndPersonHearEachOther(how, isTold, isBlind, phone("6001"), phone("6002"));
    }

    @ParameterizedTest
    @CsvSource({"busy, 486", "absent, 408", "refusing, 403", "nobody, 404"})
    void whomNobodyTakesComesBackAndIsKnown(String whom, int status) throws Exception {
        scene.whomNobodyTakesComesBackAndIsKnown(whom, status, phone("6001"));
    }

    private static TransferScene.Extension phone(String user) {
        return new TransferScene.Extension(user, Asterisk.PHONES_PASSWORD);
    }
}
