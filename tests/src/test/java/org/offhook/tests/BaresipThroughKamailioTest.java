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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.offhook.tests.peer.Baresip;
import org.offhook.tests.peer.Kamailio;
import org.offhook.tests.peer.Loopback;
import org.offhook.tests.peer.OffhookProcess;
import org.offhook.tests.peer.Sound;

/** The whole way: a softphone calls the extension that Offhook has at a PBX, and is answered. */
@Timeout(1_200)
class BaresipThroughKamailioTest {
    private static final Map<String, String> PASSWORDS =
            Map.of("1010", "offhooks", "2001", "alices");
    private static final Duration GREETING = Duration.ofSeconds(6);
    private static final Duration ANSWER = Duration.ofSeconds(16);
    private static final double AUDIBLE = 0.01;

    @TempDir Path folder;

    @ParameterizedTest
    @EnumSource(Baresip.Codec.class)
    void aQuestionIsAnswered(Baresip.Codec codec) throws Exception {
        Sound question =
                Sound.spoken("What are your opening hours?", folder)
                        .between(GREETING, Duration.ofSeconds(60));
        try (var kamailio = Kamailio.start(PASSWORDS, in("kamailio"));
                var offhook = OffhookProcess.serve(line(kamailio, "offhooks"), in("offhook"));
                var alice = Baresip.start(alice(kamailio, codec), question, in("alice"))) {
            kamailio.awaitRegistered("1010");
            alice.awaitRegistered().dial(kamailio.uri("1010"));
            awaitEstablished(alice, kamailio, offhook);
            alice.awaitHeard(GREETING.plus(ANSWER));
            alice.hangUp();
            alice.awaitEnded();

            Sound heard = alice.heard();
            Duration greeting = heard.from(Duration.ZERO, GREETING).louderThan(AUDIBLE);
            Duration answer = heard.from(GREETING, GREETING.plus(ANSWER)).louderThan(AUDIBLE);
            assertTrue(greeting.toMillis() > 500, () -> "greeting " + greeting + offhook.log());
            assertTrue(answer.toMillis() > 500, () -> "answer " + answer + offhook.log());
        }
    }

    @Test
    void itLeavesTheExtensionWhenItStops() throws Exception {
        Sound silence = Sound.silence(Duration.ofSeconds(30));
        try (var kamailio = Kamailio.start(PASSWORDS, in("kamailio"));
                var alice =
                        Baresip.start(alice(kamailio, Baresip.Codec.PCMU), silence, in("alice"))) {
            alice.awaitRegistered();
            try (var offhook = OffhookProcess.serve(line(kamailio, "offhooks"), in("offhook"))) {
                kamailio.awaitRegistered("1010");
                offhook.stop();
                offhook.awaitExit(Duration.ofSeconds(120));
            }
            alice.dial(kamailio.uri("1010"));
            assertTrue(alice.awaitEnded().contains("404"), alice.log());
        }
    }

    @Test
    void aWrongPasswordIsNotTriedForEver() throws Exception {
        Sound silence = Sound.silence(Duration.ofSeconds(30));
        try (var kamailio = Kamailio.start(PASSWORDS, in("kamailio"));
                var offhook = OffhookProcess.serve(line(kamailio, "wrong"), in("offhook"));
                var alice =
                        Baresip.start(alice(kamailio, Baresip.Codec.PCMU), silence, in("alice"))) {
            kamailio.awaitLogged("refused 1010");
            alice.awaitRegistered().dial(kamailio.uri("1010"));
            assertTrue(alice.awaitEnded().contains("404"), alice.log());
            long refusals = kamailio.log().lines().filter(l -> l.contains("refused 1010")).count();
            assertTrue(refusals <= 8, () -> refusals + " tries\n" + offhook.log());
            assertTrue(offhook.isAlive(), offhook.log());
            assertFalse(offhook.log().contains("wrong\""), "the password is in the log");
        }
    }

    /** Where a call is not answered, all three tell why. */
    private static void awaitEstablished(Baresip alice, Kamailio kamailio, OffhookProcess offhook)
            throws InterruptedException {
        try {
            alice.awaitEstablished();
        } catch (AssertionError notAnswered) {
            throw new AssertionError(
                    "kamailio:\n" + kamailio.log() + "\noffhook:\n" + offhook.log(), notAnswered);
        }
    }

    private static String line(Kamailio kamailio, String password) {
        return """
        lines:
          - name: pbx
            registrar: sip:%s
            user: "1010"
            password: "%s"
            expires: 60s
        """
                .formatted(Loopback.text(kamailio.address()), password);
    }

    private static Baresip.Account alice(Kamailio kamailio, Baresip.Codec codec) {
        return new Baresip.Account("2001", "alices", kamailio.address(), "udp", codec);
    }

    private Path in(String name) throws Exception {
        return Files.createDirectories(folder.resolve(name));
    }
}
