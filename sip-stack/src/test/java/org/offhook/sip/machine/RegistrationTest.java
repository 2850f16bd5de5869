package org.offhook.sip.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** One registration in virtual time. */
class RegistrationTest {
    private static final String SELF = "6001@127.0.0.1:5060";
    private static final String MD5 =
            "Digest realm=\"r\", nonce=\"%s\", algorithm=MD5, qop=\"auth\"";
    private static final long SECOND = 1_000_000_000L;

    /** Records all that the registration asks for, and moves the clock. */
    private static final class Registrar implements Registration.Effects {
        final Registration registration =
                new Registration(
                        "sip:pbx",
                        new Credentials("6001", "secret"),
                        Duration.ofSeconds(300),
                        new Random(7));
        final List<String> told = new ArrayList<>();
        Registration.Ask asked;
        List<String> elsewhere = List.of();
        int asks;
        long wake;
        long now;

        @Override
        public void send(Registration.Ask ask) {
            asked = ask;
            asks++;
        }

        @Override
        public void wakeAt(long nanos) {
            wake = nanos;
        }

        @Override
        public void registering() {
            told.add("registering");
        }

        @Override
        public void registered(Duration lifetime) {
            told.add("registered " + lifetime.toSeconds());
        }

        @Override
        public void failed(String why) {
            told.add("failed " + why);
        }

        @Override
        public void closed() {
            told.add("closed");
        }

        Registrar start() {
            registration.start(this);
            return this;
        }

        String proof() {
            return asked.proof().getFirst().value();
        }

        String last() {
            return told.getLast();
        }

        void answers(
                int status,
                List<String> challenges,
                List<Registration.Binding> bindings,
                Registration.Times times) {
            registration.onAnswer(
                    asked.number(),
                    new Registration.Answer(
                            new Registration.Status(status, "Reason", elsewhere),
                            new Registration.Challenges(challenges, List.of()),
                            SELF,
                            bindings,
                            times),
                    now,
                    this);
        }

        void answers(int status) {
            answers(status, List.of(), List.of(), new Registration.Times(-1, -1, -1));
        }

        void challenges(String... values) {
            answers(401, List.of(values), List.of(), new Registration.Times(-1, -1, -1));
        }

        void grants(int seconds) {
            var own = new Registration.Binding(SELF, seconds);
            answers(200, List.of(), List.of(own), new Registration.Times(-1, -1, -1));
        }

        void isSilent() {
            registration.onNoAnswer(asked.number(), "no response", now, this);
        }

        /** Seconds until it wants to be woken. */
        double pause() {
            return (wake - now) / (double) SECOND;
        }

        void wakes() {
            now = wake;
            registration.onWake(this);
        }
    }

    @Test
    void anOpenRegistrarBindsAtOnceAndIsRefreshedAtAboutHalf() {
        Registrar pbx = new Registrar().start();
        assertEquals(300, pbx.asked.expiresSeconds());
        assertEquals(List.of(), pbx.asked.proof());
        pbx.grants(300);
        assertEquals(List.of("registering", "registered 300"), pbx.told);
        assertTrue(pbx.pause() >= 135 && pbx.pause() <= 150, "refresh after " + pbx.pause());
        pbx.wakes();
        assertEquals(2, pbx.asks);
        pbx.grants(300);
        assertEquals("registered 300", pbx.last());
    }

    @Test
    void aChallengeIsAnsweredOnceAndRememberedForTheRefresh() {
        Registrar pbx = new Registrar().start();
        pbx.challenges(MD5.formatted("one"));
        assertEquals("Authorization", pbx.asked.proof().getFirst().name());
        assertTrue(pbx.proof().contains("nc=00000001"));
        pbx.grants(60);
        pbx.wakes();
        assertTrue(pbx.proof().contains("nonce=\"one\""), pbx.proof());
        assertTrue(pbx.proof().contains("nc=00000002"), pbx.proof());
        // The nonce is old by now: one more try with the new one.
        pbx.challenges(MD5.formatted("two"));
        assertTrue(pbx.proof().contains("nonce=\"two\""), pbx.proof());
        assertTrue(pbx.proof().contains("nc=00000001"), pbx.proof());
        pbx.grants(60);
        assertEquals("registered 60", pbx.last());
    }

