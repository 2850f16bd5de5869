package org.offhook.agent;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * How likely a caller has finished, from the words so far and from what was asked: a logistic
 * regression. Its terms are a few observations with a name each, one of which sums up how sentences
 * end: weights of last words, learned from whole and cut sentences. Immutable. English.
 */
final class Completeness {
    private static final String RESOURCE = "completeness.tsv";
    private static final double MOST_TEXT = 5;

    private static final Set<String> FILLERS =
            Set.of("um", "uh", "er", "hmm", "well", "so", "like", "and", "but", "or", "because");

    private static final Set<String> ANSWERS =
            Set.of(
                    "yes", "no", "yeah", "nope", "yep", "okay", "ok", "sure", "correct", "thanks",
                    "thank", "great", "right", "exactly", "not", "that's", "please");

    private static final Set<String> NUMBERS =
            Set.of(
                    "zero", "oh", "o", "one", "two", "three", "four", "five", "six", "seven",
                    "eight", "nine", "double", "triple");

    /** Words in the agent's question after which a caller reads something out. */
    private static final Set<String> READ_OUT =
            Set.of(
                    "spell",
                    "number",
                    "digits",
                    "code",
                    "email",
                    "e-mail",
                    "reference",
                    "postcode",
                    "zip",
                    "account",
                    "card",
                    "reach");

    private static final Set<String> OFFERS =
            Set.of(
                    "is",
                    "are",
                    "do",
                    "does",
                    "did",
                    "can",
                    "could",
                    "would",
                    "will",
                    "should",
                    "shall",
                    "may",
                    "have",
                    "has",
                    "was",
                    "were",
                    "anything");

    /** Lengths of what is read out whole: telephone numbers and payment cards. */
    private static final Set<Integer> WHOLE_NUMBERS = Set.of(10, 11, 16);

    private static final Set<String> DOMAINS = Set.of("com", "org", "net", "edu", "uk", "de");

    private final Map<String, Double> weights;

    Completeness(Map<String, Double> weights) {
        this.weights = Map.copyOf(weights);
    }

    /** The weights that come with the program. */
    static Completeness shipped() {
        try (InputStream in = Completeness.class.getResourceAsStream(RESOURCE)) {
            var weights = new HashMap<String, Double>();
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
                if (!line.startsWith("#")) {
                    int tab = line.indexOf('\t');
                    weights.put(line.substring(0, tab), Double.valueOf(line.substring(tab + 1)));
                }
            }
            return new Completeness(weights);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * @param words of the turn so far, as the recogniser spells them
     * @param asked what the agent said last; empty where nothing
     * @return 0 to 1
     */
    double probability(String words, String asked) {
        double sum = 0;
        for (Map.Entry<String, Double> term : terms(words, asked).entrySet()) {
            sum += weights.getOrDefault(term.getKey(), 0.0) * term.getValue();
        }
        return 1 / (1 + Math.exp(-sum));
    }

    /** What is observed, by name. */
    Map<String, Double> terms(String words, String asked) {
        List<String> said = words(words);
        var terms = new LinkedHashMap<String, Double>();
        terms.put("=always", 1.0);
        if (said.isEmpty()) {
            return terms;
        }
        String last = said.getLast();
        String end = words.strip();
        add(terms, "=question", end.endsWith("?"));
        add(terms, "=comma", end.endsWith(","));
        add(terms, "=trails", end.endsWith("...") || end.endsWith("-") || end.endsWith("…"));
        add(terms, "=unmarked", end.matches(".*[\\p{L}\\p{N}]"));
        add(terms, "=filler", FILLERS.contains(last));
        terms.put("=length", Math.log(said.size()));
        add(terms, "=single", said.size() == 1);
        boolean answers = said.size() <= 5 && ANSWERS.contains(said.getFirst());
        add(terms, "=answer", answers);
        boolean readsOut = readsOut(terms, said, last);
        if (!readsOut && !answers) {
            terms.put("=text", Math.clamp(text(said), -MOST_TEXT, MOST_TEXT));
        }
        List<String> question = words(asked);
        add(terms, "=unasked", question.isEmpty());
        boolean wants = question.stream().anyMatch(READ_OUT::contains);
        add(terms, "=asked to read out", wants && !readsOut);
        add(
                terms,
                "=offered",
                !question.isEmpty() && !wants && OFFERS.contains(question.getFirst()));
        add(terms, "=asked how to help", question.contains("help") && question.contains("how"));
        return terms;
    }

    private static boolean readsOut(Map<String, Double> terms, List<String> said, String last) {
        int digits = 0;
        var letters = new StringBuilder();
        int at = said.size() - 1;
        for (; at >= 0; at--) {
            String word = said.get(at);
            if (word.matches("\\d+")) {
                digits += word.length();
            } else if (NUMBERS.contains(word)) {
                digits++;
            } else if (word.length() == 1) {
                letters.insert(0, word);
            } else {
                break;
            }
        }
        int mail = said.indexOf("at");
        boolean domain = DOMAINS.contains(last) && said.contains("dot");
        add(terms, "=mail address", domain);
        add(terms, "=mail address, open", !domain && mail >= 0 && said.contains("dot"));
        boolean reads = digits + letters.length() >= 2;
        boolean spelled = letters.length() > 2 && said.subList(0, at + 1).contains(letters + "");
        boolean whole = WHOLE_NUMBERS.contains(digits) || spelled;
        add(terms, "=read out whole", reads && whole);
        add(terms, "=reads digits", reads && !whole && digits > 0);
        add(terms, "=reads letters", reads && !whole && digits == 0);
        return reads || domain;
    }

    private static void add(Map<String, Double> terms, String name, boolean holds) {
        if (holds) {
            terms.put(name, 1.0);
        }
    }

    private double text(List<String> said) {
        double sum = weights.getOrDefault("*", 0.0);
        for (String ending : endings(said)) {
            sum += weights.getOrDefault(ending, 0.0);
        }
        return sum;
    }

    /**
     * The last word, the last two, and the one before the last, as they are named in the weights.
     */
    static List<String> endings(List<String> said) {
        String last = said.getLast();
        String before = said.size() > 1 ? said.get(said.size() - 2) : "^";
        return List.of(last, before + " " + last, before + " *");
    }

    /** Lower-case words; letters that are spelled are words of their own. */
    static List<String> words(String text) {
        var words = new ArrayList<String>();
        for (String word : text.split("[^\\p{L}\\p{N}']+")) {
            boolean spelled = word.length() > 1 && word.matches("\\p{Lu}+") && !word.equals("OK");
            if (spelled) {
                word.chars()
                        .forEach(c -> words.add(Character.toString(c).toLowerCase(Locale.ROOT)));
            } else if (!word.isEmpty()) {
                words.add(word.toLowerCase(Locale.ROOT));
            }
        }
        return words;
    }
}
