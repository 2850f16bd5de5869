package org.offhook.cache;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * One question or phrasing taken apart, for comparing what vectors blur. Immutable; any thread.
 *
 * @param words normalised, in order
 * @param stems of all words, in order
 * @param content stems of the words that carry meaning, in order
 * @param numbers digits, in order
 * @param days week days, months and relative days
 * @param negated true for an odd number of negations, or a word for something going wrong
 * @param focus what is asked for: "when", "where", "who", "why", "how much", "how long", "how
 *     many", or empty where the words leave it open
 * @param sides by number of a group of opposites, which of them are said
 */
record Wording(
        List<String> words,
        List<String> stems,
        List<String> content,
        List<String> numbers,
        Set<String> days,
        boolean negated,
        String focus,
        Map<Integer, Set<Integer>> sides) {
    private static final Set<String> FUNCTION_WORDS =
            Normaliser.set(
                    "i me my mine you your yours he she his her him it its we us our they them their"
                            + " this that these those there here what which who whom whose when"
                            + " where why how is am are was were be been being do does did done"
                            + " have has had can could will would shall should may might must"
                            + " a an the and or but if of to in on at for from with by about as"
                            + " into than then not no nor any some all much many more very too also"
                            + " get got go going want need like know let make way possible able"
                            + " something anything someone anyone one thing up out still ever exactly moment"
                            + " already now even really off over us am pm oclock o");
    private static final Set<String> NEGATIONS =
            Normaliser.set("not no never nor without neither none nobody nothing");
    private static final Set<String> TROUBLE =
            Normaliser.set(
                    "unable unsure fail failed failing fails problem problems trouble issue issues"
                            + " wrong broken error stuck refused declined rejected");
    private static final Set<String> DAYS =
            Normaliser.set(
                    "monday tuesday wednesday thursday friday saturday sunday weekend january"
                            + " february march april june july august september october november"
                            + " december today tomorrow yesterday tonight");

    static Wording of(String spoken) {
        List<String> words = List.copyOf(Normaliser.normal(spoken));
        List<String> stems = words.stream().map(Wording::stem).toList();
        var content = new ArrayList<String>();
        var numbers = new ArrayList<String>();
        var days = new TreeSet<String>();
        int negations = 0;
        boolean trouble = false;
        for (String word : words) {
            trouble |= TROUBLE.contains(word);
            if (isDay(word)) {
                days.add(day(word));
            } else if (Character.isDigit(word.charAt(0))) {
                numbers.add(word);
            } else if (NEGATIONS.contains(word)) {
                negations++;
            } else if (!FUNCTION_WORDS.contains(word)) {
                content.add(stem(word));
            }
        }
        return new Wording(
                List.copyOf(words),
                stems,
                List.copyOf(content),
                List.copyOf(numbers),
                Set.copyOf(days),
                negations % 2 == 1 || trouble,
                focus(words),
                Conflicts.sides(stems));
    }

    /** A question in another language than English: its words as they are, compared as a whole. */
    static Wording verbatim(String spoken) {
        return new Wording(
                Normaliser.verbatim(spoken),
                List.of(),
                List.of(),
                List.of(),
                Set.of(),
                false,
                "",
                Map.of());
    }

    /** What an exact match compares and the index embeds. */
    String normal() {
        return String.join(" ", words);
    }

    static boolean isFunctionWord(String word) {
        return FUNCTION_WORDS.contains(word);
    }

    static boolean isDay(String word) {
        return DAYS.contains(day(word));
    }

    private static String day(String word) {
        return word.endsWith("s") ? word.substring(0, word.length() - 1) : word;
    }

    /** The kind of sentence: its question word, its first verb, or "other". */
    String form() {
        for (String word : words) {
            switch (word) {
                case "what", "which", "when", "where", "who", "why", "how" -> {
                    return word;
                }
                default -> {}
            }
        }
        return switch (words.getFirst()) {
            case "can", "could", "may" -> "can";
            case "do", "does", "did", "have", "has", "had" -> "do";
            case "is", "are", "am", "was", "were" -> "is";
            case "will", "would", "should", "shall", "must" -> "will";
            case "i", "my", "we" -> "i";
            default -> "other";
        };
    }

    private static String focus(List<String> words) {
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            String next = i + 1 < words.size() ? words.get(i + 1) : "";
            switch (word) {
                case "when", "where", "who", "why" -> {
                    return word;
                }
                case "what" -> {
                    if (next.equals("time")) {
                        return "when";
                    }
                }
                case "how" -> {
                    switch (next) {
                        case "much", "many", "long", "far", "often", "old", "soon" -> {
                            return "how " + next;
                        }
                        default -> {}
                    }
                }
                default -> {}
            }
        }
        return "";
    }

    /** Cuts English endings so that "bookings", "booked" and "book" meet; not a dictionary. */
    static String stem(String word) {
        String stem = word;
        if (stem.length() > 4 && stem.endsWith("ies")) {
            stem = stem.substring(0, stem.length() - 3) + "y";
        } else if (stem.length() > 3
                && stem.endsWith("s")
                && !stem.endsWith("ss")
                && !stem.endsWith("us")
                && !stem.endsWith("is")) {
            stem = stem.substring(0, stem.length() - 1);
        }
        if (stem.length() > 5 && stem.endsWith("ing")) {
            stem = undoubled(stem.substring(0, stem.length() - 3));
        } else if (stem.length() > 4 && stem.endsWith("ed")) {
            stem = undoubled(stem.substring(0, stem.length() - 2));
        }
        return stem.length() > 3 && stem.endsWith("e")
                ? stem.substring(0, stem.length() - 1)
                : stem;
    }

    private static String undoubled(String stem) {
        int end = stem.length() - 1;
        boolean doubled =
                end > 2
                        && stem.charAt(end) == stem.charAt(end - 1)
                        && "bdgmnprt".indexOf(stem.charAt(end)) >= 0;
        return doubled || end > 4 && stem.endsWith("ll") ? stem.substring(0, end) : stem;
    }
}
