package org.offhook.agent.local;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class VocabularyTest {
    private static Vocabulary vocabulary;

    @BeforeAll
    static void read() throws Exception {
        vocabulary = Vocabulary.read(TestModels.fetched().file(ModelFile.MOONSHINE_VOCABULARY));
    }

    @Test
    void itHasAllPieces() {
        assertEquals(32_000, vocabulary.size());
    }

    @Test
    void piecesBecomeWordsWithSpacesBetween() {
        assertEquals("Hello World", text(15_043, 2_787));
    }

    @Test
    void bytesBecomeOneCharacter() {
        // U+20AC in UTF-8 is E2 82 AC; byte b is piece 3 + b.
        assertEquals("€", text(3 + 0xE2, 3 + 0x82, 3 + 0xAC));
    }

    @Test
    void controlAndUnknownTokensSayNothing() {
        assertEquals("Hello", text(Vocabulary.START, 15_043, 0, 32_100, Vocabulary.STOP));
    }

    private static String text(int... tokens) {
        return vocabulary.text(tokens, tokens.length);
    }
}
