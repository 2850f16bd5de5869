package org.offhook.media.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Golden: every code and every sample, against G.711's tables written out another way. */
class G711Test {
    /** Table 2a/G.711, at 14 bits: first value of each segment and its step. */
    private static final int[] MU_FIRST = {0, 31, 95, 223, 479, 991, 2_015, 4_063};

    /** Table 1a/G.711, at 13 bits. */
    private static final int[] A_FIRST = {0, 32, 64, 128, 256, 512, 1_024, 2_048};

    @Test
    void everyMuLawCodeIsTheTablesValue() {
        for (int code = 0; code < 256; code++) {
            int magnitude = muLaw(code);
            int expected = (code & 0x80) != 0 ? magnitude : -magnitude;
            assertEquals(expected, G711.MU_LAW.decode((byte) code), "code " + code);
        }
    }

    @Test
    void everyALawCodeIsTheTablesValue() {
        for (int code = 0; code < 256; code++) {
            int magnitude = aLaw(code);
            int expected = (code & 0x80) != 0 ? magnitude : -magnitude;
            assertEquals(expected, G711.A_LAW.decode((byte) code), "code " + code);
        }
    }

    @Test
    void everySampleLiesBetweenTheDecisionValuesOfItsMuLawCode() {
        for (int sample = Short.MIN_VALUE; sample <= Short.MAX_VALUE; sample++) {
            int code = G711.MU_LAW.encode((short) sample) & 0xFF;
            int bits = ~code & 0x7F;
            int segment = bits >> 4;
            int step = 4 * (2 << segment);
            // Around zero an interval is cut in half, so the first segment starts one step early.
            int first = segment == 0 ? -4 : 4 * MU_FIRST[segment];
            int from = first + (bits & 15) * step;
            int magnitude = Math.min(Math.abs(sample), 32_635);
            assertTrue(magnitude >= from && magnitude < from + step, sample + " is " + code);
            assertEquals(sample >= 0, (code & 0x80) != 0, "sign of " + sample);
        }
    }

    @Test
    void everySampleLiesBetweenTheDecisionValuesOfItsALawCode() {
        for (int sample = Short.MIN_VALUE; sample <= Short.MAX_VALUE; sample++) {
            int code = G711.A_LAW.encode((short) sample) & 0xFF;
            int bits = (code ^ 0x55) & 0x7F;
            int segment = bits >> 4;
            int step = 8 * (segment == 0 ? 2 : 1 << segment);
            int from = 8 * A_FIRST[segment] + (bits & 15) * step;
            // Intervals are open towards zero on the negative side.
            int magnitude = sample < 0 ? -1 - sample : sample;
            assertTrue(magnitude >= from && magnitude < from + step, sample + " is " + code);
            assertEquals(sample >= 0, (code & 0x80) != 0, "sign of " + sample);
        }
    }

    @Test
    void everyCodeSurvivesARoundTrip() {
        for (int code = 0; code < 256; code++) {
            assertEquals((byte) code, G711.A_LAW.encode(G711.A_LAW.decode((byte) code)));
            // µ-law has two zeros; the positive one is sent.
            int expected = code == 0x7F ? 0xFF : code;
            assertEquals((byte) expected, G711.MU_LAW.encode(G711.MU_LAW.decode((byte) code)));
        }
    }

    @Test
    void silenceIsTheCodeThePeersKnow() {
        assertEquals((byte) 0xFF, G711.MU_LAW.encode((short) 0));
        assertEquals((byte) 0xD5, G711.A_LAW.encode((short) 0));
    }

    private static int muLaw(int code) {
        int bits = ~code & 0x7F;
        int segment = bits >> 4;
        int step = 2 << segment;
        // Quantised to the middle of the interval; the first interval around zero is halved.
        int value14 = MU_FIRST[segment] + (bits & 15) * step + (segment == 0 ? 0 : step / 2);
        return 4 * (segment == 0 ? (bits & 15) * 2 : value14);
    }

    private static int aLaw(int code) {
        int bits = (code ^ 0x55) & 0x7F;
        int segment = bits >> 4;
        int step = segment == 0 ? 2 : 1 << segment;
        int value13 = A_FIRST[segment] + (bits & 15) * step + step / 2;
        return 8 * value13;
    }
}
