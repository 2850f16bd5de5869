package org.offhook.cache;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * English as spoken, brought to one spelling: lower case, no punctuation, contractions in full,
 * numbers as digits, without fillers and articles. Pure; any thread.
 */
final class Normaliser {
    private static final Set<String> ARTICLES = Set.of("a", "an", "the");
    private static final Set<String> FILLERS =
            set(
                    "um uh er erm hmm hm ah oh well so okay ok please just actually basically right"
                            + " hello hi hey yes yeah sorry thanks");

    /** Longest first: said around a question without being part of it. */
    private static final List<List<String>> PHRASES =
            lists(
                    "i would like to know",
                    "i would love to know",
                    "i just want to know",
                    "i want to know",
                    "i need to know",
                    "i wanted to know",
                    "i wanted to ask",
                    "i would like to ask",
                    "i want to ask",
                    "i was wondering if",
                    "i was wondering",
                    "i am wondering if",
                    "i am wondering",
                    "i have a question",
                    "can you please tell me",
                    "could you please tell me",
                    "can you tell me",
                    "could you tell me",
                    "would you tell me",
                    "can you let me know",
                    "could you let me know",
                    "do you know",
                    "do you happen to know",
                    "let me know",
                    "tell me",
                    "can you give me",
                    "could you give me",
                    "can i have",
                    "could i have",
                    "good morning",
                    "good afternoon",
                    "good evening",
                    "excuse me",
                    "thank you very much",
                    "thank you",
                    "hi there",
                    "hello there",
                    "you know",
                    "i mean");

    private static final Map<String, String> CONTRACTIONS =
            Map.ofEntries(
                    Map.entry("can't", "can not"),
                    Map.entry("cant", "can not"),
                    Map.entry("cannot", "can not"),
                    Map.entry("won't", "will not"),
                    Map.entry("wont", "will not"),
                    Map.entry("shan't", "shall not"),
                    Map.entry("let's", "let us"),
                    Map.entry("im", "i am"),
                    Map.entry("ive", "i have"),
                    Map.entry("id", "id"),
                    Map.entry("whats", "what is"),
                    Map.entry("wheres", "where is"),
                    Map.entry("whens", "when is"),
                    Map.entry("hows", "how is"),
                    Map.entry("whos", "who is"),
                    Map.entry("thats", "that is"),
                    Map.entry("theres", "there is"),
                    Map.entry("youre", "you are"),
                    Map.entry("dont", "do not"),
                    Map.entry("doesnt", "does not"),
                    Map.entry("didnt", "did not"),
                    Map.entry("isnt", "is not"),
                    Map.entry("arent", "are not"),
                    Map.entry("wasnt", "was not"),
                    Map.entry("havent", "have not"),
                    Map.entry("hasnt", "has not"),
                    Map.entry("couldnt", "could not"),
                    Map.entry("wouldnt", "would not"),
                    Map.entry("shouldnt", "should not"),
                    Map.entry("gonna", "going to"),
                    Map.entry("wanna", "want to"),
                    Map.entry("gotta", "have to"),
                    Map.entry("o'clock", "oclock"));

    private static final List<String> SMALL =
            List.of(
                    "zero one two three four five six seven eight nine ten eleven twelve thirteen"
                            .concat(" fourteen fifteen sixteen seventeen eighteen nineteen")
                            .split(" "));
    private static final List<String> TENS =
            List.of("twenty thirty forty fifty sixty seventy eighty ninety".split(" "));
    private static final Set<String> NOT_A_NUMBER_AFTER =
            set("which this that the any some no each every another a what new other my right");

    private Normaliser() {}

    /** The words that are left; those of a greeting alone are kept. Never null. */
    static List<String> normal(String spoken) {
        List<String> all = numbers(expand(spoken));
        List<String> rest = without(all);
        return rest.isEmpty() ? all : rest;
    }

