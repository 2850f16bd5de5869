package org.offhook.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real model on a front desk of 25 answers and questions it was not given. */
class ClinicTest {
    private static final Clinic CLINIC = Clinic.read();

    @TempDir private Path directory;

    @Test
    void mostParaphrasesAreAnsweredAndNoneWrongly() throws IOException {
        try (var embedder = MiniLmEmbedder.load();
                var cache = AnswerCache.open(directory, embedder)) {
            cache.sync("clinic", CLINIC.answers());
            var clear = ClinicReport.paraphrases(cache, CLINIC, 0, 1);
            assertEquals(List.of(), clear.wrong());
            assertTrue(clear.useful() >= 70, () -> clear.useful() + " %: " + clear.missed());
            var misheard = ClinicReport.paraphrases(cache, CLINIC, 0.12, 2);
            assertEquals(List.of(), misheard.wrong());
            assertTrue(misheard.useful() >= 45, () -> misheard.useful() + " %");
        }
    }

    @Test
    void nearMissesAreNotAnswered() throws IOException {
        try (var embedder = MiniLmEmbedder.load();
                var cache = AnswerCache.open(directory, embedder)) {
            cache.sync("clinic", CLINIC.answers());
            assertEquals(List.of(), ClinicReport.nearMisses(cache, CLINIC, 0, 1).wrong());
        }
    }
}
