package org.offhook.agent;

import java.util.List;
import java.util.Set;

/**
 * Tells by their words the English sounds of somebody who listens: "mm-hm", "yes", "I see". Pure.
 */
final class Nods {
    private static final Set<String> WORDS =
            Set.of(
                    "mm",
                    "mmm",
                    "mhm",
                    "mm-hm",
                    "mmhmm",
                    "mm-hmm",
                    "mhmm",
                    "hm",
                    "hmm",
                    "hmmm",
                    "hm-hm",
                    "hum",
                    "m",
                    "uh",
                    "uh-huh",
                    "uhhuh",
                    "huh",
                    "um",
                    "ah",
                    "aha",
                    "oh",
                    "ok",
                    "okay",
                    "kay",
                    "yes",
                    "yeah",
                    "yea",
                    "yep",
                    "yup",
                    "ya",
                    "right",
                    "sure",
                    "alright",
                    "good",
                    "great",
                    "fine",
                    "cool",
                    "nice",
                    "perfect",
                    "exactly",
                    "absolutely",
                    "wow",
                    "really",
                    "so",
                    "well",
                    "gotcha");

    private static final List<String> PHRASES =
            List.of(
                    "i see",
                    "all right",
                    "got it",
                    "i understand",
                    "of course",
                    "that's right",
                    "that is right",
                    "sounds good",
                    "very good",
                    "it's okay",
                    "that's okay",
                    "that's fine",
                    "thank you",
                    "thanks",
                    "you");

    /**
     * The sounds that a nod is made of, by consonants: "yeah" and "uh-huh", "yes" and "sure",
     * "okay", "right", "good" and "got it", "mm".
     */
    private static final Set<String> SKELETONS = Set.of("", "s", "k", "t", "kt", "m");

    /** However short, with these somebody wants the word. */
    private static final Set<String> NEVER =
            Set.of(
                    "stop",
                    "wait",
                    "way",
                    "no",
                    "nope",
                    "not",
                    "don't",
                    "what",
                    "what's",
                    "why",
                    "where",
                    "when",
                    "who",
                    "how",
                    "which",
                    "hello",
                    "hi",
                    "hey",
                    "sorry",
                    "excuse",
                    "pardon",
                    "hold",
                    "hang",
                    "one",
                    "second",
                    "minute",
                    "moment",
                    "please",
                    "help",
                    "cancel",
                    "again",
                    "repeat",
                    "back",
                    "agent",
                    "operator",
                    "person",
                    "human",
                    "now",
                    "today",
                    "two",
                    "three",
                    "four",
                    "five",
                    "six",
                    "seven",
                    "eight",
                    "nine",
                    "zero",
                    "but",
                    "i",
                    "i'm",
                    "my",
                    "can",
                    "could");

    private Nods() {}

    /**
     * Nothing but nods, one after another.
     *
     * @param bare lower case, without punctuation
     */
    static boolean are(String bare) {
        String left = bare;
        for (String phrase : PHRASES) {
            left = (" " + left + " ").replace(" " + phrase + " ", " ").strip();
        }
        return left.isEmpty() || List.of(left.split("\\s+")).stream().allMatch(WORDS::contains);
    }

    /** Whether there is a word in it that nobody says who only listens. */
    static boolean areNot(List<String> words) {
        return words.stream().anyMatch(NEVER::contains);
    }

    /**
     * Nobody spells into somebody's sentence: a sound that could not be read, "I. D." for "I see".
     */
    static boolean areLetters(List<String> words) {
        return words.stream().allMatch(word -> word.length() == 1);
    }

    /** Whether a nod was misheard so: "God" for "good", "her" for "huh". */
    static boolean soundLike(List<String> words) {
        return !areNot(words) && SKELETONS.contains(skeleton(words));
    }

    /** Consonants by where they are made, voiced or not, no two the same in a row. */
    private static String skeleton(List<String> words) {
        var all = new StringBuilder();
        for (String word : words) {
            all.append(
                    word.replaceAll("^kn", "n")
                            .replaceAll("[sc]h", "s")
                            .replaceAll("ght|th", "t")
                            .replaceAll("c(?=[eiy])", "s")
                            .replaceAll("[^bcdfgjklmnpqstvxz]", "")
                            .replaceAll("[cgqx]", "k")
                            .replaceAll("[zj]", "s")
                            .replace('d', 't')
                            .replace('b', 'p')
                            .replace('v', 'f')
                            .replace('n', 'm'));
        }
        return all.toString().replaceAll("(.)\\1+", "$1");
    }
}
