package org.offhook.cache;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * 30 of CLINC150's intents cached with 6 phrasings each; questions of all 150 and of none. Runs
 * with {@code -Doffhook.data=DIRECTORY} that holds {@code clinc150/}. The gate was fitted on these
 * intents (other banks, other questions): {@link Calibrate} says what it does on unseen ones.
 */
class ClincTest {
    @TempDir private Path directory;

    @Test
    void hardlyAnAnswerIsWrongWhereMostQuestionsHaveNone() throws IOException {
        Path data = Path.of(System.getProperty("offhook.data", "no-data"));
        assumeTrue(Files.exists(data.resolve("clinc150")), "no -Doffhook.data");
        var gate = Gate.load();
        var rows = new ArrayList<Trials.Row>();
        try (var embedder = MiniLmEmbedder.load();
                var corpus = new Corpus(data, directory.resolve("vectors"), embedder)) {
            var pool =
                    new Trials.Pool(
                            corpus.clinc("train"),
                            corpus.clinc("val"),
                            corpus.clinc("oos_test").get("oos"));
            for (int seed = 0; seed < 4; seed++) {
                var trials = new Trials(corpus, Vocabulary.load(), 99_000 + seed, 0);
                rows.addAll(trials.rows(pool, 30, 6, 750));
            }
        }
        List<Trials.Row> hits =
                rows.stream()
                        .filter(row -> row.doubt().isEmpty())
                        .filter(row -> gate.score(row.features()) >= gate.sure())
                        .toList();
        long right = hits.stream().filter(Trials.Row::right).count();
        long inScope = rows.stream().filter(Trials.Row::inScope).count();
        String found = hits.size() + " hits, " + right + " right, " + inScope + " in scope";
        System.out.println("CLINC150: " + found);
        assertTrue(hits.size() - right <= 0.015 * hits.size(), found);
        assertTrue(right >= 0.12 * inScope, found);
    }
}
