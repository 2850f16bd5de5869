package org.offhook.sip.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.offhook.sip.machine.ReliableResponse.Due;

/** Reliable provisional responses (RFC 3262), in virtual time. */
class ReliableTest {
    private static final long T1 = TimeUnit.MILLISECONDS.toNanos(500);
    private static final RAck OURS = new RAck(776_656, 1, "INVITE");

    /** The clock of a machine may stand anywhere, also just before it wraps. */
    private static final long START = Long.MAX_VALUE - TimeUnit.SECONDS.toNanos(3);

    private final ReliableResponse response = new ReliableResponse(OURS, T1, 64 * T1, START);

    /** What it does until it gives up or is over, with the milliseconds since it left. */
    private List<String> untilItIsOver() {
        var story = new ArrayList<String>();
        Due due = Due.LATER;
        while (due == Due.LATER || due == Due.REPEAT) {
            long now = response.wakeAtNanos();
            due = response.onWake(now);
            story.add(due + " " + TimeUnit.NANOSECONDS.toMillis(now - START));
        }
        return story;
    }

    @Test
    void itIsSaidAgainAfterTwiceTheTimeAndGivenUpAfter64T1() {
        assertEquals(
                List.of(
                        "REPEAT 500",
                        "REPEAT 1500",
                        "REPEAT 3500",
                        "REPEAT 7500",
                        "REPEAT 15500",
                        "REPEAT 31500",
                        "GIVE_UP 32000"),
                untilItIsOver());
        assertFalse(response.onPrack(OURS), "nothing is left to confirm");
    }

    @Test
    void nothingIsDueBeforeItsTime() {
        assertEquals(Due.LATER, response.onWake(START + T1 - 1));
        assertEquals(Due.REPEAT, response.onWake(START + T1));
        assertEquals(Due.LATER, response.onWake(START + T1));
    }

    @Test
    void prackEndsIt() {
        assertEquals(Due.REPEAT, response.onWake(START + T1));
        assertTrue(response.onPrack(OURS));
        assertEquals(Due.NOTHING, response.onWake(START + 100 * T1));
        assertFalse(response.onPrack(OURS), "a second one confirms nothing");
    }

    @Test
    void prackMayComeAfterTheAnswer() {
        response.onAnswered();
        assertEquals(Due.NOTHING, response.onWake(START + T1));
        assertTrue(response.onPrack(OURS));
        response.onAnswered();
        assertFalse(response.onPrack(OURS));
    }

    @ParameterizedTest
    @CsvSource({"776655 1 INVITE", "776656 2 INVITE", "776656 1 UPDATE", "776656 1 invite"})
    void prackForAnotherConfirmsNothing(String header) {
        assertFalse(response.onPrack(RAck.parse(header).orElseThrow()));
        assertEquals(Due.REPEAT, response.onWake(START + T1));
    }

    @ParameterizedTest
    @CsvSource({"''", "1 INVITE", "1 1", "x 1 INVITE", "1 -1 INVITE", "1 1 INVITE x"})
    void whatIsNoRAckIsNone(String header) {
        assertEquals(Optional.empty(), RAck.parse(header));
    }

    @Test
    void aRAckIsReadAndWritten() {
        assertEquals(Optional.of(OURS), RAck.parse(" 776656  1 INVITE"));
        assertEquals("776656 1 INVITE", OURS.header());
    }

    @Test
    void responsesAreTakenInTheirOrderEachOnce() {
        var order = new ReliableOrder(7);
        assertEquals(Optional.of(new RAck(100, 7, "INVITE")), order.take(100));
        assertEquals(Optional.empty(), order.take(100), "a repeated one");
        assertEquals(Optional.empty(), order.take(102), "101 has to come first");
        assertEquals(Optional.of(new RAck(101, 7, "INVITE")), order.take(101));
        assertEquals(Optional.of(new RAck(102, 7, "INVITE")), order.take(102));
        assertEquals(Optional.empty(), order.take(99));
    }

    @Test
    void aNumberThatRfc3262DoesNotHaveIsNone() {
        assertEquals(Optional.empty(), new ReliableOrder(1).take(0));
        assertEquals(Optional.empty(), new ReliableOrder(1).take(-1));
        assertEquals(Optional.empty(), new ReliableOrder(1).take(1L << 31));
    }
}
