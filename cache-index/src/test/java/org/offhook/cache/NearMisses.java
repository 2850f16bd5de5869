package org.offhook.cache;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/**
 * A bank of one phrasing an answer, asked what sounds alike and means something else, and what
 * sounds different and means the same. The first file was looked at while the rules were made, of
 * the second only the counts by kind; one author wrote both, and knew the rules' word lists.
 *
 * <p>{@code tests/bench/near-misses}
 */
final class NearMisses {
    /** One line of a file. */
    record Pair(String kind, String cached, String nearMiss, String paraphrase) {}

    /** What became of the questions of one kind. */
    static final class Tally {
        int pairs;
        int nearMissesPlayed;
        int paraphrasesRight;
        int paraphrasesWrong;
        final List<String> wrong = new ArrayList<>();

        /** Of the pairs. */
        double wrongShare() {
            return (nearMissesPlayed + paraphrasesWrong) / (double) pairs;
        }

        void add(Tally other) {
            pairs += other.pairs;
            nearMissesPlayed += other.nearMissesPlayed;
            paraphrasesRight += other.paraphrasesRight;
            paraphrasesWrong += other.paraphrasesWrong;
            wrong.addAll(other.wrong);
        }

        String line(String name) {
            return String.format(
                    Locale.ROOT,
                    "%-10s %3d pairs: near misses played %d (%.1f %%), paraphrases right %d (%.1f"
                            + " %%), wrong %d",
                    name,
                    pairs,
                    nearMissesPlayed,
                    100.0 * nearMissesPlayed / pairs,
                    paraphrasesRight,
                    100.0 * paraphrasesRight / pairs,
                    paraphrasesWrong);
        }
    }

    static final int FILES = 4;

    private NearMisses() {}

    public static void main(String[] args) throws IOException {
        try (var embedder = MiniLmEmbedder.load()) {
            for (int file = 1; file <= FILES; file++) {
                var all = new Tally();
                for (var kind : ask(pairs(file), embedder).entrySet()) {
                    System.out.println(kind.getValue().line(kind.getKey()));
                    all.add(kind.getValue());
                }
                System.out.println(all.line("file " + file));
                if (args.length > 0) {
                    all.wrong.forEach(System.out::println);
                }
            }
        }
    }

    static List<Pair> pairs(int file) throws IOException {
        try (var in = NearMisses.class.getResourceAsStream("/near-misses-" + file + ".tsv");
                var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            return lines.lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\t"))
                    .map(columns -> new Pair(columns[0], columns[1], columns[2], columns[3]))
                    .toList();
        }
    }

    static TreeMap<String, Tally> ask(List<Pair> pairs, Embedder embedder) throws IOException {
        var answers = new ArrayList<Answer>();
        for (Pair pair : pairs) {
            String id = "a" + answers.size();
            answers.add(new Answer(id, "", List.of(pair.cached()), new Answer.Then.Listen()));
        }
        var kinds = new TreeMap<String, Tally>();
        var directory = Files.createTempDirectory("near-misses");
        try (var cache = AnswerCache.open(directory.resolve("index"), embedder)) {
            cache.sync("pairs", answers);
            for (int i = 0; i < pairs.size(); i++) {
                Pair pair = pairs.get(i);
                Tally tally = kinds.computeIfAbsent(pair.kind(), _ -> new Tally());
                tally.pairs++;
                if (cache.lookup("pairs", pair.nearMiss()) instanceof Lookup.Hit hit) {
                    tally.nearMissesPlayed++;
                    tally.wrong.add("near miss " + pair + ": " + hit.evidence().reason());
                }
                if (cache.lookup("pairs", pair.paraphrase()) instanceof Lookup.Hit hit) {
                    boolean right = hit.answer().id().equals("a" + i);
                    tally.paraphrasesRight += right ? 1 : 0;
                    tally.paraphrasesWrong += right ? 0 : 1;
                    if (!right) {
                        tally.wrong.add("paraphrase " + pair + ": " + hit.answer().id());
                    }
                }
            }
        }
        return kinds;
    }
}
