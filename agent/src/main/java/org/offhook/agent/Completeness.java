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
import java.util.function.Predicate;

/**
 * How likely a caller has finished, from the words so far and from what was asked: a logistic
 * regression. Its terms are a few observations with a name each, one of which sums up how sentences
 * end: weights of last words, learned from whole and cut sentences. Immutable. English.
 */
final class Completeness {
    private static final String RESOURCE = "completeness.tsv";
    private static final double MOST_TEXT = 5;

    /** Longer turns are no likelier to be over. */
    private static final int MOST_WORDS = 8;

    /** Of English words that are too rare to be known. */
    private static final List<String> ENDINGS = List.of("ing", "ed", "ly", "ion", "er", "al", "s");

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

    /** Whether digits or letters are being read out, or have been. */
    boolean readsOut(String words) {
        List<String> said = words(words);
        return !said.isEmpty() && ReadOut.of(said, words).is();
    }

    /** What is observed, by name. */
    Map<String, Double> terms(String words, String asked) {
        List<String> said = words(words);
        List<String> question = words(asked);
        Asked kind = Asked.of(question, asked.strip().endsWith("?"));
        var terms = new LinkedHashMap<String, Double>();
        terms.put("=always", 1.0);
        if (said.isEmpty()) {
            return terms;
        }
        marks(terms, words.strip());
        if (readsOut(terms, words, said, question)) {
            return terms;
        }
        Phrase phrase = Phrase.of(said, words);
        phrase.terms(kind).forEach(name -> terms.put(name, 1.0));
        if (phrase.isSentence()) {
            boolean open = kind.isOpen();
            int length = open ? said.size() : phrase.rest().size();
            terms.put(
                    open ? "=length" : "=length, asked",
                    Math.log(1 + Math.min(length, MOST_WORDS)));
            if (kind != Asked.NAME) {
                terms.put(
                        open ? "=text" : "=text, asked",
                        Math.clamp(text(said, open), -MOST_TEXT, MOST_TEXT));
            }
        }
        return terms;
    }

    private static void marks(Map<String, Double> terms, String words) {
        add(terms, "=question", words.endsWith("?"));
        add(terms, "=comma", words.endsWith(","));
        add(terms, "=trails", words.endsWith("...") || words.endsWith("-") || words.endsWith("…"));
        add(terms, "=unmarked", Character.isLetterOrDigit(words.codePointBefore(words.length())));
    }

    /** Whether it is digits, letters or an address that is being read out. */
    private static boolean readsOut(
            Map<String, Double> terms, String words, List<String> said, List<String> question) {
        ReadOut out = ReadOut.of(said, words);
        int digits = out.digits();
        int awaited = ReadOut.awaitedDigits(question);
        boolean reads = out.is();
        boolean whole = out.isWhole(awaited);
        add(terms, "=mail address", out.domain());
        add(terms, "=mail address, open", out.address());
        add(terms, "=read out whole", reads && whole);
        add(terms, "=read out whole but for one", reads && digits == awaited - 1);
        add(terms, "=reads digits, more awaited", reads && digits < awaited - 1);
        add(terms, "=reads digits", reads && !whole && digits > 0 && digits >= awaited);
        add(terms, "=reads letters", reads && !whole && digits == 0 && awaited == 0);
        if (reads && !whole && awaited == 0) {
            terms.put(digits > 0 ? "=digits" : "=letters", Math.log(out.count()));
        }
        return reads || out.domain();
    }

    private static void add(Map<String, Double> terms, String name, boolean holds) {
        if (holds) {
            terms.put(name, 1.0);
        }
    }

    /**
     * @param sentence whether it must be one: what answers a question often is not
     */
    private double text(List<String> said, boolean sentence) {
        double sum = weights.getOrDefault("*", 0.0);
        List<String> endings = endings(said, weights::containsKey);
        int known = said.size() > 1 || sentence ? endings.size() : 1;
        for (String ending : endings.subList(0, known)) {
            sum += weights.getOrDefault(ending, 0.0);
        }
        return sum;
    }

    /**
     * The last word, the last two, and the one before the last, as they are named in the weights; a
     * word that is not known by itself goes by its ending, which tells its kind.
     *
     * @param known whether a word has a weight of its own
     */
    static List<String> endings(List<String> said, Predicate<String> known) {
        String last = named(said.getLast(), known);
        String before = said.size() > 1 ? named(said.get(said.size() - 2), known) : "^";
        return List.of(last, before + " " + last, before + " *");
    }

    private static String named(String word, Predicate<String> known) {
        if (known.test(word)) {
            return word;
        }
        for (String ending : ENDINGS) {
            if (word.endsWith(ending)) {
                return "?" + ending;
            }
        }
        return "?";
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
