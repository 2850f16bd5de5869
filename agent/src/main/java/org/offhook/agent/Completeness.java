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
import java.util.function.Predicate;
import java.util.regex.Pattern;

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

    private static final Set<String> YES = Set.of("yes", "yeah", "yep", "okay", "ok", "sure");

    private static final Set<String> NUMBERS =
            Set.of(
                    "zero", "oh", "o", "one", "two", "three", "four", "five", "six", "seven",
                    "eight", "nine", "double", "triple");

    private static final Set<String> GREETINGS =
            Set.of("hello", "hi", "hey", "good", "morning", "afternoon", "evening", "there");

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

    /** What digits are taken for between other digits. */
    private static final Set<String> HOMOPHONES = Set.of("to", "too", "for", "ate", "won");

    private static final Pattern INTRODUCTION =
            Pattern.compile("\\b(my name is|this is)( \\S+){1,2}( speaking)?$");

    /** Lengths of what is read out whole: telephone numbers and payment cards. */
    private static final Set<Integer> WHOLE_NUMBERS = Set.of(10, 11, 16);

    private static final Set<String> DOMAINS = Set.of("com", "org", "net", "edu", "uk", "de");

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

    /** What is observed, by name. */
    Map<String, Double> terms(String words, String asked) {
        List<String> said = words(words);
        List<String> question = words(asked);
        var terms = new LinkedHashMap<String, Double>();
        terms.put("=always", 1.0);
        if (said.isEmpty()) {
            return terms;
        }
        marks(terms, words.strip());
        add(terms, "=filler", FILLERS.contains(said.getLast()));
        boolean wants = question.stream().anyMatch(READ_OUT::contains);
        if (readsOut(terms, said, question)) {
            return terms;
        }
        boolean helps = question.contains("help") && question.contains("how");
        boolean open = question.isEmpty() || helps;
        boolean offered = !wants && !open && OFFERS.contains(question.getFirst());
        add(terms, "=unasked", question.isEmpty());
        add(terms, "=asked how to help", helps);
        add(terms, "=asked to read out", wants);
        add(terms, "=offered", offered);
        terms.put(open ? "=length" : "=length, asked", Math.log(said.size()));
        add(terms, open ? "=single" : "=single, asked", said.size() == 1);
        boolean greets = GREETINGS.containsAll(said);
        boolean introduces = open && INTRODUCTION.matcher(String.join(" ", said)).find();
        add(terms, "=greeting", greets);
        add(terms, "=introduction", introduces);
        boolean answers = said.size() <= 5 && ANSWERS.contains(said.getFirst());
        boolean more = question.contains("else") || question.contains("anything");
        add(terms, "=answer", answers && offered && !more);
        add(terms, "=no more", answers && more && !YES.contains(said.getFirst()));
        add(terms, "=more", answers && more && YES.contains(said.getFirst()));
        add(terms, "=answer to something else", answers && !offered && !more);
        if (!answers && !greets && !introduces) {
            terms.put("=text", Math.clamp(text(said, open), -MOST_TEXT, MOST_TEXT));
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
            Map<String, Double> terms, List<String> said, List<String> question) {
        int digits = 0;
        var letters = new StringBuilder();
        int at = said.size() - 1;
        for (; at >= 0; at--) {
            String word = said.get(at);
            boolean misheard = HOMOPHONES.contains(word) && digits > 0 && at > 0;
            if (word.matches("\\d+")) {
                digits += word.length();
            } else if (NUMBERS.contains(word) || misheard && isDigit(said.get(at - 1))) {
                digits++;
            } else if (word.length() == 1) {
                letters.insert(0, word);
            } else {
                break;
            }
        }
        boolean domain = DOMAINS.contains(said.getLast()) && said.contains("dot");
        add(terms, "=mail address", domain);
        add(terms, "=mail address, open", !domain && said.contains("at") && said.contains("dot"));
        boolean reads = digits + letters.length() >= 2;
        boolean spelled = letters.length() > 2 && said.subList(0, at + 1).contains(letters + "");
        int awaited = awaitedDigits(question);
        boolean whole =
                awaited > 0
                        ? digits == awaited || awaited == 10 && digits == 11
                        : spelled || WHOLE_NUMBERS.contains(digits);
        add(terms, "=read out whole", reads && whole);
        add(terms, "=read out whole but for one", reads && digits == awaited - 1);
        add(terms, "=reads digits, more awaited", reads && digits < awaited - 1);
        add(terms, "=reads digits", reads && !whole && digits > 0 && digits >= awaited);
        add(terms, "=reads letters", reads && !whole && digits == 0 && awaited == 0);
        if (reads && !whole && awaited == 0) {
            String kind = digits > 0 ? "=digits" : "=letters";
            terms.put(kind, Math.log(digits + letters.length()));
        }
        return reads || domain;
    }

    private static boolean isDigit(String word) {
        return NUMBERS.contains(word) || word.matches("\\d+");
    }

    /** How long the number is that was asked for; 0 if that is not known. */
    private static int awaitedDigits(List<String> question) {
        if (question.contains("card")) {
            return 16;
        }
        if (question.contains("zip")) {
            return 5;
        }
        boolean number = question.contains("number");
        boolean phone =
                question.contains("phone")
                        || question.contains("reach")
                        || question.contains("call");
        return number && phone ? 10 : 0;
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
