package org.offhook.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Fits the weights of {@link Completeness}: how sentences end from CLINC150 and BANKING77, whole
 * and cut between two words; then the terms from what the recogniser made of the tuning half of
 * {@link PausedTurns} and from {@link WrittenTurns}.
 */
final class CompletenessFit {
    /** Rarer endings tell more of the questions in the set than of English. */
    private static final int FEWEST = 12;

    /** Rarer words go by their ending. */
    private static final int FEWEST_WORDS = 30;

    private static final double LEAST_WEIGHT = 0.2;
    private static final int ROUNDS = 6;
    private static final double RATE = 0.3;
    private static final double RIDGE_TEXT = 5e-4;
    private static final double RIDGE_TERMS = 2;
    private static final int STEPS = 12;

    /** A written turn stands for some ten spoken ones of a template. */
    private static final double WRITTEN_WEIGHT = 10;

    /** The base rate among the written, which is ours and not life's; no weight is kept. */
    private static final String WRITTEN = "=written";

    /** A recogniser's punctuation is not a writer's. */
    private static final List<String> MARKS =
            List.of("=question", "=comma", "=unmarked", "=trails");

    /**
     * What was known at a pause, and whether it was the end.
     *
     * @param written and never heard
     */
    record Look(String words, String asked, boolean end, boolean written) {}

    private record Row(List<String> names, boolean whole) {}

    private CompletenessFit() {}

    static Map<String, Double> fit(Path texts, List<Look> looks) throws IOException {
        return withTerms(endings(texts), looks);
    }

    /** How sentences end. */
    static Map<String, Double> endings(Path texts) throws IOException {
        return endings(sentences(texts));
    }

    /**
     * @param looks of spoken turns; the written are added
     */
    static Map<String, Double> withTerms(Map<String, Double> endings, List<Look> looks)
            throws IOException {
        var all = new ArrayList<>(looks);
        all.addAll(WrittenTurns.looks());
        var weights = new HashMap<>(endings);
        weights.putAll(terms(endings, all));
        weights.remove(WRITTEN);
        return weights;
    }

    private static List<List<String>> sentences(Path texts) throws IOException {
        var sentences = new ArrayList<List<String>>();
        for (String sentence : PausedTurns.clinc(texts, "train")) {
            sentences.add(Completeness.words(sentence));
        }
        for (String line : Files.readAllLines(texts.resolve("banking77/train.csv"))) {
            int comma = line.lastIndexOf(',');
            if (comma > 0 && comma < 120 && !line.startsWith("\"")) {
                sentences.add(Completeness.words(line.substring(0, comma)));
            }
        }
        return sentences;
    }

    private static Map<String, Double> endings(List<List<String>> sentences) {
        var often = new HashMap<String, Integer>();
        sentences.forEach(sentence -> sentence.forEach(w -> often.merge(w, 1, Integer::sum)));
        var random = new Random(1);
        var rows = new ArrayList<Row>();
        var counts = new HashMap<String, Integer>();
        for (List<String> sentence : sentences) {
            for (int cut = 0; cut < 3 && sentence.size() > 1; cut++) {
                int length = cut == 0 ? sentence.size() : 1 + random.nextInt(sentence.size() - 1);
                List<String> said = sentence.subList(0, length);
                var names =
                        new ArrayList<>(
                                Completeness.endings(said, w -> often.get(w) >= FEWEST_WORDS));
                names.add("*");
                names.forEach(name -> counts.merge(name, 1, Integer::sum));
                rows.add(new Row(names, cut == 0));
            }
        }
        rows.forEach(row -> row.names.removeIf(name -> counts.get(name) < FEWEST));
        Map<String, Double> weights = descend(rows, random);
        often.forEach((word, count) -> {
            if (count >= FEWEST_WORDS) {
                weights.putIfAbsent(word, 0.0);
            }
        });
        weights.entrySet()
                .removeIf(w -> w.getKey().contains(" ") && Math.abs(w.getValue()) < LEAST_WEIGHT);
        return weights;
    }

