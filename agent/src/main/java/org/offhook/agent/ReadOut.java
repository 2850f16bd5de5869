package org.offhook.agent;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Digits, letters or an address of e-mail at the end of what was said: how far it has come.
 *
 * @param digits in a row
 * @param letters in a row, among the digits too
 * @param spells whether the letters are a word that was said before
 * @param domain whether an address of e-mail is at its end
 * @param address whether one has begun
 */
record ReadOut(int digits, String letters, boolean spells, boolean domain, boolean address) {
    private static final Set<String> NUMBERS =
            Set.of(
                    "zero", "oh", "one", "two", "three", "four", "five", "six", "seven", "eight",
                    "nine", "double", "triple");

    /** What digits are taken for between other digits. */
    private static final Set<String> HOMOPHONES =
            Set.of("to", "too", "for", "ate", "won", "free", "heaven");

    /** Lengths of what is read out whole: telephone numbers and payment cards. */
    private static final Set<Integer> WHOLE_NUMBERS = Set.of(10, 11, 16);

    private static final Pattern DOTTED = Pattern.compile("\\w\\.\\w+\\W*$");

    private static final Set<String> DOMAINS = Set.of("com", "org", "net", "edu", "uk", "de");

    /**
     * @param said lower-case words, at least one
     * @param words the same as the recogniser spells them
     */
    static ReadOut of(List<String> said, String words) {
        int digits = 0;
        int naughts = 0;
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
                naughts += word.equals("o") ? 1 : 0;
            } else {
                break;
            }
        }
        boolean onlyDigits = letters.length() == naughts;
        if (digits > 0 || onlyDigits) {
            digits += naughts;
            letters = new StringBuilder(letters.toString().replace("o", ""));
        }
        boolean dotted = said.contains("dot") || DOTTED.matcher(words).find();
        boolean domain = DOMAINS.contains(said.getLast()) && dotted;
        boolean address = !domain && said.contains("at") && said.contains("dot");
        boolean spells =
                letters.length() > 2 && said.subList(0, at + 1).contains(letters.toString());
        return new ReadOut(digits, letters.toString(), spells, domain, address);
    }

    private static boolean isDigit(String word) {
        return NUMBERS.contains(word) || word.matches("\\d+");
    }

    boolean is() {
        return count() >= 2;
    }

    int count() {
        return digits + letters.length();
    }

    /**
     * @param awaited digits; 0 if that is not known
     */
    boolean isWhole(int awaited) {
        return awaited > 0
                ? digits == awaited || awaited == 10 && digits == 11
                : spells || WHOLE_NUMBERS.contains(digits);
    }

    /** How long the number is that was asked for; 0 if that is not known. */
    static int awaitedDigits(List<String> question) {
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
}
