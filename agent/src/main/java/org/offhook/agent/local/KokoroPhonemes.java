package org.offhook.agent.local;

import java.util.regex.Pattern;

/** Turns the IPA that espeak-ng writes for American English into the symbols Kokoro knows. Pure. */
final class KokoroPhonemes {
    /** Marks that two letters are one sound; see {@link KokoroPhonemizer}. */
    static final char TIE = '^';

    // In this order: a tied pair is read before its letters are. Kokoro writes each diphthong as
    // one
    // capital letter, the tapped t of "better" as T, and no length marks.
    private static final String[][] RULES = {
        {"e^ɪ", "A"},
        {"a^ɪ", "I"},
        {"a^ʊ", "W"},
        {"ɔ^ɪ", "Y"},
        {"o^ʊ", "O"},
        {"t^ʃ", "ʧ"},
        {"d^ʒ", "ʤ"},
        {"ə^l", "ᵊl"},
        {"^", ""},
        {"ɜːɹ", "ɜɹ"},
        {"ɜː", "ɜɹ"},
        {"ɚ", "əɹ"},
        {"ɹɹ", "ɹ"},
        {"ɪə", "iə"},
        {"ː", ""},
        {"ɾ", "T"},
        {"ʔ", "t"},
        {"n̩", "ᵊn"},
        {"l̩", "ᵊl"},
        {"ɐ", "ə"},
        {"e", "A"},
        {"o", "ɔ"},
        {"r", "ɹ"},
        {"x", "k"},
        {"ç", "k"},
        {"ɬ", "l"},
        {"ʲ", ""},
        {"\u0303", ""},
    };

    // espeak-ng leaves the pronoun without stress, and Kokoro then swallows it: "I can't" came out
    // as "can't", "I'm" as "and".
    private static final Pattern PRONOUN = Pattern.compile("(?<=^| )I([mvld]?)(?= |$)");

    private KokoroPhonemes() {}

    /**
     * @param ipa one clause, as {@code espeak-ng --ipa --tie=^ -v en-us} writes it
     */
    static String fromIpa(String ipa) {
        String symbols = ipa;
        for (String[] rule : RULES) {
            symbols = symbols.replace(rule[0], rule[1]);
        }
        String oneLine = symbols.replaceAll("\\s+", " ").strip();
        return PRONOUN.matcher(oneLine).replaceAll("ˌI$1");
    }
}
