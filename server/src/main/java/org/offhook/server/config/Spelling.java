package org.offhook.server.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/** Guesses what was meant by a misspelt word. Pure. */
final class Spelling {
    private Spelling() {}

    /** The end of a complaint: the word nearest to this one, or all words there are. */
    static String hint(String word, Collection<String> known) {
        var nearest = known.stream().min(Comparator.comparingInt(each -> distance(word, each)));
        if (nearest.isPresent() && near(word, nearest.get())) {
            return ", did you mean \"" + nearest.get() + "\"?";
        }
        return known.isEmpty() ? "" : "; known: " + String.join(", ", known);
    }

    private static boolean near(String word, String other) {
        int allowed = Math.max(1, Math.min(3, other.length() / 3));
        return distance(word, other) <= allowed;
    }

    /** Edits between two words, where letters exchanged count one and case counts nothing. */
    static int distance(String one, String other) {
        String a = one.toLowerCase(Locale.ROOT).replace('_', '-');
        String b = other.toLowerCase(Locale.ROOT);
        int[][] edits = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                edits[i][j] = i == 0 || j == 0 ? i + j : step(edits, a, b, i, j);
            }
        }
        return edits[a.length()][b.length()];
    }

    private static int step(int[][] edits, String a, String b, int i, int j) {
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        int least = Math.min(edits[i - 1][j] + 1, edits[i][j - 1] + 1);
        least = Math.min(least, edits[i - 1][j - 1] + change);
        boolean exchanged =
                i > 1
                        && j > 1
                        && a.charAt(i - 1) == b.charAt(j - 2)
                        && a.charAt(i - 2) == b.charAt(j - 1);
        return exchanged ? Math.min(least, edits[i - 2][j - 2] + 1) : least;
    }
}
