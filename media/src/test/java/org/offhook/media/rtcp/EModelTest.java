package org.offhook.media.rtcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against the tables of ITU-T G.107 annex B and G.113 appendix I. */
class EModelTest {
    @ParameterizedTest
    @CsvSource({"90, 4.34", "80, 4.03", "70, 3.60", "60, 3.10", "50, 2.58", "0, 1", "100, 4.5"})
    void ratingsAreScores(double rating, double score) {
        assertEquals(score, EModel.mos(rating), 0.01);
    }

    /** Packet loss of G.711 with concealment; Ppl in percent, random. */
    @ParameterizedTest
    @CsvSource({"0, 93.2", "1, 89.6", "5, 77.4", "20, 51.1"})
    void lossCosts(double percent, double rating) {
        assertEquals(rating, EModel.rating(0, percent / 100, 1), 0.1);
    }

    /** Idd of G.107 section 7.3: nothing to 100 ms, hardly anything at 150, steep beyond. */
    @ParameterizedTest
    @CsvSource({"100, 93.2", "150, 93.04", "250, 84.28", "400, 69.13"})
    void delayCosts(double millis, double rating) {
        assertEquals(rating, EModel.rating(millis, 0, 1), 0.01);
    }

    @Test
    void lossInBurstsIsWorseAndNothingLeavesTheScale() {
        assertTrue(EModel.rating(0, 0.03, 3) < EModel.rating(0, 0.03, 1) - 0.5);
        assertEquals(0, EModel.rating(5_000, 1, 50));
        assertEquals(1, EModel.mos(EModel.rating(5_000, 1, 50)));
        assertEquals(1, EModel.mos(4));
    }
}
