package org.offhook.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class StableWordsTest {
    private static final long MS = 1_000_000;

    private final StableWords words = new StableWords();

    @Test
    void wordsMustBeSaidTwiceAndStay() {
        words.heard(1, "when are", false, 0);
        assertFalse(words.isPromising());
        words.heard(1, "When are...", false, 40 * MS);
        assertTrue(words.isPromising());
        assertEquals(110 * MS, words.waitNanos(40 * MS));
        assertEquals(0, words.waitNanos(200 * MS));
        assertEquals("when are", words.take());
        assertFalse(words.isPromising());
    }

    @Test
    void finalWordsNeedNoSecond() {
        words.heard(1, "Yes.", true, 0);
        assertTrue(words.isPromising());
        assertEquals(150 * MS, words.waitNanos(0));
    }

    @Test
    void wordsThatChangeBeginAnew() {
        words.heard(1, "when", true, 0);
        assertFalse(words.heard(1, "where", false, 100 * MS), "nothing was taken");
        assertFalse(words.isPromising());
        words.heard(1, "where", false, 130 * MS);
        assertEquals(120 * MS, words.waitNanos(130 * MS));
    }

    @Test
    void itIsToldOnceThatWhatWasTakenHasChanged() {
        words.heard(1, "when", true, 0);
        words.take();
        assertFalse(words.heard(1, "When?", true, 10 * MS));
        assertTrue(words.isTaken());
        assertTrue(words.heard(1, "when are", false, 20 * MS));
        assertFalse(words.heard(1, "when are you", false, 30 * MS));
    }

    @Test
    void silenceIsNotWorthALook() {
        words.heard(1, "", true, 0);
        assertFalse(words.isPromising());
    }

    @Test
    void aSegmentIsWorthAFewLooksOnly() {
        for (int i = 0; i < 4; i++) {
            words.heard(1, "word " + i, true, i);
            assertTrue(words.isPromising());
            words.take();
        }
        words.heard(1, "word 5", true, 9);
        assertFalse(words.isPromising());
        words.heard(2, "word 5", true, 10);
        assertTrue(words.isPromising());
    }
}
