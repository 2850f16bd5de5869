package org.offhook.cache;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Word errors as a recogniser makes them. {@link #misheard} knows no words: a letter wrong, a word
 * lost, a filler, an ending. An instance knows a vocabulary: a word becomes another that is spelled
 * almost alike (60 of 100), is lost (30), or a filler comes in (10).
 */
final class Noise {
    private static final String LETTERS = "aeiourstlnmdg";
    private static final List<String> FILLERS = List.of("uh", "um", "like", "er");
    private static final int FARTHEST = 2;

    private final List<String> vocabulary;
    private final Map<String, List<String>> alike = new HashMap<>();

    /**
     * @param vocabulary in an order that is always the same
     */
    Noise(List<String> vocabulary) {
        this.vocabulary = vocabulary;
    }

    /**
     * @param share of words touched, 0 to 1
     */
    String swapped(String text, double share, Random random) {
        var out = new ArrayList<String>();
        for (String word : text.split(" ")) {
            double kind = random.nextDouble() < share ? random.nextDouble() : 1;
            if (kind < 0.6) {
                List<String> others = alike.computeIfAbsent(word, this::alike);
                out.add(others.isEmpty() ? word : others.get(random.nextInt(others.size())));
            } else if (kind >= 0.9) {
                out.add(word);
                if (kind < 1) {
                    out.add(FILLERS.get(random.nextInt(FILLERS.size())));
                }
            } // else lost
        }
        return out.isEmpty() ? text : String.join(" ", out);
    }

    private List<String> alike(String word) {
        for (int distance = 1; distance <= FARTHEST; distance++) {
            int most = distance;
            List<String> found =
                    vocabulary.stream()
                            .filter(other -> !other.equals(word))
                            .filter(other -> Math.abs(other.length() - word.length()) <= most)
                            .filter(other -> distance(word, other) <= most)
                            .toList();
            if (!found.isEmpty()) {
                return found;
            }
        }
        return List.of();
    }

    /** Letters to insert, drop or change. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int above = row[j];
                int changed = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(Math.min(above, row[j - 1]) + 1, changed);
                diagonal = above;
            }
        }
        return row[b.length()];
    }

    /**
     * @param share of words touched, 0 to 1
     */
    static String misheard(String text, double share, Random random) {
        var out = new ArrayList<String>();
        for (String word : text.split(" ")) {
            if (random.nextDouble() >= share) {
                out.add(word);
                continue;
            }
            double kind = random.nextDouble();
            if (kind < 0.45 && word.length() > 3) {
                out.add(slip(word, random));
            } else if (kind < 0.6) {
                out.add(word.endsWith("s") ? word.substring(0, word.length() - 1) : word + "s");
            } else if (kind < 0.7) {
                out.add("uh");
                out.add(word);
            } // else lost
        }
        return out.isEmpty() ? text : String.join(" ", out);
    }

    private static String slip(String word, Random random) {
        int at = 1 + random.nextInt(word.length() - 1);
        char letter = LETTERS.charAt(random.nextInt(LETTERS.length()));
        return word.substring(0, at) + letter + word.substring(Math.min(word.length(), at + 1));
    }
}
