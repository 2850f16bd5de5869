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
 * As {@link NearMisses}, with answers of twelve phrasings each, which the trees weigh: near misses
 * that must not be answered, and paraphrases that should be.
 *
 * <p>{@code tests/bench/near-misses-many}
 */
final class NearMissesMany {
    private static final String FILE = "/near-misses-many.txt";
    private static final String PARAPHRASE = "paraphrase";
    private static final String ASKED_OF_ANOTHER = "of another";

    /**
     * Asked of the bank.
     *
     * @param right id of the answer to it, or an empty string where silence is right
     */
    private record Asked(String kind, String question, String right) {}

    private record Questions(List<Answer> bank, List<Asked> asked) {}

    /** Of one kind. */
    private static final class Tally {
        private int asked;
        private int right;
        private int wrong;

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%3d asked, right %2d (%.1f %%), wrong %2d (%.1f %%, at most %.1f %%)",
                    asked,
                    right,
                    100.0 * right / asked,
                    wrong,
                    100.0 * wrong / asked,
                    100 * WrongRate.upperBound(wrong, asked));
        }

        void add(Asked question, Lookup found) {
            asked++;
            if (found instanceof Lookup.Hit hit) {
                boolean isRight = hit.answer().id().equals(question.right());
                right += isRight ? 1 : 0;
                wrong += isRight ? 0 : 1;
            }
        }
    }

    private NearMissesMany() {}

    /**
     * @param args any word: print each question that is not answered as it should be
     */
    public static void main(String[] args) throws IOException {
        Questions questions = read();
        var kinds = new TreeMap<String, Tally>();
        var nearMisses = new Tally();
        var told = new ArrayList<String>();
        var directory = Files.createTempDirectory("near-misses-many");
        try (var embedder = MiniLmEmbedder.load();
                var cache = AnswerCache.open(directory.resolve("index"), embedder)) {
            cache.sync("many", questions.bank());
            for (Asked asked : questions.asked()) {
                Lookup found = cache.lookup("many", asked.question());
                kinds.computeIfAbsent(asked.kind(), _ -> new Tally()).add(asked, found);
                if (asked.right().isEmpty()) {
                    nearMisses.add(asked, found);
                }
                String id = found instanceof Lookup.Hit hit ? hit.answer().id() : "";
                if (!id.equals(asked.right())) {
                    told.add(
                            asked
                                    + ", nearest "
                                    + found.evidence().nearestId()
                                    + ": "
                                    + (id.isEmpty() ? "silent, " : "PLAYED, ")
                                    + found.evidence().reason());
                }
            }
        }
        System.out.println(questions.bank().size() + " answers of twelve phrasings");
        kinds.forEach((kind, tally) -> System.out.printf("  %-16s %s%n", kind, tally));
        System.out.printf("  %-16s %s%n", "silence is right", nearMisses);
        if (args.length > 0) {
            told.forEach(System.out::println);
        }
    }

    private static Questions read() throws IOException {
        var bank = new ArrayList<Answer>();
        var asked = new ArrayList<Asked>();
        var phrasings = new ArrayList<String>();
        String id = "";
        for (String line : lines()) {
            switch (line.charAt(0)) {
                case '@' -> {
                    add(bank, id, phrasings);
                    id = line.substring(2);
                }
                case '!' -> {
                    String[] parts = line.substring(2).split(": ", 2);
                    String[] kind = parts[0].split(" > ");
                    asked.add(
                            kind.length == 1
                                    ? new Asked(kind[0], parts[1], "")
                                    : new Asked(ASKED_OF_ANOTHER, parts[1], kind[1]));
                }
                case '=' -> asked.add(new Asked(PARAPHRASE, line.substring(2), id));
                default -> phrasings.add(line);
            }
        }
        add(bank, id, phrasings);
        return new Questions(bank, asked);
    }

    private static void add(List<Answer> bank, String id, List<String> phrasings) {
        if (!id.isEmpty()) {
            bank.add(new Answer(id, "Yes.", List.copyOf(phrasings), new Answer.Then.Listen()));
            phrasings.clear();
        }
    }

    private static List<String> lines() throws IOException {
        try (var in = NearMissesMany.class.getResourceAsStream(FILE);
                var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            return lines.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).toList();
        }
    }
}
