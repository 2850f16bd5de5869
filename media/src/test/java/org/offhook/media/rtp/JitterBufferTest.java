package org.offhook.media.rtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.offhook.media.rtp.JitterBuffer.Put;

/** Streams over bad networks, in virtual time: a packet every 20 ms, a frame taken every 20 ms. */
class JitterBufferTest {
    private static final long MILLI = 1_000_000;
    private static final int TICKS_PER_MILLI = 8;
    private static final int PHASE_MILLIS = 7;

    private final JitterBuffer buffer = new JitterBuffer(8_000, 20 * MILLI);
    private final byte[] out = new byte[JitterBuffer.MAX_PAYLOAD];
    private final List<Arrival> network = new ArrayList<>();
    private final List<Integer> played = new ArrayList<>();
    private final List<Long> delaysMillis = new ArrayList<>();
    private int delivered;
    private int taken;
    private int lost;
    private int early;

    private record Arrival(long atNanos, byte[] bytes, int sequence, int millis) {}

    @Test
    void aCleanStreamIsPlayedWholeAfterTheTargetDelay() {
        for (int i = 0; i < 200; i++) {
            sent(i, 20 * i, 0);
        }
        run(4_100);
        assertPlayedInOrder(200);
        assertEquals(0, lost);
        assertTrue(delay(0) >= 20 && delay(0) <= 40, delaysMillis.toString());
    }

    @Test
    void sequenceAndTimestampWrapUnnoticed() {
        for (int i = 0; i < 300; i++) {
            arrives(20 * i, 65_400 + i, (int) (0xFFFF_F000L + 160L * i), 20);
        }
        run(6_100);
        assertEquals(300, played.size());
        assertEquals(0, buffer.lost());
    }

    @Test
    void neighboursThatChangePlacesArePutRight() {
        for (int i = 0; i < 200; i++) {
            sent(i, 20 * i, i % 2 == 0 ? 25 : 0);
        }
        run(4_100);
        // The first may have been told apart only after the second: it is then late.
        assertTrue(played.size() >= 199, "played " + played.size());
        assertSorted();
    }

    @Test
    void duplicatesArePlayedOnce() {
        int duplicates = 0;
        for (int i = 0; i < 100; i++) {
            sent(i, 20 * i, 0);
            sent(i, 20 * i, 3);
        }
        for (Arrival arrival : network) {
            duplicates += put(arrival) == Put.DUPLICATE ? 1 : 0;
            take(arrival.atNanos);
        }
        assertEquals(100, duplicates);
        assertSorted();
    }

    @Test
    void seededLossIsConcealedAndTheRestPlayedInTime() {
        var random = new SplittableRandom(42);
        int kept = 0;
        for (int i = 0; i < 2_000; i++) {
            if (i < 5 || i > 1_990 || random.nextInt(100) >= 5) {
                sent(i, 20 * i, 0);
                kept++;
            }
        }
        run(40_200);
        assertEquals(kept, played.size());
        assertEquals(2_000 - kept, buffer.lost());
        assertSorted();
        assertTrue(delay(delaysMillis.size() - 1) <= 40, "delay grew by loss");
    }

    @Test
    void aPacketAfterItsTurnIsLate() {
        for (int i = 0; i < 10; i++) {
            if (i != 4) {
                sent(i, 20 * i, 0);
            }
        }
        run(300);
        assertEquals(1, buffer.lost());
        assertEquals(Put.LATE, put(arrival(400, 4, 4 * 160, 20)));
    }

    @Test
    void aSenderThatSkipsAheadDoesNotLengthenTheDelay() {
        // FreeSWITCH: late by 60 ms, it leaves the audio out and jumps the timestamp.
        for (int i = 0; i < 100; i++) {
            sent(i, 20 * i, 0);
        }
        for (int i = 0; i < 100; i++) {
            arrives(2_060 + 20 * i, 100 + i, (2_060 + 20 * i) * TICKS_PER_MILLI, 20);
        }
        run(4_200);
        assertEquals(200, played.size());
        assertEquals(0, buffer.lost());
        assertTrue(delay(199) <= delay(0), "delay grew to " + delay(199));
    }

