package org.offhook.agent.chain;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A provider's bad day, in virtual time. */
class ProviderHealthTest {
    private final ProviderHealth health = new ProviderHealth();
    private final List<String> log = new ArrayList<>();
    private long now = Long.MAX_VALUE - 1_000_000_000L;

    @Test
    void aDeadProviderIsLeftAloneLongerEachTime() {
        for (int seconds : new int[] {1, 5, 30, 60, 60}) {
            assertTrue(health.admits(now));
            fails(Duration.ZERO);
            passes(ofMillis(seconds * 1000 - 1));
            assertFalse(health.admits(now), "before " + seconds + " s are over");
            passes(ofMillis(1));
        }
        assertEquals(
                List.of(
                        "is not asked for 1 s: HTTP 503",
                        "is not asked for 5 s: HTTP 503",
                        "is not asked for 30 s: HTTP 503",
                        "is not asked for 60 s: HTTP 503",
                        "is not asked for 60 s: HTTP 503"),
                log);
    }

    @Test
    void oneCallerTriesAndTheOthersWaitForTheResult() {
        fails(Duration.ZERO);
        passes(ofSeconds(1));
        assertTrue(health.isWorthAsking(now));
        assertTrue(health.admits(now));
        assertFalse(health.admits(now));
        assertFalse(health.isWorthAsking(now));
        note(health.answered(ofMillis(200)));
        assertTrue(health.admits(now) && health.admits(now));
        assertEquals("is asked again", log.getLast());
    }

    @Test
    void aTrialOfWhichNobodyHearsIsMadeAnew() {
        fails(Duration.ZERO);
        passes(ofSeconds(1));
        assertTrue(health.admits(now));
        passes(ofSeconds(30));
        assertTrue(health.admits(now));
        health.released(now);
        assertTrue(health.admits(now), "a trial that was called off is made by the next");
    }

    @Test
    void failuresOfCallsThatWereUnderwayAreTheSameTrouble() {
        fails(Duration.ZERO);
        fails(Duration.ZERO);
        fails(Duration.ZERO);
        assertEquals(1, log.size());
        passes(ofSeconds(1));
        assertTrue(health.admits(now));
    }

    @Test
    void aProviderSaysItselfWhenToAskAgain() {
        fails(ofSeconds(20));
        passes(ofSeconds(19));
        assertFalse(health.admits(now));
        passes(ofSeconds(1));
        assertTrue(health.admits(now));
        fails(ofSeconds(86_400));
        assertEquals("is not asked for 300 s: HTTP 503", log.getLast());
    }

    @Test
    void beingLateThreeTimesInARowIsAFailure() {
        note(health.late(now, ofMillis(900)));
        note(health.late(now, ofMillis(900)));
        note(health.answered(ofMillis(300)));
        note(health.late(now, ofMillis(900)));
        note(health.late(now, ofMillis(900)));
        assertEquals(List.of(), log);
        note(health.late(now, ofMillis(900)));
        assertEquals(List.of("is not asked for 1 s: nothing within 900 ms"), log);
        assertFalse(health.admits(now));
    }

    @Test
    void oneThatIsUsuallyLateIsNotWaitedForAsLong() {
        assertEquals(ofMillis(700), health.hedgeAfter(ofMillis(700)));
        for (int i = 0; i < 10; i++) {
            health.answered(ofMillis(1_000));
        }
        assertEquals(ofMillis(350), health.hedgeAfter(ofMillis(700)));
        for (int i = 0; i < 10; i++) {
            health.answered(ofMillis(100));
        }
        assertEquals(ofMillis(700), health.hedgeAfter(ofMillis(700)));
    }

    private void fails(Duration retryAfter) {
        note(health.failed(now, "HTTP 503", retryAfter));
    }

    private void note(Optional<String> change) {
        change.ifPresent(log::add);
    }

    private void passes(Duration time) {
        now += time.toNanos();
    }
}
