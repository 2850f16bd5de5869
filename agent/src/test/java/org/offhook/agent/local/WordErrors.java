package org.offhook.agent.local;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Words that must be inserted, deleted or replaced to make one text of another, whatever their case
 * and punctuation, with numbers as words.
 */
record WordErrors(int errors, int words) {
    private static final List<String> ONES =
            List.of(
                    "zero one two three four five six seven eight nine ten eleven twelve thirteen"
                            .split(" "));
    private static final Map<String, String> SAME =
            Map.of("mr", "mister", "oh", "zero", "metres", "meters");

    static WordErrors between(String expected, String heard) {
        List<String> wanted = words(expected);
        List<String> got = words(heard);
        int[] row = new int[got.size() + 1];
        Arrays.setAll(row, i -> i);
        for (int i = 1; i <= wanted.size(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= got.size(); j++) {
                int replaced = diagonal + (wanted.get(i - 1).equals(got.get(j - 1)) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return new WordErrors(row[got.size()], wanted.size());
    }

    WordErrors plus(WordErrors other) {
        return new WordErrors(errors + other.errors, words + other.words);
    }

    double percent() {
        return words == 0 ? 0 : 100.0 * errors / words;
    }

    static List<String> words(String text) {
        String plain =
                text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9']+", " ").replace("'", "");
        return Arrays.stream(plain.strip().split(" +"))
                .filter(word -> !word.isEmpty())
                .map(WordErrors::spelled)
                .map(word -> SAME.getOrDefault(word, word))
                .toList();
    }

    private static String spelled(String word) {
        if (!word.matches("\\d{1,2}")) {
            return word;
        }
        int number = Integer.parseInt(word);
        return number < ONES.size() ? ONES.get(number) : word;
    }
}
