package org.offhook.agent;

import java.util.List;
import java.util.Set;

/** What the agent's last words ask of the caller; told by a few English words. */
enum Asked {
    /** Nothing was said yet. */
    NOTHING,
    /** What the call is about. */
    HELP,
    /** What has happened, or what is wrong: the answer is a story. */
    TROUBLE,
    /** Whether there is more. */
    MORE,
    /** Digits, letters or an address of e-mail. */
    READ_OUT,
    NAME,
    WHEN,
    WHERE,
    /** Whether something offered is wanted. */
    OFFER,
    /** Whether something is right that was said. */
    RIGHT,
    YES_NO,
    /** Nothing: the caller was told something. */
    NEWS,
    OTHER;

    private static final Set<String> READ_OUT_WORDS =
            Set.of(
                    "spell",
                    "spelled",
                    "number",
                    "digits",
                    "code",
                    "email",
                    "mail",
                    "reference",
                    "postcode",
                    "zip",
                    "account",
                    "card",
                    "reach",
                    "birth",
                    "born");

    private static final Set<String> TROUBLE_WORDS =
            Set.of("happened", "happen", "wrong", "matter", "problem", "trouble", "symptoms");

    private static final Set<String> WHEN_WORDS =
            Set.of("when", "day", "date", "time", "long", "suit", "suits");

    private static final Set<String> WHERE_WORDS =
            Set.of("where", "address", "street", "live", "city", "town");

    private static final Set<String> YES_NO_WORDS =
            Set.of(
                    "is", "are", "do", "does", "did", "can", "could", "would", "will", "should",
                    "shall", "may", "have", "has", "was", "were");

    private static final Set<String> OFFERING_WORDS =
            Set.of("can", "could", "would", "will", "should", "shall", "may", "want", "okay");

    private static final Set<String> RIGHT_WORDS = Set.of("right", "correct", "correctly");

    private static final Set<String> ASKING_WORDS =
            Set.of(
                    "what", "what's", "which", "who", "whose", "how", "why", "and", "please",
                    "tell", "give");

    /**
     * @param question in lower-case words
     * @param asks whether it ended with a question mark
     */
    static Asked of(List<String> question, boolean asks) {
        if (question.isEmpty()) {
            return NOTHING;
        }
        boolean does = question.contains("do") && question.contains("for");
        if (question.contains("help") && question.contains("how")
                || does && question.contains("what")) {
            return HELP;
        }
        if (question.contains("else") || question.contains("anything")) {
            return MORE;
        }
        boolean told = !asks && !ASKING_WORDS.contains(question.getFirst());
        if (told && !YES_NO_WORDS.contains(question.getFirst())) {
            return NEWS;
        }
        if (any(question, READ_OUT_WORDS)) {
            return READ_OUT;
        }
        if (any(question, TROUBLE_WORDS)) {
            return TROUBLE;
        }
        boolean yesNo = YES_NO_WORDS.contains(question.getFirst());
        boolean wish =
                question.contains("your") || question.contains("give") || question.contains("name");
        if (yesNo && !(wish && (question.contains("name") || question.contains("address")))) {
            if (any(question, RIGHT_WORDS)) {
                return RIGHT;
            }
            return any(question, OFFERING_WORDS) ? OFFER : YES_NO;
        }
        if (question.contains("name") || question.getFirst().startsWith("who")) {
            return NAME;
        }
        if (any(question, WHERE_WORDS)) {
            return WHERE;
        }
        return any(question, WHEN_WORDS) ? WHEN : OTHER;
    }

    private static boolean any(List<String> words, Set<String> of) {
        return words.stream().anyMatch(of::contains);
    }

    /** Whether a whole sentence is awaited. */
    boolean isOpen() {
        return this == NOTHING || this == HELP || this == TROUBLE;
    }
}
