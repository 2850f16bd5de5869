package org.offhook.tests;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.offhook.tests.peer.Kamailio;
import org.offhook.tests.peer.Loopback;
import org.offhook.tests.peer.OffhookProcess;
import org.offhook.tests.peer.Switchboard;

/**
 * Callers who want a person, where the PBX is a proxy: REFER goes through it to the caller's phone,
 * which calls the person itself.
 */
@Timeout(1_800)
class KamailioTransferTest {
    private static final Map<String, String> PASSWORDS =
            Map.of("1010", "offhooks", "2001", "alices", "2002", "bobs", "2003", "carols");

    @TempDir static Path folder;

    private static Kamailio kamailio;
    private static Switchboard desk;
    private static OffhookProcess offhook;
    private static TransferScene scene;

    @BeforeAll
    static void start() throws Exception {
        kamailio = Kamailio.start(PASSWORDS, Files.createDirectory(folder.resolve("pbx")));
        desk = Switchboard.open();
        offhook = OffhookProcess.serve(config(), Files.createDirectory(folder.resolve("offhook")));
        kamailio.awaitRegistered("1010");
        scene = new TransferScene(desk, offhook, kamailio.address(), "1010", folder);
    }

    @AfterAll
    static void stop() {
        if (offhook != null) {
            offhook.close();
        }
        if (desk != null) {
            desk.close();
        }
        if (kamailio != null) {
            kamailio.close();
        }
    }

    private static String config() {
        String transfers =
                """
                person: {to: "%s", kind: attended, ring: 60s, whisper: "A caller. {summary}"}
                handed: {to: "%s;handed"}
                refusing: {to: "%s", kind: attended, ring: 60s}
                absent: {to: "%s;absent", kind: attended, ring: 3s}
                nobody: {to: "%s"}
                """
                        .formatted(
                                kamailio.uri("2002"),
                                kamailio.uri("2002"),
                                kamailio.uri("2003"),
                                kamailio.uri("2003"),
                                kamailio.uri("2999"));
        return desk.config(transfers)
                + """
                lines:
                  - name: pbx
                    registrar: sip:%s
                    user: "1010"
                    password: offhooks
                """
                        .formatted(Loopback.text(kamailio.address()));
    }

    @ParameterizedTest
    @CsvSource({"person, true, false", "handed, false, true"})
    void callerAndPersonHearEachOther(String how, boolean isTold, boolean isBlind)
            throws Exception {
        scene.callerAndPersonHearEachOther(how, isTold, isBlind, phone("2001"), phone("2002"));
    }

    @Test
    void whoeverIsRefusedByThePersonComesBack() throws Exception {
        try (var person = scene.phone(phone("2003"), "Not now.", false)) {
            var refusal =
                    Thread.ofVirtual()
                            .start(() -> {
                                try {
                                    person.awaitRinging();
                                    person.hangUp();
                                } catch (Exception failed) {
                                    throw new AssertionError(failed);
                                }
                            });
            scene.whomNobodyTakesComesBackAndIsKnown("refusing", 486, phone("2001"));
            refusal.join();
        }
    }

    @Test
    void whoeverIsNotAnsweredComesBack() throws Exception {
        try (var person = scene.phone(phone("2003"), "Not now.", false)) {
            scene.whomNobodyTakesComesBackAndIsKnown("absent", 408, phone("2001"));
            person.awaitEnded();
        }
    }

    @Test
    void whoeverIsHandedToNobodyComesBack() throws Exception {
        scene.whomNobodyTakesComesBackAndIsKnown("nobody", 404, phone("2001"));
    }

    private static TransferScene.Extension phone(String user) {
        return new TransferScene.Extension(user, PASSWORDS.get(user));
    }
}
