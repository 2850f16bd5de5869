package org.offhook.cache;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * All that was weighed for one decision.
 *
 * @param score the gate's log odds that the nearest answer is right; infinite for the very words
 * @param sure score from which on an answer is played
 * @param veto what forbids a hit whatever the score, or empty
 * @param counted true where the score is one that {@link Calibration} counts by
 * @param features what the score is made of, by name
 * @param nearest the nearest phrasing of each of the nearest answers, nearest first
 */
public record Why(
        double score,
        double sure,
        String veto,
        boolean counted,
        Map<String, Double> features,
        List<Neighbour> nearest) {
    /** Nothing was weighed: no words, no bank. */
    static final Why NOTHING = new Why(Double.NEGATIVE_INFINITY, 0, "", false, Map.of(), List.of());

    /** The very words of one answer only. */
    static final Why SAME_WORDS =
            new Why(Double.POSITIVE_INFINITY, 0, "", false, Map.of(), List.of());

    private static final int MOST_NEIGHBOURS = 5;

    public Why {
        features = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(features));
        nearest = List.copyOf(nearest);
    }

    /** An answer, the phrasing of it that is nearest, and their cosine. */
    public record Neighbour(String answerId, String phrasing, double cosine) {}

    /** What a gate says: see {@link Why}. */
    record Weighed(double score, double sure, String veto, boolean counted) {}

    static Why of(
            Bank bank,
            Weighed weighed,
            List<String> names,
            double[] features,
            List<Ranking.Neighbour> neighbours) {
        var named = new LinkedHashMap<String, Double>();
        for (int i = 0; i < features.length; i++) {
            named.put(names.get(i), features[i]);
        }
        var seen = new LinkedHashSet<Integer>();
        var nearest = new ArrayList<Neighbour>();
        for (Ranking.Neighbour neighbour : neighbours) {
            Bank.Phrasing phrasing = bank.phrasings().get(neighbour.phrasing());
            if (seen.size() < MOST_NEIGHBOURS && seen.add(phrasing.answer())) {
                nearest.add(
                        new Neighbour(
                                bank.topics().get(phrasing.answer()).answer().id(),
                                phrasing.wording().normal(),
                                neighbour.cosine()));
            }
        }
        return new Why(
                weighed.score(), weighed.sure(), weighed.veto(), weighed.counted(), named, nearest);
    }

    /** How far the score is above what is sure; minus infinity where a veto forbids a hit. */
    public double rank() {
        return veto.isEmpty() ? score - sure : Double.NEGATIVE_INFINITY;
    }

    /** Whether nothing but a sure score is missing, of one that is counted by. */
    boolean isShortOf(double leastScore) {
        return counted && veto.isEmpty() && score >= leastScore && score < sure;
    }

    /** For a person. */
    public List<String> lines() {
        var lines = new ArrayList<String>();
        lines.add(String.format(Locale.ROOT, "score %.2f, sure from %.2f", score, sure));
        if (!veto.isEmpty()) {
            lines.add("veto: " + veto);
        }
        for (Neighbour neighbour : nearest) {
            lines.add(
                    String.format(
                            Locale.ROOT,
                            "  %.3f  %s: %s",
                            neighbour.cosine(),
                            neighbour.answerId(),
                            neighbour.phrasing()));
        }
        features.forEach(
                (name, value) -> lines.add(String.format(Locale.ROOT, "  %8.3f  %s", value, name)));
        return lines;
    }
}
