package org.offhook.cache;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class MiniLmEmbedderTest {
    @Test
    void paraphrasesAreNearAndOtherMattersFar() throws IOException {
        try (var embedder = MiniLmEmbedder.load()) {
            float[] hours = embedder.embed("what are your opening hours on saturday");
            float[] weekend = embedder.embed("when are you open at the weekend");
            float[] password = embedder.embed("how do i reset my password");
            assertEquals(384, hours.length);
            assertEquals(1, Bank.dot(hours, hours), 1e-5);
            assertEquals(0.82, Bank.dot(hours, weekend), 0.02);
            assertEquals(0.03, Bank.dot(hours, password), 0.03);
        }
    }

    @Test
    void theTunedVectorIsAnotherViewOfTheSameTokens() throws IOException {
        try (var embedder = MiniLmEmbedder.load()) {
            Vectors block = embedder.vectors("how do i block my card");
            Vectors stolen = embedder.vectors("my card was stolen please stop it");
            Vectors hours = embedder.vectors("what are your opening hours");
            assertArrayEquals(embedder.embed("how do i block my card"), block.plain(), 1e-6f);
            for (Vectors vectors : new Vectors[] {block, stolen, hours}) {
                assertEquals(1, Bank.dot(vectors.tuned(), vectors.tuned()), 1e-4);
                assertEquals(1, Bank.dot(vectors.joined(), vectors.joined()), 1e-4);
                Vectors parted = Vectors.parted(vectors.joined());
                assertArrayEquals(vectors.plain(), parted.plain(), 1e-6f);
                assertArrayEquals(vectors.tuned(), parted.tuned(), 1e-6f);
            }
            assertTrue(Bank.dot(block.tuned(), block.plain()) < 0.99, "the layers are not tuned");
            assertTrue(
                    Bank.dot(block.tuned(), stolen.tuned())
                            > Bank.dot(block.tuned(), hours.tuned()) + 0.1);
        }
    }

    @Test
    void anyTextHasAVector() throws IOException {
        try (var embedder = MiniLmEmbedder.load()) {
            for (String text :
                    new String[] {"", "\uD83D\uDE00", "word ".repeat(500), "x".repeat(200)}) {
                Vectors vectors = embedder.vectors(text);
                assertEquals(1, Bank.dot(vectors.plain(), vectors.plain()), 1e-4);
                assertEquals(1, Bank.dot(vectors.tuned(), vectors.tuned()), 1e-4);
            }
        }
    }

    @Test
    void wordsBecomeTheNumbersOfTheUncasedModel() throws IOException {
        var pieces = new WordPiece(Vocabulary.load());
        long[] numbers = {101, 2054, 1005, 1055, 1996, 7026, 8663, 2638, 7542, 1029, 102};
        assertArrayEquals(numbers, pieces.encode("What's the Téle\u0000phoneconnection?"));
    }

    @Test
    void commonWordsAreLessRareThanNames() throws IOException {
        var english = Vocabulary.load();
        assertTrue(english.rarity("the") < 0.05);
        assertTrue(english.rarity("open") < english.rarity("appointment"));
        assertEquals(1, english.rarity("aetna"));
    }
}
