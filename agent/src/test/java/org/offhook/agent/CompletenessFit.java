package org.offhook.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * Fits the weights of {@link Completeness}: how sentences end from CLINC150 and BANKING77, whole
 * and cut between two words; then the terms from what the recogniser made of the tuning half of
 * {@link PausedTurns}.
 */
final class CompletenessFit {
    /** Rarer endings tell more of the questions in the set than of English. */
    private static final int FEWEST = 12;

    private static final double LEAST_WEIGHT = 0.2;
    private static final int ROUNDS = 6;
    private static final double RATE = 0.3;
    private static final double RIDGE_TEXT = 5e-4;
    private static final double RIDGE_TERMS = 2;
    private static final int STEPS = 4_000;

    /** What was known at a pause, and whether it was the end. */
    record Look(String words, String asked, boolean end) {}

    private record Row(List<String> names, boolean whole) {}

    private CompletenessFit() {}

    static Map<String, Double> fit(Path texts, List<Look> looks) throws IOException {
        Map<String, Double> weights = endings(sentences(texts));
        weights.putAll(terms(weights, looks));
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
        var random = new Random(1);
        var rows = new ArrayList<Row>();
        var counts = new HashMap<String, Integer>();
        for (List<String> sentence : sentences) {
            for (int cut = 0; cut < 3 && sentence.size() > 1; cut++) {
                int length = cut == 0 ? sentence.size() : 1 + random.nextInt(sentence.size() - 1);
                var names = new ArrayList<>(Completeness.endings(sentence.subList(0, length)));
                names.add("*");
                names.forEach(name -> counts.merge(name, 1, Integer::sum));
                rows.add(new Row(names, cut == 0));
            }
        }
        rows.forEach(row -> row.names.removeIf(name -> counts.get(name) < FEWEST));
        var weights = new TreeMap<String, Double>();
        var steps = new HashMap<String, Double>();
        for (int round = 0; round < ROUNDS; round++) {
            java.util.Collections.shuffle(rows, random);
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
        weights.values().removeIf(weight -> Math.abs(weight) < LEAST_WEIGHT);
        return weights;
    }

    /** Plain descent: a few hundred rows of some twenty terms. */
    private static Map<String, Double> terms(Map<String, Double> endings, List<Look> looks) {
        var observer = new Completeness(endings);
        var rows = new ArrayList<Map<String, Double>>();
        var ends = new ArrayList<Boolean>();
        for (Look look : looks) {
            if (!look.words.isBlank()) {
                rows.add(observer.terms(look.words, look.asked));
                ends.add(look.end);
            }
        }
        var weights = new TreeMap<String, Double>();
        for (int step = 0; step < STEPS; step++) {
            var slope = new HashMap<String, Double>();
            weights.forEach((name, weight) -> slope.put(name, -RIDGE_TERMS * weight));
            slope.put("=always", 0.0);
            for (int i = 0; i < rows.size(); i++) {
                double sum = 0;
                for (var term : rows.get(i).entrySet()) {
                    sum += weights.getOrDefault(term.getKey(), 0.0) * term.getValue();
                }
                double error = (ends.get(i) ? 1 : 0) - 1 / (1 + Math.exp(-sum));
                rows.get(i).forEach((n, v) -> slope.merge(n, error * v, Double::sum));
            }
            slope.forEach((n, s) -> weights.merge(n, s * 0.5 / rows.size(), Double::sum));
        }
        return weights;
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