    private static Map<String, Double> descend(List<Row> rows, Random random) {
        var weights = new TreeMap<String, Double>();
        var steps = new HashMap<String, Double>();
        for (int round = 0; round < ROUNDS; round++) {
            Collections.shuffle(rows, random);
            for (Row row : rows) {
                double sum =
                        row.names.stream().mapToDouble(n -> weights.getOrDefault(n, 0.0)).sum();
                double error = 1 / (1 + Math.exp(-sum)) - (row.whole ? 1 : 0);
                for (String name : row.names) {
                    double weight = weights.getOrDefault(name, 0.0);
                    double slope = error + RIDGE_TEXT * weight;
                    double step = steps.merge(name, slope * slope, Double::sum);
                    weights.put(name, weight - RATE * slope / Math.sqrt(step + 1e-9));
                }
            }
        }
        return weights;
    }

    private static Map<String, Double> observed(Completeness observer, Look look) {
        Map<String, Double> terms = observer.terms(look.words, look.asked);
        if (look.written) {
            terms.keySet().removeAll(MARKS);
            terms.put(WRITTEN, 1.0);
        }
        return terms;
    }

    /** Newton's method: two thousand rows of some fifty terms. */
    private static Map<String, Double> terms(Map<String, Double> endings, List<Look> looks) {
        var observer = new Completeness(endings);
        List<Look> worded = looks.stream().filter(look -> !look.words.isBlank()).toList();
        List<Map<String, Double>> rows =
                worded.stream().map(look -> observed(observer, look)).toList();
        var names =
                new ArrayList<>(
                        new TreeSet<>(rows.stream().flatMap(r -> r.keySet().stream()).toList()));
        int size = names.size();
        var weights = new double[size];
        for (int step = 0; step < STEPS; step++) {
            var curve = new double[size][size + 1];
            for (int i = 0; i < size; i++) {
                boolean free = names.get(i).equals("=always") || names.get(i).equals(WRITTEN);
                curve[i][i] = free ? 1e-6 : RIDGE_TERMS;
                curve[i][size] = free ? 0 : -RIDGE_TERMS * weights[i];
            }
            for (int row = 0; row < rows.size(); row++) {
                double[] values = values(names, rows.get(row));
                double sum = 0;
                for (int i = 0; i < size; i++) {
                    sum += weights[i] * values[i];
                }
                double likely = 1 / (1 + Math.exp(-sum));
                double weight = worded.get(row).written ? WRITTEN_WEIGHT : 1;
                double error = weight * ((worded.get(row).end ? 1 : 0) - likely);
                double bend = weight * likely * (1 - likely);
                for (int i = 0; i < size; i++) {
                    for (int j = 0; j < size; j++) {
                        curve[i][j] += bend * values[i] * values[j];
                    }
                    curve[i][size] += error * values[i];
                }
            }
            double[] change = solved(curve);
            for (int i = 0; i < size; i++) {
                weights[i] += change[i];
            }
        }
        var fitted = new TreeMap<String, Double>();
        for (int i = 0; i < size; i++) {
            fitted.put(names.get(i), weights[i]);
        }
        return fitted;
    }

    private static double[] values(List<String> names, Map<String, Double> row) {
        return names.stream().mapToDouble(name -> row.getOrDefault(name, 0.0)).toArray();
    }

    /** Elimination; the ridge keeps the diagonal from zero. */
    private static double[] solved(double[][] equations) {
        int size = equations.length;
        for (int i = 0; i < size; i++) {
            for (int row = 0; row < size; row++) {
                double share = row == i ? 0 : equations[row][i] / equations[i][i];
                for (int column = i; column <= size; column++) {
                    equations[row][column] -= share * equations[i][column];
                }
            }
        }
        var solution = new double[size];
        for (int i = 0; i < size; i++) {
            solution[i] = equations[i][size] / equations[i][i];
        }
        return solution;
    }

    static void write(Map<String, Double> weights, String command, Path file) throws IOException {
        var lines = new ArrayList<String>();
        lines.add("# " + command);
        lines.add("# endings from CLINC150 (CC BY 3.0) and BANKING77 (CC BY 4.0)");
        new TreeMap<>(weights)
                .forEach((n, w) -> lines.add(String.format(Locale.ROOT, "%s\t%.2f", n, w)));
        Files.write(file, lines);
    }
}
