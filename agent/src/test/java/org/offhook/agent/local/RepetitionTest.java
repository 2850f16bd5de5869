package org.offhook.agent.local;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class RepetitionTest {
    @Test
    void aNumberMayHaveTheSameDigitOften() {
        assertEquals(0, excess(5, 9, 9, 9, 9, 9, 9, 9));
    }

    @Test
    void oneWordForEverIsCutToOne() {
        assertEquals(11, excess(5, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9));
    }

    @Test
    void aPhraseForEverIsCutToOne() {
        assertEquals(9, excess(4, 1, 2, 3, 1, 2, 3, 1, 2, 3, 1, 2, 3));
    }

    @Test
    void aPhraseSaidThreeTimesStays() {
        assertEquals(0, excess(4, 1, 2, 3, 1, 2, 3, 1, 2, 3));
    }

    @Test
    void noWordsAreNoLoop() {
        assertEquals(0, excess());
    }

    private static int excess(int... tokens) {
        return Repetition.excess(tokens, tokens.length);
    }
}