    @Test
    void aSenderThatCatchesUpInABurstLosesNothingAndThePlayerIsToldThatItIsLate() {
        // Asterisk: stalled for 200 ms, it sends the missing packets at once.
        for (int i = 0; i < 500; i++) {
            boolean stalled = i >= 100 && i < 110;
            sent(i, 20 * i, stalled ? 20 * (110 - i) : 0);
        }
        run(1_900);
        long before = buffer.takenSlackNanos();
        assertTrue(before >= 0 && before <= 40 * MILLI, "slack of " + before);
        run(10_400);
        assertEquals(500, played.size());
        assertEquals(0, buffer.lost());
        assertTrue(delay(499) >= 180, "the burst was thrown away");
        assertTrue(buffer.takenSlackNanos() >= 150 * MILLI);
    }

    @Test
    void slackIsKnownAfterHalfASecondAndIsThatOfTheLatestPackets() {
        for (int i = 0; i < 400; i++) {
            sent(i, 20 * i, i % 10 == 0 ? 10 : 0);
        }
        run(200);
        assertEquals(JitterBuffer.UNKNOWN, buffer.takenSlackNanos());
        run(7_000);
        // One in ten is 10 ms late, and bins are of 1 ms.
        double slack = buffer.takenSlackNanos() / 1e6;
        assertEquals(delay(301) - 11, slack, 1.1);
    }

    @Test
    void jitterGrowsTheDelayUntilItIsHeardNoMore() {
        var random = new SplittableRandom(7);
        for (int i = 0; i < 3_000; i++) {
            sent(i, 20 * i, random.nextInt(60));
        }
        run(30_000);
        int gapsBefore = lost + early;
        run(60_000);
        int gapsAfter = lost + early - gapsBefore;
        assertTrue(gapsAfter <= 15, gapsAfter + " gaps in the second half minute");
        assertTrue(delaysMillis.getLast() <= 140, "delay of " + delaysMillis.getLast());
        assertSorted();
    }

    @Test
    void anotherSourceIsFollowedFromItsSecondPacket() {
        for (int i = 0; i < 10; i++) {
            sent(i, 20 * i, 0);
        }
        run(190);
        byte[] stranger = Packets.withSsrc(bytes(9_000, 77, 20), 5);
        assertEquals(Put.SUSPECT, put(new Arrival(200 * MILLI, stranger, 9_000, 20)));
        byte[] again = Packets.withSsrc(bytes(9_001, 77 + 160, 20), 5);
        assertEquals(Put.NEW_STREAM, put(new Arrival(220 * MILLI, again, 9_001, 20)));
        byte[] third = Packets.withSsrc(bytes(9_002, 77 + 320, 20), 5);
        assertEquals(Put.STORED, put(new Arrival(240 * MILLI, third, 9_002, 20)));
        network.clear();
        delivered = 0;
        run(400);
        assertTrue(played.containsAll(List.of(9_001, 9_002)), played.toString());
    }

    @Test
    void oneWildSequenceNumberIsKeptOut() {
        for (int i = 0; i < 50; i++) {
            sent(i, 20 * i, 0);
        }
        run(500);
        assertEquals(Put.SUSPECT, put(arrival(500, 30_000, 5, 20)));
        run(1_100);
        assertPlayedInOrder(50);
    }

    @Test
    void packetsOfOtherLengthsComeOutWhole() {
        for (int millis : new int[] {10, 30, 40, 60}) {
            var other = new JitterBufferTest();
            for (int i = 0; i < 100; i++) {
                long atNanos = (long) millis * i * MILLI;
                byte[] bytes = other.bytes(i, i * millis * TICKS_PER_MILLI, millis);
                other.network.add(new Arrival(atNanos, bytes, i, millis));
            }
            other.run(100L * millis + 200);
            other.assertPlayedInOrder(100);
            assertEquals(0, other.lost, millis + " ms");
        }
    }

