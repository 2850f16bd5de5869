package org.offhook.cache;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * Fits the gate and says what it is worth on intents it has not seen.
 *
 * <p>Four folds of intents: CLINC150's domains and BANKING77's intents, each in two halves. Each
 * fold is judged by weights fitted on the other three; {@code sure} is set on CLINC150's scores.
 * The committed weights are then fitted on all four.
 *
 * <p>From the top folder, with DATA holding {@code clinc150/} and {@code banking77/} (a minute more
 * the first time, while VECTORS is filled):
 *
 * <pre>mvn -q -pl cache-index test-compile exec:exec -Dexec.classpathScope=test
 *   -Dexec.executable=java -Dexec.args="--enable-native-access=ALL-UNNAMED -cp %classpath
 *   org.offhook.cache.Calibrate DATA VECTORS src/main/resources/org/offhook/cache/gate.txt"</pre>
 */
final class Calibrate {
    private static final List<String> FOLDS =
            List.of("CLINC150 a", "CLINC150 b", "BANKING77 a", "BANKING77 b");
    private static final int BANKS_PER_FOLD = 60;
    private static final int QUESTIONS_PER_BANK = 400;
    private static final double NOISE = 0.12;

    /** Of the answers played. */
    private static final double WRONG_SHARE = 0.01;

    private final Corpus corpus;
    private final Vocabulary english;

    private record Scored(Trials.Row row, double score) {}

    private Calibrate(Corpus corpus, Vocabulary english) {
        this.corpus = corpus;
        this.english = english;
    }

    public static void main(String[] args) throws IOException {
        try (var embedder = MiniLmEmbedder.load();
                var corpus = new Corpus(Path.of(args[0]), Path.of(args[1]), embedder)) {
            new Calibrate(corpus, Vocabulary.load()).run(Path.of(args[2]));
        }
    }

    private void run(Path gateFile) throws IOException {
        var folds = new ArrayList<List<Trials.Row>>();
        for (int fold = 0; fold < FOLDS.size(); fold++) {
            folds.add(rows(pool(fold), fold));
        }
        var unseen = new ArrayList<List<Scored>>();
        var all = new ArrayList<Scored>();
        for (int fold = 0; fold < folds.size(); fold++) {
            var others = new ArrayList<Trials.Row>();
            for (int other = 0; other < folds.size(); other++) {
                others.addAll(other == fold ? List.of() : folds.get(other));
            }
            var gate = new Gate(0, fit(others));
            unseen.add(
                    folds.get(fold).stream()
                            .map(row -> new Scored(row, gate.score(row.features())))
                            .toList());
            all.addAll(unseen.getLast());
        }
        var clinc = new ArrayList<>(unseen.get(0));
        clinc.addAll(unseen.get(1));
        double sure =
                threshold(clinc); // BANKING77 labels like questions differently: no measure of 1 %
        for (int fold = 0; fold < folds.size(); fold++) {
            report(FOLDS.get(fold), unseen.get(fold), sure);
        }
        report("CLINC150", clinc, sure);
        report("all", all, sure);
        worst(all, sure - 0.6);
        write(gateFile, sure, fit(folds.stream().flatMap(List::stream).toList()));
    }

    private static double[] fit(List<Trials.Row> rows) {
        List<Trials.Row> open = rows.stream().filter(row -> row.doubt().isEmpty()).toList();
        boolean[] right = new boolean[open.size()];
        for (int i = 0; i < right.length; i++) {
            right[i] = open.get(i).right();
        }
        return Logistic.fit(open.stream().map(Trials.Row::features).toList(), right);
    }

    /** The lowest score from which on at most {@link #WRONG_SHARE} of the answers are wrong. */
    private static double threshold(List<Scored> all) {
        List<Scored> open =
                all.stream()
                        .filter(scored -> scored.row().doubt().isEmpty())
                        .sorted((a, b) -> Double.compare(b.score(), a.score()))
                        .toList();
        double sure = Double.MAX_VALUE;
        int wrong = 0;
        for (int i = 0; i < open.size(); i++) {
            wrong += open.get(i).row().right() ? 0 : 1;
            if (wrong <= WRONG_SHARE * (i + 1)) {
                sure = open.get(i).score();
            }
        }
        return sure;
    }

