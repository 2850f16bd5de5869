package org.offhook.sip.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Offers that cross (RFC 3261 section 14), in virtual time. */
class OwnOfferTest {
    private static final int SEEDS = 2_000;

    /** One end of a call; offers travel in no time, but both at once. */
    private static final class End implements OwnOffer.Effects {
        final OwnOffer offer;
        final List<String> story = new ArrayList<>();
        OptionalLong wakeAt = OptionalLong.empty();
        boolean sends;

        End(boolean callIdIsOurs, Random random) {
            offer = new OwnOffer(callIdIsOurs, random::nextInt);
        }

        @Override
        public void send() {
            sends = true;
            story.add("sent");
        }

        @Override
        public void wakeAt(long nanos) {
            wakeAt = OptionalLong.of(nanos);
        }

        @Override
        public void refused(int status) {
            story.add("refused " + status);
        }

        long wakeMillis() {
            return TimeUnit.NANOSECONDS.toMillis(wakeAt.orElseThrow());
        }

        void wakes() {
            wakeAt = OptionalLong.empty();
            offer.onWake();
            offer.onQuiet(this);
        }
    }

    private final End alone = new End(true, new Random(1));

    @Test
    void whoPlacedTheCallWaitsLongerSoTheyDoNotMeetAgain() {
        long shortest = Long.MAX_VALUE;
        long longest = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            var random = new Random(seed);
            var caller = new End(true, random);
            var called = new End(false, random);
            for (End end : List.of(caller, called)) {
                assertTrue(end.offer.want());
                end.offer.onQuiet(end);
            }
            assertTrue(caller.sends && called.sends);
            for (End end : List.of(caller, called)) {
                assertTrue(end.offer.isOpen());
                end.offer.onRefused(491, -1, 0, end);
                assertFalse(end.offer.isOpen(), "the other's may come now");
            }
            assertTrue(called.wakeMillis() >= 0 && called.wakeMillis() <= 2_000, "seed " + seed);
            assertTrue(caller.wakeMillis() >= 2_100 && caller.wakeMillis() <= 4_000);
            assertEquals(0, caller.wakeMillis() % 10);
            shortest = Math.min(shortest, caller.wakeMillis());
            longest = Math.max(longest, caller.wakeMillis());
            called.wakes();
            called.offer.onTaken();
            caller.wakes();
            caller.offer.onTaken();
            assertEquals(List.of("sent", "sent"), called.story);
            assertEquals(List.of("sent", "sent"), caller.story);
        }
        assertEquals(2_100, shortest);
        assertEquals(4_000, longest);
    }

    @Test
    void itWaitsForTheDialogToBecomeQuiet() {
        alone.offer.want();
        assertFalse(alone.offer.isOpen());
        alone.offer.onQuiet(alone);
        alone.offer.onRefused(491, -1, 0, alone);
        alone.offer.onQuiet(alone);
        assertEquals(List.of("sent"), alone.story, "the pause is not over");
        alone.offer.onWake();
        assertEquals(List.of("sent"), alone.story, "the peer's offer is open");
        alone.offer.onQuiet(alone);
        assertEquals(List.of("sent", "sent"), alone.story);
    }

    @Test
    void oneAtATime() {
        assertTrue(alone.offer.want());
        assertFalse(alone.offer.want());
        alone.offer.onQuiet(alone);
        assertFalse(alone.offer.want());
        alone.offer.onTaken();
        assertTrue(alone.offer.want());
    }

    @Test
    void whoAlwaysMeetsAnotherGivesUp() {
        alone.offer.want();
        alone.offer.onQuiet(alone);
        for (int times = 1; times < 6; times++) {
            alone.offer.onRefused(491, -1, 0, alone);
            alone.wakes();
        }
        alone.offer.onRefused(491, -1, 0, alone);
        assertEquals("refused 491", alone.story.getLast());
        assertEquals(7, alone.story.size());
        assertTrue(alone.offer.want(), "another may be made");
    }

    @Test
    void anUnansweredOfferOfOursIsWaitedForAsLongAsThePeerSays() {
        alone.offer.want();
        alone.offer.onQuiet(alone);
        alone.offer.onRefused(500, 7, TimeUnit.SECONDS.toNanos(1), alone);
        assertEquals(8_000, alone.wakeMillis());
        alone.wakes();
        alone.offer.onRefused(500, 11, 0, alone);
        assertEquals(List.of("sent", "sent", "refused 500"), alone.story);
    }

    @Test
    void anyOtherRefusalIsOne() {
        for (int status : new int[] {488, 500, 503, 603}) {
            var end = new End(false, new Random(1));
            end.offer.want();
            end.offer.onQuiet(end);
            end.offer.onRefused(status, -1, 0, end);
            assertEquals(List.of("sent", "refused " + status), end.story);
        }
    }

    @Test
    void aCallThatIsOverOffersNothing() {
        alone.offer.want();
        alone.offer.onQuiet(alone);
        alone.offer.onRefused(491, -1, 0, alone);
        alone.offer.stop();
        alone.wakes();
        alone.offer.onRefused(491, -1, 0, alone);
        assertEquals(List.of("sent"), alone.story);
    }
}
