package org.offhook.agent;

import java.time.Duration;
import java.util.Locale;
import java.util.Set;

/**
 * How much silence ends a turn, from the words before it and from how this caller has paused so
 * far. Used by the call's thread only; no clock of its own. The word lists are English: callers of
 * other languages are given the usual time.
 */
final class EndOfTurn {
    /** After these nobody has finished. */
    private static final Set<String> OPEN_ENDS =
            Set.of(
                    "a", "an", "the", "and", "or", "but", "so", "because", "if", "to", "for", "of",
                    "with", "at", "on", "in", "from", "my", "your", "is", "are", "was", "i", "i'd",
                    "i'm", "um", "uh", "er", "like", "that", "about", "number", "name", "its",
                    "it's", "then", "also", "can", "could", "would", "will");

    private static final Set<String> WHOLE_ANSWERS =
            Set.of("yes", "no", "yeah", "nope", "yep", "okay", "ok", "sure", "correct", "thanks");

    private static final Set<String> DIGITS =
            Set.of(
                    "zero", "oh", "one", "two", "three", "four", "five", "six", "seven", "eight",
                    "nine", "double");

    /** Words in the agent's question that make a caller stop and look something up. */
    private static final Set<String> WANTS_SPELLING =
            Set.of("spell", "number", "digits", "code", "email", "e-mail", "address", "reference");

    private static final double MOST_PATIENCE = 1.6;

    private final boolean english;
    private final Duration usual;
    private final Duration longest;
    private double patience = 1;

    /**
     * @param usual after words that tell nothing
     * @param longest no turn has a longer pause
     */
    EndOfTurn(Locale language, Duration usual, Duration longest) {
        this.english = language.getLanguage().equals(Locale.ENGLISH.getLanguage());
        this.usual = usual;
        this.longest = longest;
    }

    /**
     * @param words of the turn so far, as the recogniser spells them
     * @param asked what the agent said last; empty where nothing
     */
    Duration silence(String words, String asked) {
        double factor = english ? factor(words.strip(), asked) : 1;
        long millis = Math.round(usual.toMillis() * factor * patience);
        return Duration.ofMillis(Math.min(millis, longest.toMillis()));
    }

    private static double factor(String words, String asked) {
        String[] said = words.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}'-]+");
        String last = said[said.length - 1];
        if (words.endsWith(",") || words.endsWith("...") || OPEN_ENDS.contains(last)) {
            return 2.5;
        }
        boolean readsOut = last.matches("\\d+|\\p{L}") || DIGITS.contains(last);
        if (readsOut || wantsSpelling(asked)) {
            return 2;
        }
        if (said.length == 1 && WHOLE_ANSWERS.contains(last)) {
            return 0.7;
        }
        return words.endsWith("?") ? 0.75 : 1;
    }

    private static boolean wantsSpelling(String asked) {
        if (!asked.strip().endsWith("?")) {
            return false;
        }
        for (String word : asked.toLowerCase(Locale.ROOT).split("[^\\p{L}'-]+")) {
            if (WANTS_SPELLING.contains(word)) {
                return true;
            }
        }
        return false;
    }

    /** The caller went on after so much silence: somebody who thinks while speaking. */
    void wentOnAfter(Duration silence) {
        if (silence.compareTo(usual.dividedBy(2)) >= 0) {
            patience = Math.min(MOST_PATIENCE, patience + 0.15);
        }
    }

    /** A turn was over when it was taken to be: a little less patience is enough. */
    void wasOver() {
        patience = Math.max(1, patience - 0.05);
    }
}