    private static void report(String name, List<Scored> rows, double sure) {
        long inScope = rows.stream().filter(scored -> scored.row().inScope()).count();
        List<Scored> hits =
                rows.stream()
                        .filter(scored -> scored.row().doubt().isEmpty() && scored.score() >= sure)
                        .toList();
        long right = hits.stream().filter(scored -> scored.row().right()).count();
        System.out.printf(
                Locale.ROOT,
                "%-12s %6d questions, %5d hits, useful %.1f %%, wrong of hits %.2f %%%n",
                name,
                rows.size(),
                hits.size(),
                100.0 * right / inScope,
                100.0 * (hits.size() - right) / Math.max(1, hits.size()));
    }

    private static void worst(List<Scored> rows, double from) {
        rows.stream()
                .filter(scored -> scored.row().doubt().isEmpty() && !scored.row().right())
                .filter(scored -> scored.score() >= from)
                .sorted((a, b) -> Double.compare(b.score(), a.score()))
                .forEach(scored ->
                        System.out.printf(
                                Locale.ROOT,
                                "  wrong %.2f %s -> %s%n",
                                scored.score(),
                                scored.row().text(),
                                scored.row().nearest()));
    }

    private static void write(Path gateFile, double sure, double[] weights) throws IOException {
        var lines = new ArrayList<String>();
        lines.add(String.format(Locale.ROOT, "%.3f", sure));
        for (double weight : weights) {
            lines.add(String.format(Locale.ROOT, "%.5g", weight));
        }
        Files.write(gateFile, lines);
    }

    private Trials.Pool pool(int fold) throws IOException {
        boolean first = fold % 2 == 0;
        List<Corpus.Question> outside = new ArrayList<>(corpus.clinc("oos_train").get("oos"));
        outside.addAll(corpus.clinc("oos_val").get("oos"));
        if (!first) {
            outside = corpus.clinc("oos_test").get("oos");
        }
        var keep = new HashSet<String>();
        if (fold < 2) {
            int at = 0;
            for (List<String> domain : corpus.clincDomains().values()) {
                keep.addAll(at++ % 2 == fold ? domain : Set.of());
            }
            var all = new Trials.Pool(corpus.clinc("train"), corpus.clinc("test"), outside);
            return Trials.only(all, keep::contains);
        }
        var phrasings = new TreeMap<String, List<Corpus.Question>>();
        var questions = new TreeMap<String, List<Corpus.Question>>();
        int at = 0;
        for (Map.Entry<String, List<Corpus.Question>> intent : corpus.banking().entrySet()) {
            List<Corpus.Question> texts = intent.getValue();
            phrasings.put(intent.getKey(), texts.subList(0, texts.size() / 2));
            questions.put(intent.getKey(), texts.subList(texts.size() / 2, texts.size()));
            if (at++ % 2 == fold - 2) {
                keep.add(intent.getKey());
            }
        }
        return Trials.only(new Trials.Pool(phrasings, questions, outside), keep::contains);
    }

    /** Banks of 12 to 37 answers with 3 to 8 phrasings; each third one is misheard. */
    private List<Trials.Row> rows(Trials.Pool pool, int fold) throws IOException {
        var rows = new ArrayList<Trials.Row>();
        for (int number = 0; number < BANKS_PER_FOLD; number++) {
            long seed = fold * 1000L + number;
            var random = new Random(seed);
            int answers = 12 + random.nextInt(26);
            int phrasingsEach = 3 + random.nextInt(6);
            var trials = new Trials(corpus, english, seed, number % 3 == 2 ? NOISE : 0);
            rows.addAll(trials.rows(pool, answers, phrasingsEach, QUESTIONS_PER_BANK));
        }
        return rows;
    }
}