    @Test
    void aPauseInSendingIsAPauseAndNoDelay() {
        for (int i = 0; i < 50; i++) {
            sent(i, 20 * i, 0);
        }
        for (int i = 0; i < 50; i++) {
            arrives(1_500 + 20 * i, 50 + i, (1_500 + 20 * i) * TICKS_PER_MILLI, 20);
        }
        // Longer than a second: as good as a new stream.
        for (int i = 0; i < 50; i++) {
            arrives(7_000 + 20 * i, 100 + i, (7_000 + 20 * i) * TICKS_PER_MILLI, 20);
        }
        run(8_200);
        assertPlayedInOrder(150);
        assertEquals(0, buffer.lost());
        assertTrue(delaysMillis.getLast() <= 40, "delay of " + delaysMillis.getLast());
    }

    @Test
    void eventsInTheSequenceAreNeitherPlayedNorMissed() {
        for (int i = 0; i < 100; i++) {
            boolean event = i >= 40 && i < 50;
            arrives(20 * i, i, (event ? 40 : i) * 160, event ? 0 : 20);
        }
        run(2_200);
        assertEquals(90, played.size());
        assertEquals(0, buffer.lost());
    }

    @Test
    void anOutageLongerThanTheBufferIsSurvived() {
        for (int i = 0; i < 50; i++) {
            sent(i, 20 * i, 0);
        }
        for (int i = 150; i < 200; i++) {
            sent(i, 20 * i, 0);
        }
        run(4_200);
        assertEquals(100, played.size());
        assertTrue(delaysMillis.getLast() <= 40, "delay of " + delaysMillis.getLast());
    }

    @Test
    void aFloodOfPacketsAheadKeepsTheNewest() {
        for (int i = 0; i < 500; i++) {
            put(arrival(0, i, i * 160, 20));
        }
        taken = 2;
        run(2_000);
        assertEquals(499, played.getLast());
        assertSorted();
    }

    @Test
    void jitterIsMeasuredAsInTheRfc() {
        for (int i = 0; i < 500; i++) {
            sent(i, 20 * i, i % 2 * 10);
        }
        run(10_100);
        assertEquals(10, buffer.jitterMillis(), 0.5);
    }

    private void sent(int sequence, long sentMillis, int delayMillis) {
        arrives(sentMillis + delayMillis, sequence, (int) sentMillis * TICKS_PER_MILLI, 20);
    }

    private void arrives(long atMillis, int sequence, int timestamp, int millis) {
        network.add(arrival(atMillis, sequence & 0xFFFF, timestamp, millis));
    }

    private Arrival arrival(long atMillis, int sequence, int timestamp, int millis) {
        return new Arrival(atMillis * MILLI, bytes(sequence, timestamp, millis), sequence, millis);
    }

    private byte[] bytes(int sequence, int timestamp, int millis) {
        return Packets.bytes(0, sequence, timestamp, Math.max(4, millis * 8), sequence);
    }

    private Put put(Arrival arrival) {
        return buffer.put(
                Packets.wrap(arrival.bytes), arrival.sequence, arrival.millis, arrival.atNanos);
    }

    /** Lets the network deliver and the player play until this time. */
    private void run(long untilMillis) {
        network.sort((a, b) -> Long.compare(a.atNanos, b.atNanos));
        int millisToPlay = 0;
        for (; 20L * taken + PHASE_MILLIS <= untilMillis; taken++) {
            long now = (20L * taken + PHASE_MILLIS) * MILLI;
            while (delivered < network.size() && network.get(delivered).atNanos <= now) {
                put(network.get(delivered++));
            }
            while (millisToPlay < 20) {
                millisToPlay += take(now);
            }
            millisToPlay -= 20;
        }
    }

    private int take(long nowNanos) {
        int length = buffer.take(out, nowNanos);
        if (length == JitterBuffer.LOST) {
            lost++;
            return 20;
        }
        if (length == JitterBuffer.TOO_EARLY) {
            early += played.isEmpty() ? 0 : 1;
            return 20;
        }
        played.add(buffer.takenFormat());
        delaysMillis.add((nowNanos - buffer.takenArrivalNanos()) / MILLI);
        return length / TICKS_PER_MILLI;
    }

    private long delay(int index) {
        return delaysMillis.get(index);
    }

    private void assertSorted() {
        for (int i = 1; i < played.size(); i++) {
            assertTrue(played.get(i - 1) < played.get(i), "out of order: " + played);
        }
    }

    private void assertPlayedInOrder(int count) {
        List<Integer> expected = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            expected.add(i);
        }
        assertEquals(expected, played);
    }
}
