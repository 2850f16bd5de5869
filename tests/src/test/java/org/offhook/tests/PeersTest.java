package org.offhook.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
import org.junit.jupiter.params.provider.ValueSource;
import org.offhook.tests.peer.Baresip;
import org.offhook.tests.peer.Kamailio;
import org.offhook.tests.peer.SippReport;
import org.offhook.tests.peer.SippRun;
import org.offhook.tests.peer.SippRun.Plan;
import org.offhook.tests.peer.Sound;

/** The peers call each other: what fails here is not Offhook's fault. */
@Timeout(1_200)
class PeersTest {
    @TempDir Path folder;

    @ParameterizedTest
    @EnumSource
    void aSoftphoneHearsAnotherThroughTheRegistrar(Baresip.Codec codec) throws Exception {
        Sound question =
                Sound.spoken("What are your opening hours?", folder)
                        .between(Duration.ofMillis(500), Duration.ofSeconds(20));
        var passwords = Map.of("2001", "one", "2002", "two");
        try (var kamailio = Kamailio.start(passwords, in("kamailio"));
                var bob =
                        Baresip.start(
                                account("2002", "two", kamailio, codec), question, in("bob"));
                var alice =
                        Baresip.start(
                                account("2001", "one", kamailio, codec), question, in("alice"))) {
            bob.awaitRegistered();
            alice.awaitRegistered().dial(kamailio.uri("2002"));
            alice.awaitEstablished();
            alice.awaitHeard(Duration.ofSeconds(4));
            alice.hangUp();
            alice.awaitEnded();
            bob.awaitEnded();

            Duration spoken = alice.heard().louderThan(0.01);
            assertTrue(spoken.toMillis() > 600, "heard only " + spoken + " of speech");
        }
    }

    @Test
    void theRegistrarRefusesAWrongPasswordAndDoesNotFindTheUnregistered() throws Exception {
        Sound silence = Sound.silence(Duration.ofSeconds(10));
        try (var kamailio = Kamailio.start(Map.of("2001", "one"), in("kamailio"));
                var mallory =
                        Baresip.start(
                                account("2001", "wrong", kamailio, Baresip.Codec.PCMU),
                                silence,
                                in("mallory"));
                var alice =
                        Baresip.start(
                                account("2001", "one", kamailio, Baresip.Codec.PCMU),
                                silence,
                                in("alice"))) {
            alice.awaitRegistered().dial(kamailio.uri("2002"));
            assertTrue(alice.awaitEnded().contains("404"), alice.log());
            mallory.awaitRefused();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"udp", "tcp"})
    void sippCallsSipp(String transport) throws Exception {
        Plan answering = over(transport, Plan.call("callee", "callee").many(3, 1));
        Plan calling = over(transport, Plan.call("answer-and-hang-up", "callee").many(3, 10));
        try (SippRun callee = SippRun.await(answering, in("callee"))) {
            SippReport caller = SippRun.call(callee.address(), calling, in("caller"));
            assertTrue(caller.allWell(3), caller.story());
            assertTrue(callee.awaitEnd().allWell(3));
        }
    }

    @Test
    void aScenarioThatIsNotFollowedIsReported() throws Exception {
        try (SippRun callee = SippRun.await(Plan.call("callee", "callee"), in("callee"))) {
            SippReport caller =
                    SippRun.call(callee.address(), Plan.call("busy", "callee"), in("caller"));
            assertEquals(1, caller.failed(), caller.story());
            assertEquals(1, caller.unexpected(), caller.story());
        }
    }

    private static Plan over(String transport, Plan plan) {
        return transport.equals("tcp") ? plan.overTcp() : plan;
    }

    private Path in(String name) throws Exception {
        return Files.createDirectories(folder.resolve(name));
    }

    private static Baresip.Account account(
            String user, String password, Kamailio kamailio, Baresip.Codec codec) {
        return new Baresip.Account(user, password, kamailio.address(), "udp", codec);
    }
}
