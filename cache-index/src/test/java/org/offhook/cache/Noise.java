package org.offhook.cache;

import java.util.ArrayList;
import java.util.Random;

/** Word errors as a recogniser makes them: a letter wrong, a word lost, a filler, an ending. */
final class Noise {
    private static final String LETTERS = "aeiourstlnmdg";

    private Noise() {}

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
