package org.offhook.agent.provider;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class AllowanceTest {
    private static final long SECOND = 1_000_000_000;
    private final Allowance allowance = new Allowance(100, 10, 0);

    @Test
    void soMuchMayComeAtOnce() {
        assertTrue(allowance.tryTake(100, 0));
        assertFalse(allowance.tryTake(1, 0));
    }

    @Test
    void whatComesNoFasterThanAllowedComesForEver() {
        for (int second = 1; second <= 100_000; second++) {
            assertTrue(allowance.tryTake(10, second * SECOND));
        }
    }

    @Test
    void whatComesALittleFasterIsTooMuchInTheEnd() {
        for (int second = 1; second <= 90; second++) {
            assertTrue(allowance.tryTake(11, second * SECOND), "after " + second + " s");
        }
        assertFalse(allowance.tryTake(11, 91 * SECOND));
    }

    @Test
    void timeThatNothingCameInIsNotSavedUp() {
        assertTrue(allowance.tryTake(100, 1_000_000 * SECOND));
        assertFalse(allowance.tryTake(1, 1_000_000 * SECOND));
    }
}
