package org.offhook.cache;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What is no question that a caller of this language would ask: told apart by words and signs
 * alone, so that it is counted under its own name and costs no vector. Pure; any thread.
 */
final class Unfit {
    /** A question of more words is told, not asked. */
    private static final int MOST_WORDS = 48;

    /** Nobody says so much in a turn; more is not even taken apart. */
    private static final int MOST_CHARACTERS = 2_000;

    /** What recognisers write for what is no speech, as in {@code [music] (laughter) *cough*}. */
    private static final Pattern SOUNDS =
            Pattern.compile("\\[[^\\]]*]|\\([^)]*\\)|\\*[^*]*\\*|<[^>]*>|[\\u266a-\\u266f]");

    /** Words to a model about its orders, and signs that only programs write. */
    private static final Pattern ORDERS =
            Pattern.compile(
                    "\\b(ignore|disregard|forget|override|bypass)\\b.{0,40}"
                            + "\\b(instruction|prompt|rule|guideline)s?\\b"
                            + "|\\b(system|developer) (prompt|message|mode)\\b"
                            + "|\\byou are now (in |an? (ai|assistant|model|bot)\\b)"
                            + "|^\\s*(system|assistant|user)\\s*:"
                            + "|<\\||\\|>|\\[/?inst]|```|[$]\\{|\\{\\{|<script|</\\w|\\bdrop table\\b",
                    Pattern.CASE_INSENSITIVE);

    /** Small words that English does not have, of the languages that are called in most. */
    private static final Set<String> FOREIGN =
            Normaliser.set(
                    "der das und ist nicht ich sie wir ihr wann wie wo haben habe kann konnen sind"
                            + " eine einen bei fur auf uhr bitte"
                            + " le la les des est une vous nous je elle quelle quel quand pour avec"
                            + " pas que qui heure puis avez sont"
                            + " los las una cuando donde como hora horas tienen puedo esta estan"
                            + " para por su usted gli che quando dove sono posso avete della"
                            + " het een niet zijn jullie wanneer waar hoe kunnen ik voor"
                            + " uma voces onde nao");

    private Unfit() {}

    /** Why words are not even looked at, or an empty string. */
    static String unheard(String words) {
        if (words.length() > MOST_CHARACTERS) {
            return "too many words";
        }
        if (words.chars().anyMatch(Unfit::isControl)) {
            return "control characters";
        }
        boolean any = words.codePoints().anyMatch(Character::isLetterOrDigit);
        boolean said =
                SOUNDS.matcher(words)
                        .replaceAll(" ")
                        .codePoints()
                        .anyMatch(Character::isLetterOrDigit);
        return any && !said && !ORDERS.matcher(words).find() ? "no speech" : "";
    }

    /** Spaces of all kinds come from recognisers; what moves a cursor or ends a text does not. */
    private static boolean isControl(int c) {
        return Character.isISOControl(c) && !Character.isWhitespace(c)
                || Character.getType(c) == Character.PRIVATE_USE
                || c >= 0x202A && c <= 0x202E
                || c >= 0x2066 && c <= 0x2069;
    }

    /**
     * Why words that are no phrasing's own are no question, or an empty string.
     *
     * @param heard of the same words, with at least one
     */
    static String unasked(Locale language, String words, Wording heard) {
        if (heard.words().size() > MOST_WORDS) {
            return "too many words";
        }
        if (ORDERS.matcher(words).find()) {
            return "orders to a model";
        }
        return English.is(language) && isForeign(heard.words()) ? "another language" : "";
    }

    /** Sure only: an English question may hold a foreign name, and a bad line makes odd words. */
    private static boolean isForeign(List<String> words) {
        int foreign = 0;
        int english = 0;
        int otherScript = 0;
        var seen = new HashSet<String>();
        for (String word : words) {
            if (word.codePoints().anyMatch(Unfit::isOfOtherScript)) {
                otherScript++;
            } else if (FOREIGN.contains(word)) {
                foreign += seen.add(word) ? 1 : 0;
            } else if (Wording.isFunctionWord(word)) {
                english++;
            }
        }
        return 2 * otherScript > words.size() || foreign >= 2 && foreign > 2 * english;
    }

    private static boolean isOfOtherScript(int c) {
        return Character.isLetter(c)
                && Character.UnicodeScript.of(c) != Character.UnicodeScript.LATIN;
    }
}