    /**
     * Words of any language, without case and punctuation. Accents and vowel signs stay: in many
     * languages they make another word.
     */
    static List<String> verbatim(String spoken) {
        String plain =
                Normalizer.normalize(spoken, Normalizer.Form.NFKC)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{M}\\p{N}]+", " ")
                        .strip();
        return plain.isEmpty() ? List.of() : List.of(plain.split(" "));
    }

    static Set<String> set(String spaced) {
        return Set.copyOf(List.of(spaced.split(" ")));
    }

    private static List<List<String>> lists(String... phrases) {
        return Arrays.stream(phrases).map(phrase -> List.of(phrase.split(" "))).toList();
    }

    private static List<String> expand(String spoken) {
        String plain =
                Normalizer.normalize(spoken, Normalizer.Form.NFKD)
                        .replaceAll("\\p{M}", "")
                        .toLowerCase(Locale.ROOT)
                        .replace('\u2019', '\'')
                        .replace("%", " percent ")
                        .replace("&", " and ")
                        .replaceAll("\\b([ap])\\.\\s?m\\b\\.?", "$1m")
                        .replaceAll("(?<=\\d),(?=\\d{3})", "")
                        .replaceAll("(?<=\\d)([ap]m)\\b", " $1")
                        .replaceAll("[^\\p{L}\\p{N}' ]", " ");
        var words = new ArrayList<String>();
        for (String word : plain.split("\\s+")) {
            String full = contraction(word).replace("'", "");
            if (!full.isBlank()) {
                words.addAll(List.of(full.trim().split(" ")));
            }
        }
        return words;
    }

    private static String contraction(String word) {
        String known = CONTRACTIONS.get(word);
        if (known != null) {
            return known;
        }
        int apostrophe = word.lastIndexOf('\'');
        if (apostrophe <= 0) {
            return word;
        }
        String head = word.substring(0, apostrophe);
        return switch (word.substring(apostrophe)) {
            case "'t" -> head.endsWith("n") ? head.substring(0, head.length() - 1) + " not" : head;
            case "'re" -> head + " are";
            case "'ll" -> head + " will";
            case "'ve" -> head + " have";
            case "'d" -> head + " would";
            case "'m" -> head + " am";
            case "'s" -> Wording.isFunctionWord(head) ? head + " is" : head;
            default -> word;
        };
    }

    /** "twenty five" to "25", "two hundred" to "200"; "which one" keeps its word. */
    private static List<String> numbers(List<String> words) {
        var out = new ArrayList<String>(words.size());
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            int small = SMALL.indexOf(word);
            int ten = TENS.indexOf(word);
            if (ten >= 0) {
                int unit = i + 1 < words.size() ? SMALL.indexOf(words.get(i + 1)) : -1;
                boolean joined = unit > 0 && unit < 10;
                out.add(String.valueOf(20 + 10 * ten + (joined ? unit : 0)));
                i += joined ? 1 : 0;
            } else if (small >= 0 && !isPronoun(words, i)) {
                out.add(String.valueOf(small));
            } else if (word.equals("hundred") && endsWithSmallNumber(out)) {
                out.set(out.size() - 1, out.getLast() + "00");
            } else {
                out.add(word);
            }
        }
        return out;
    }

    private static boolean isPronoun(List<String> words, int i) {
        return words.get(i).equals("one")
                && (i == words.size() - 1
                        || words.get(i + 1).equals("of")
                        || i > 0 && NOT_A_NUMBER_AFTER.contains(words.get(i - 1)));
    }

    private static boolean endsWithSmallNumber(List<String> out) {
        return !out.isEmpty() && out.getLast().matches("[1-9]\\d?");
    }

    private static List<String> without(List<String> words) {
        var out = new ArrayList<String>(words.size());
        int i = 0;
        while (i < words.size()) {
            int skip = phraseAt(words, i);
            if (skip > 0) {
                i += skip;
                continue;
            }
            String word = words.get(i++);
            if (!ARTICLES.contains(word) && !FILLERS.contains(word)) {
                out.add(word);
            }
        }
        return out;
    }

    private static int phraseAt(List<String> words, int at) {
        for (List<String> phrase : PHRASES) {
            int end = at + phrase.size();
            if (end <= words.size() && words.subList(at, end).equals(phrase)) {
                return phrase.size();
            }
        }
        return 0;
    }
}
