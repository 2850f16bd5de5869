package org.offhook.tests;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.offhook.tests.peer.AnsweringPhone;
import org.offhook.tests.peer.FreeSwitch;
import org.offhook.tests.peer.Loopback;
import org.offhook.tests.peer.OffhookProcess;
import org.offhook.tests.peer.Switchboard;

/**
 * Callers who want a person, at a real FreeSWITCH: Offhook is its extension 4100, caller and person
 * are softphones of their own. Runs where there is a FreeSWITCH.
 */
@Timeout(1_800)
class FreeSwitchTransferTest {
    @TempDir static Path folder;

    private static AnsweringPhone busy;
    private static FreeSwitch freeSwitch;
    private static Switchboard desk;
    private static OffhookProcess offhook;
    private static TransferScene scene;

    @BeforeAll
    static void start() throws Exception {
        Path pbx = Files.createDirectory(folder.resolve("pbx"));
        freeSwitch = FreeSwitch.start(false, "127.0.0.1:9", pbx);
        busy = AnsweringPhone.refusing(486);
        desk = Switchboard.open();
        offhook = OffhookProcess.serve(config(), Files.createDirectory(folder.resolve("offhook")));
        offhook.awaitLogged("line freeswitch: registered", OffhookProcess.PATIENCE);
        scene = new TransferScene(desk, offhook, freeSwitch.address(), "4100", folder);
    }

    @AfterAll
    static void stop() throws Exception {
        if (offhook != null) {
            offhook.close();
        }
        if (desk != null) {
            desk.close();
        }
        if (busy != null) {
            busy.close();
        }
        if (freeSwitch != null) {
            freeSwitch.close();
        }
    }

    private static String config() {
        String person = freeSwitch.uri("1001");
        String transfers =
                """
                person: {to: "%s", kind: attended, ring: 60s}
                told: {to: "%s;told", kind: attended, ring: 60s, whisper: "A caller. {summary}"}
                handed: {to: "%s;handed"}
                busy: {to: "%s", kind: attended, ring: 60s}
                absent: {to: "%s", kind: attended, ring: 3s}
                busy-blindly: {to: "%s;blindly"}
                """
                        .formatted(
                                person,
                                person,
                                person,
                                freeSwitch.uriOf(busy),
                                freeSwitch.uri(FreeSwitch.SILENT),
                                freeSwitch.uriOf(busy));
        return desk.config(transfers)
                + """
                lines:
                  - name: freeswitch
                    registrar: sip:%s
                    user: "4100"
                    password: %s
                """
                        .formatted(Loopback.text(freeSwitch.address()), FreeSwitch.PASSWORD);
    }

    @ParameterizedTest
    @CsvSource({"person, false, false", "told, true, false", "handed, false, true"})
    void callerAndPersonHearEachOther(String how, boolean isTold, boolean isBlind)
            throws Exception {
        scene.callerAndPersonHearEachOther(how, isTold, isBlind, phone("1000"), phone("1001"));
    }

    @ParameterizedTest
    @CsvSource({"busy, 486", "absent, 408", "busy-blindly, 486"})
    void whomNobodyTakesComesBackAndIsKnown(String whom, int status) throws Exception {
        scene.whomNobodyTakesComesBackAndIsKnown(whom, status, phone("1000"));
    }

    private static TransferScene.Extension phone(String user) {
        return new TransferScene.Extension(user, FreeSwitch.PASSWORD);
    }
}
