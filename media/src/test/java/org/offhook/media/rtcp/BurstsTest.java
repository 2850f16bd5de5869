package org.offhook.media.rtcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Where losses lie (RFC 3611 section 4.7.2). */
class BurstsTest {
    private final Bursts bursts = new Bursts();

    @Test
    void lossesFarApartAreAGap() {
        for (int i = 0; i < 1_000; i++) {
            bursts.onFrame(i % 50 == 25);
        }
        assertEquals(0.02, bursts.lostShare(), 1e-9);
        assertEquals(0, bursts.burstDensity());
        assertEquals(0, bursts.burstMillis());
        assertEquals(256 * 20 / 1_000, bursts.gapDensity());
        assertEquals(20_000, bursts.gapMillis());
    }

    @Test
    void lossesCloseTogetherAreOneBurstFromTheFirstToTheLast() {
        frames(100, false);
        for (int i = 0; i < 10; i++) {
            bursts.onFrame(i % 3 == 0); // 0, 3, 6, 9
        }
        frames(100, false);
        assertEquals(200, bursts.burstMillis());
        assertEquals(256 * 4 / 10, bursts.burstDensity());
        assertEquals(0, bursts.gapDensity());
        assertEquals(2_000, bursts.gapMillis());
    }

    @Test
    void lossesThrownByDiceHaveARatioOfOneAndRunsOfFourMore() {
        var random = new SplittableRandom(3);
        for (int i = 0; i < 50_000; i++) {
            bursts.onFrame(random.nextInt(20) == 0);
        }
        assertEquals(1, bursts.ratio(), 0.03);

        var inRuns = new Bursts();
        for (int i = 0; i < 8_000; i++) {
            inRuns.onFrame(i % 80 < 4);
        }
        assertEquals(4 * 0.95, inRuns.ratio(), 1e-9);
        assertEquals(inRuns.lostShare(), 0.05, 1e-9);
    }

    @Test
    void aCallOfNothingHasNoFigures() {
        assertEquals(0, bursts.lostShare());
        assertEquals(1, bursts.ratio());
        assertEquals(0, bursts.gapDensity());
        frames(10, true);
        assertEquals(1, bursts.lostShare());
        assertTrue(Double.isFinite(bursts.ratio()));
    }

    private void frames(int count, boolean concealed) {
        for (int i = 0; i < count; i++) {
            bursts.onFrame(concealed);
        }
    }
}