    @Test
    void aWrongPasswordIsNotTriedAgainAtOnce() {
        Registrar pbx = new Registrar().start();
        pbx.challenges(MD5.formatted("one"));
        pbx.challenges(MD5.formatted("two"));
        assertEquals(2, pbx.asks);
        assertEquals("failed wrong user or password (401 Reason)", pbx.last());
        assertTrue(pbx.pause() >= 1.6 && pbx.pause() <= 2.4, "" + pbx.pause());
        pbx.wakes();
        assertEquals(List.of(), pbx.asked.proof());
        pbx.challenges(MD5.formatted("three"));
        pbx.challenges(MD5.formatted("three"));
        assertEquals(4, pbx.asks);
        assertTrue(pbx.pause() >= 3.2 && pbx.pause() <= 4.8, "" + pbx.pause());
    }

    @Test
    void aStaleNonceIsWorthOneMoreTry() {
        Registrar pbx = new Registrar().start();
        pbx.challenges(MD5.formatted("one"));
        pbx.challenges(MD5.formatted("two") + ", stale=true");
        assertEquals(3, pbx.asks);
        pbx.challenges(MD5.formatted("three") + ", stale=true");
        assertEquals(3, pbx.asks);
        assertTrue(pbx.last().startsWith("failed wrong user or password"), pbx.last());
    }

    @Test
    void theStrongerChallengeIsAnswered() {
        Registrar pbx = new Registrar().start();
        pbx.challenges(MD5.formatted("weak"), MD5.formatted("strong").replace("MD5", "SHA-256"));
        assertTrue(pbx.proof().contains("SHA-256"), pbx.proof());
    }

    @Test
    void aChallengeThatNobodyCanAnswerIsSaidSo() {
        Registrar pbx = new Registrar().start();
        pbx.challenges("Basic realm=\"r\"");
        assertEquals(
                "failed no digest challenge that we can answer (401 Reason): it asks for Basic",
                pbx.last());
    }

    @Test
    void silenceIsTriedAgainAfterGrowingPausesOfAtMostFiveMinutes() {
        Registrar pbx = new Registrar().start();
        double expected = 2;
        for (int i = 0; i < 12; i++) {
            pbx.isSilent();
            assertEquals("failed no response", pbx.last());
            assertTrue(
                    pbx.pause() >= 0.8 * expected && pbx.pause() <= 1.2 * expected,
                    "pause " + i + " was " + pbx.pause());
            expected = Math.min(2 * expected, 300);
            pbx.wakes();
        }
        pbx.grants(300);
        pbx.wakes();
        pbx.isSilent();
        assertTrue(pbx.pause() <= 2.4, "after a success the pause is short again");
    }

    @Test
    void aRefusalWaitsLong() {
        Registrar pbx = new Registrar().start();
        pbx.answers(403);
        assertEquals("failed 403 Reason", pbx.last());
        assertTrue(pbx.pause() >= 240, "" + pbx.pause());
    }

    @Test
    void aBusyRegistrarSaysWhenToComeBack() {
        Registrar pbx = new Registrar().start();
        pbx.answers(503, List.of(), List.of(), new Registration.Times(-1, -1, 40));
        assertEquals(40, pbx.pause(), 0.001);
    }

    @Test
    void tooBriefIsAskedAgainWithWhatTheRegistrarWants() {
        Registrar pbx = new Registrar().start();
        pbx.answers(423, List.of(), List.of(), new Registration.Times(-1, 3600, -1));
        assertEquals(3600, pbx.asked.expiresSeconds());
        pbx.grants(3600);
        assertEquals("registered 3600", pbx.last());
    }

    @Test
    void tooBriefWithoutAWishIsAFailure() {
        Registrar pbx = new Registrar().start();
        pbx.answers(423, List.of(), List.of(), new Registration.Times(-1, 10, -1));
        assertEquals("failed 423 Reason", pbx.last());
        assertEquals(1, pbx.asks);
    }

    @Test
    void onlyOurOwnContactCounts() {
        Registrar pbx = new Registrar().start();
        var others =
                List.of(
                        new Registration.Binding("6001@192.0.2.1:5060", 3000),
                        new Registration.Binding(SELF, 59));
        pbx.answers(200, List.of(), others, new Registration.Times(1234, -1, -1));
        assertEquals("registered 59", pbx.last());
    }

    @Test
    void otherwiseTheExpiresHeaderAndThenWhatWeAsked() {
        Registrar pbx = new Registrar().start();
        var bare = List.of(new Registration.Binding(SELF, -1));
        pbx.answers(200, List.of(), bare, new Registration.Times(120, -1, -1));
        assertEquals("registered 120", pbx.last());
        pbx.wakes();
        pbx.answers(200);
        assertEquals("registered 300", pbx.last());
    }

    @Test
    void aRegistrarThatDropsUsIsAFailure() {
        Registrar pbx = new Registrar().start();
        pbx.grants(0);
        assertEquals("failed the registrar keeps no binding of ours", pbx.last());
    }

