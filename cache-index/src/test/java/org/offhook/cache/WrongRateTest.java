package org.offhook.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class WrongRateTest {
    @Test
    void noneWrongProvesLittle() {
        assertEquals(1, WrongRate.upperBound(0, 0));
        assertEquals(0.95, WrongRate.upperBound(0, 1), 1e-6);
        assertEquals(1 - Math.pow(0.05, 1 / 300.0), WrongRate.upperBound(0, 300), 1e-6);
        assertTrue(WrongRate.upperBound(0, 600) < 0.005);
    }

    @Test
    void theBoundIsTheShareThatWouldSeldomGiveSoFew() {
        assertEquals(0.0136, WrongRate.upperBound(8, 1062), 5e-5);
        assertEquals(0.0169, WrongRate.upperBound(10, 1000), 5e-5);
        assertEquals(0.4, WrongRate.upperBound(3_900, 10_000), 0.01);
        assertEquals(1, WrongRate.upperBound(7, 7));
    }

    @Test
    void whatIsMissingIsTheFewestThatProve() {
        for (long[] counted : new long[][] {{0, 0}, {0, 599}, {3, 500}, {12, 2000}}) {
            long more = WrongRate.moreNeeded(counted[0], counted[1], 0.005);
            assertTrue(WrongRate.upperBound(counted[0], counted[1] + more) <= 0.005);
            assertTrue(
                    more == 0 || WrongRate.upperBound(counted[0], counted[1] + more - 1) > 0.005);
        }
        assertEquals(0, WrongRate.moreNeeded(0, 600, 0.005));
    }

    @Test
    void whatIsProvenIsWhatTheBoundSays() {
        for (long wrong = 0; wrong < 40; wrong++) {
            for (double target : new double[] {0.005, 0.01, 0.05}) {
                long needed = WrongRate.moreNeeded(wrong, 50, target);
                assertTrue(WrongRate.upperBound(wrong, 50 + needed) <= target + 1e-8);
                assertTrue(WrongRate.upperBound(wrong, 50 + needed - 1) > target - 1e-8);
            }
        }
    }

    @Test
    void moreWrongThanAllIsABug() {
        assertThrows(IllegalArgumentException.class, () -> WrongRate.upperBound(2, 1));
    }
}
