package org.offhook.tests;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.offhook.tests.peer.Baresip;
import org.offhook.tests.peer.Kamailio;
import org.offhook.tests.peer.Loopback;
import org.offhook.tests.peer.OffhookProcess;
import org.offhook.tests.peer.Sound;

/** The whole way: a softphone calls the extension that Offhook has at a PBX, and is answered. */
@Timeout(1_200)
class BaresipThroughKamailioTest {
    private static final Map<String, String> PASSWORDS =
            Map.of(
                    "1010",
                    "offhooks",
                    "2001",
                    "alices",
                    "2002",
                    "bobs",
                    "2003",
                    "carols",
                    "2004",
                    "daves");
    private static final Duration GREETING = Duration.ofSeconds(6);
    private static final Duration ANSWER = Duration.ofSeconds(16);
    private static final double AUDIBLE = 0.01;

    @TempDir Path folder;

    /** One softphone for each codec, all at the same time. */
    @Test
    void aQuestionIsAnsweredOnEveryCodec() throws Exception {
        Sound question =
                Sound.spoken("What are your opening hours?", folder)
                        .between(GREETING, Duration.ofSeconds(60));
        try (var kamailio = Kamailio.start(PASSWORDS, in("kamailio"));
                var offhook = OffhookProcess.serve(line(kamailio, "offhooks"), in("offhook"));
                var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            kamailio.awaitRegistered("1010");
            var calls = new ArrayList<Future<?>>();
            for (Baresip.Codec codec : Baresip.Codec.values()) {
                calls.add(callers.submit(() -> ask(codec, question, kamailio, offhook)));
            }
            for (Future<?> call : calls) {
                call.get();
            }
        }
    }

    private Void ask(Baresip.Codec codec, Sound question, Kamailio kamailio, OffhookProcess offhook)
            throws Exception {
        String user = "200" + (1 + codec.ordinal());
        var account =
                new Baresip.Account(user, PASSWORDS.get(user), kamailio.address(), "udp", codec);
        try (var caller = Baresip.start(account, question, in("caller-" + codec))) {
            caller.awaitRegistered().dial(kamailio.uri("1010"));
            awaitEstablished(caller, kamailio, offhook);
            caller.awaitHeard(GREETING.plus(ANSWER));
            caller.hangUp();
            caller.awaitEnded();

            Sound heard = caller.heard();
            Duration greeting = heard.from(Duration.ZERO, GREETING).louderThan(AUDIBLE);
            Duration answer = heard.from(GREETING, GREETING.plus(ANSWER)).louderThan(AUDIBLE);
            assertTrue(
                    greeting.toMillis() > 500,
                    () -> codec + ": greeting " + greeting + offhook.log());
            assertTrue(answer.toMillis() > 500, () -> codec + ": answer " + answer + offhook.log());
        }
        return null;
    }

    @Test
    void itLeavesTheExtensionWhenItStops() throws Exception {
        Sound silence = Sound.silence(Duration.ofSeconds(30));
        try (var kamailio = Kamailio.start(PASSWORDS, in("kamailio"));
                var alice = Baresip.start(alice(kamailio), silence, in("alice"))) {
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
                var alice = Baresip.start(alice(kamailio), silence, in("alice"))) {
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

    private static Baresip.Account alice(Kamailio kamailio) {
        return new Baresip.Account("2001", "alices", kamailio.address(), "udp", Baresip.Codec.PCMU);
    }

    private Path in(String name) throws Exception {
        return Files.createDirectories(folder.resolve(name));
    }
}