    @Test
    void closingTakesTheBindingBack() {
        Registrar pbx = new Registrar().start();
        pbx.challenges(MD5.formatted("one"));
        pbx.grants(60);
        pbx.registration.close(pbx.now, pbx);
        assertEquals(0, pbx.asked.expiresSeconds());
        assertFalse(pbx.told.contains("closed"));
        pbx.challenges(MD5.formatted("two"));
        assertEquals(0, pbx.asked.expiresSeconds());
        pbx.answers(200);
        assertEquals("closed", pbx.last());
        pbx.registration.close(pbx.now, pbx);
        assertEquals(1, pbx.told.stream().filter("closed"::equals).count());
    }

    @Test
    void closingWhileAskingTakesBackWhatMayBeBound() {
        Registrar pbx = new Registrar().start();
        int first = pbx.asked.number();
        pbx.registration.close(pbx.now, pbx);
        assertEquals(0, pbx.asked.expiresSeconds());
        // The answer to the overtaken request changes nothing.
        pbx.registration.onNoAnswer(first, "no response", pbx.now, pbx);
        assertEquals(List.of("registering"), pbx.told);
        pbx.isSilent();
        assertEquals("closed", pbx.last());
    }

    @Test
    void closingWithoutABindingIsOverAtOnce() {
        Registrar pbx = new Registrar().start();
        pbx.answers(403);
        pbx.registration.close(pbx.now, pbx);
        assertEquals(1, pbx.asks);
        assertEquals("closed", pbx.last());
    }

    @Test
    void closingWithAWrongPasswordDoesNotGoOnForEver() {
        Registrar pbx = new Registrar().start();
        pbx.grants(60);
        pbx.registration.close(pbx.now, pbx);
        pbx.challenges(MD5.formatted("one"));
        pbx.challenges(MD5.formatted("two"));
        assertEquals("closed", pbx.last());
        assertEquals(3, pbx.asks);
    }

    @Test
    void theSameSeedGivesTheSameStory() {
        Registrar one = new Registrar().start();
        Registrar two = new Registrar().start();
        for (Registrar pbx : List.of(one, two)) {
            pbx.isSilent();
            pbx.wakes();
            pbx.challenges(MD5.formatted("n"));
        }
        assertEquals(one.wake, two.wake);
        assertEquals(one.asked, two.asked);
    }

    @Test
    void aRedirectIsFollowedAndTheBindingKeptThere() {
        Registrar pbx = new Registrar().start();
        assertEquals("sip:pbx", pbx.asked.uri());
        pbx.elsewhere = List.of("sip:pbx2", "sip:pbx3");
        pbx.answers(302);
        assertEquals("sip:pbx2", pbx.asked.uri());
        pbx.challenges(MD5.formatted("one"));
        assertEquals("sip:pbx2", pbx.asked.uri());
        assertTrue(pbx.proof().contains("uri=\"sip:pbx2\""), pbx.proof());
        pbx.grants(60);
        pbx.wakes();
        assertEquals("sip:pbx2", pbx.asked.uri());
        pbx.isSilent();
        pbx.wakes();
        assertEquals("sip:pbx", pbx.asked.uri());
    }

    @Test
    void redirectsThatLeadInCirclesEnd() {
        Registrar pbx = new Registrar().start();
        pbx.elsewhere = List.of("sip:pbx2", "sip:pbx3");
        pbx.answers(302);
        pbx.answers(302);
        assertEquals("sip:pbx3", pbx.asked.uri());
        pbx.answers(301);
        assertEquals("failed 301 Reason", pbx.last());
        assertEquals(3, pbx.asks);
        pbx.wakes();
        for (int i = 0; i < 9; i++) {
            pbx.elsewhere = List.of("sip:n" + i);
            pbx.answers(302);
        }
        assertEquals(9, pbx.asks);
    }

    @Test
    void aRegistrarBehindAProxyIsProvedToBoth() {
        Registrar pbx = new Registrar().start();
        pbx.registration.onAnswer(
                pbx.asked.number(),
                new Registration.Answer(
                        new Registration.Status(407, "Reason", List.of()),
                        new Registration.Challenges(
                                List.of(),
                                List.of(MD5.formatted("edge").replace("\"r\"", "\"e\""))),
                        SELF,
                        List.of(),
                        new Registration.Times(-1, -1, -1)),
                pbx.now,
                pbx);
        pbx.challenges(MD5.formatted("home"));
        assertEquals(2, pbx.asked.proof().size());
        pbx.grants(60);
        assertEquals("registered 60", pbx.last());
    }
}
