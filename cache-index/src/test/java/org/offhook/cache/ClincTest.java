package org.offhook.cache;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * 30 of CLINC150's intents cached with 20 phrasings each; questions of all 150 and of none. Runs
 * with {@code -Doffhook.data=DIRECTORY} that holds {@code clinc150/}. The gate was fitted on these
 * intents (other banks, other questions): {@link Calibrate} says what it does on unseen ones.
 */
class ClincTest {
    @TempDir private Path directory;

    @Test
    void hardlyAnAnswerIsWrongWhereMostQuestionsHaveNone() throws IOException {
        Path data = Path.of(System.getProperty("offhook.data", "no-data"));
        assumeTrue(Files.exists(data.resolve("clinc150")), "no -Doffhook.data");
        var gate = RankingGate.load();
        var projection = Projection.load();
        var rows = new ArrayList<Trials.Row>();
        var corpus = new Corpus(data);
        try (var plain = Sight.plain(directory);
                var sight = Sight.committed(plain, directory)) {
            var seeing = new Trials.Seeing(Vocabulary.load(), sight, projection);
            var intents = new ArrayList<>(corpus.clinc("val").keySet());
            for (int seed = 0; seed < 4; seed++) {
                Collections.shuffle(intents, new Random(seed));
                var trials = new Trials(corpus, seeing, 99_000 + seed, 0);
                var strangers = new ArrayList<Corpus.Question>();
                for (String other : intents.subList(30, intents.size())) {
                    strangers.addAll(trials.some(corpus.clinc("test").get(other), 3));
                }
                strangers.addAll(trials.some(corpus.clinc("oos_test").get("oos"), 150));
                rows.addAll(
                        trials.rows(
                                new Trials.Plan(
                                        intents.subList(0, 30),
                                        corpus.clinc("train"),
                                        20,
                                        corpus.clinc("test"),
                                        10,
                                        strangers)));
            }
        }
        double sure = gate.calibration().sure(0.01).orElseThrow();
        List<Trials.Row> hits =
                rows.stream()
                        .filter(row -> row.doubt().isEmpty())
                        .filter(row -> !row.exact() && gate.score(row.features()) >= sure)
                        .toList();
        long right = hits.stream().filter(Trials.Row::right).count();
        long inScope = rows.stream().filter(Trials.Row::inScope).count();
        String found = hits.size() + " hits, " + right + " right, " + inScope + " in scope";
        System.out.println("CLINC150: " + found);
        assertTrue(hits.size() - right <= 0.015 * hits.size(), found);
        assertTrue(right >= 0.12 * inScope, found);
    }
}
