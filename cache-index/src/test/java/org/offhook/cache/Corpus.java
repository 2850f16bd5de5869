package org.offhook.cache;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** CLINC150 and BANKING77 as recognised speech would spell them. */
final class Corpus {
    /** A question of an intent. */
    record Question(String text, String intent) {}

    private static final Pattern PAIR =
            Pattern.compile("\\[\\s*\"((?:[^\"\\\\]|\\\\.)*)\",\\s*\"([a-z_0-9]+)\"\\s*\\]");

    /** Rarer words are mostly typing errors. */
    private static final int LEAST_SEEN = 3;

    private final Path data;
    private Noise noise;

    Corpus(Path data) {
        this.data = data;
    }

    /** With word errors: other words of the corpus, lost ones, fillers. */
    String misheard(String text, double share, Random random) throws IOException {
        if (noise == null) {
            var counts = new TreeMap<String, Integer>();
            for (var intents : List.of(banking(), clinc("train"))) {
                for (Question question : intents.values().stream().flatMap(List::stream).toList()) {
                    for (String word : question.text().split(" ")) {
                        counts.merge(word, 1, Integer::sum);
                    }
                }
            }
            counts.values().removeIf(count -> count < LEAST_SEEN);
            noise = new Noise(List.copyOf(counts.keySet()));
        }
        return noise.swapped(text, share, random);
    }

    /** Intent to questions, of a split such as "train" or "oos_test". */
    Map<String, List<Question>> clinc(String split) throws IOException {
        String json = Files.readString(data.resolve("clinc150/data_full.json"));
        int from = json.indexOf("\"" + split + "\": [");
        int to = json.indexOf("\n    ]", from);
        var byIntent = new TreeMap<String, List<Question>>();
        Matcher pair = PAIR.matcher(json).region(from, to + 1);
        while (pair.find()) {
            add(byIntent, pair.group(1), pair.group(2));
        }
        return byIntent;
    }

    /** Domain to intents. */
    Map<String, List<String>> clincDomains() throws IOException {
        String json = Files.readString(data.resolve("clinc150/domains.json"));
        var domains = new TreeMap<String, List<String>>();
        Matcher domain = Pattern.compile("\"([a-z_& ]+)\":\\s*\\[([^\\]]*)\\]").matcher(json);
        while (domain.find()) {
            var intents = new ArrayList<String>();
            Matcher intent = Pattern.compile("\"([a-z_0-9]+)\"").matcher(domain.group(2));
            while (intent.find()) {
                intents.add(intent.group(1));
            }
            domains.put(domain.group(1), intents);
        }
        return domains;
    }

    Map<String, List<Question>> banking() throws IOException {
        String csv = Files.readString(data.resolve("banking77/train.csv"));
        var byIntent = new TreeMap<String, List<Question>>();
        Matcher row =
                Pattern.compile("(?m)^(?:\"((?:[^\"]|\"\")*)\"|([^\",\\n]*)),([A-Za-z_?]+)\\r?$")
                        .matcher(csv);
        while (row.find()) {
            String text = row.group(1) == null ? row.group(2) : row.group(1).replace("\"\"", "\"");
            if (!row.group(3).equals("category")) {
                add(byIntent, text, row.group(3));
            }
        }
        return byIntent;
    }

    private static void add(Map<String, List<Question>> byIntent, String text, String intent) {
        byIntent.computeIfAbsent(intent, _ -> new ArrayList<>())
                .add(new Question(spoken(text), intent));
    }

    /** As a recogniser without punctuation writes it. */
    static String spoken(String text) {
        return text.toLowerCase(java.util.Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N}' ]", " ")
                .replaceAll("\\s+", " ")
                .strip();
    }
}
