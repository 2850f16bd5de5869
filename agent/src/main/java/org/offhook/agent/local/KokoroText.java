package org.offhook.agent.local;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cuts a text into the pieces Kokoro speaks best: whole sentences, neither tiny nor endless. Pure.
 */
final class KokoroText {
    /** Below this a sentence is spoken together with its neighbour: Kokoro mumbles single words. */
    private static final int SHORTEST_ALONE_CHARS = 20;

    /**
     * Above this a sentence is cut at a comma, else at a space, so that the model's limit holds.
     */
    private static final int LONGEST_CHARS = 300;

    private static final Pattern SENTENCE_END =
            Pattern.compile("(?<!\\b(?:Dr|Mr|Mrs|Ms|St|No))[.!?…]+[\"”')]*(?=\\s|$)");
    private static final Pattern PHONE_NUMBER = Pattern.compile("\\b\\d+(?:-\\d+)+\\b");
    private static final Pattern CLAUSE_END = Pattern.compile("[;:,—](?=\\s)");

    private KokoroText() {}

    /** Sentences in order, trimmed, none empty; no words at all give an empty list. */
    static List<String> sentences(String text) {
        List<String> pieces = new ArrayList<>();
        String rest = readable(text);
        while (!rest.isEmpty()) {
            int end = endOfSentence(rest);
            String piece = rest.substring(0, end).strip();
            rest = rest.substring(end).strip();
            if (!rest.isEmpty() && rest.length() < SHORTEST_ALONE_CHARS) {
                piece = piece + " " + rest;
                rest = "";
            }
            if (piece.codePoints().anyMatch(Character::isLetterOrDigit)) {
                cut(piece, pieces);
            }
        }
        return pieces;
    }

    private static int endOfSentence(String text) {
        Matcher end = SENTENCE_END.matcher(text);
        while (end.find()) {
            if (end.end() >= SHORTEST_ALONE_CHARS) {
                return end.end();
            }
        }
        return text.length();
    }

    private static void cut(String sentence, List<String> pieces) {
        String rest = sentence;
        while (rest.length() > LONGEST_CHARS) {
            int end = lastClauseEnd(rest.substring(0, LONGEST_CHARS));
            pieces.add(rest.substring(0, end).strip());
            rest = rest.substring(end).strip();
        }
        if (!rest.isEmpty()) {
            pieces.add(rest);
        }
    }

    private static int lastClauseEnd(String text) {
        int end = -1;
        Matcher clause = CLAUSE_END.matcher(text);
        while (clause.find()) {
            end = clause.end();
        }
        if (end < 0) {
            end = text.lastIndexOf(' ');
        }
        return end <= 0 ? text.length() : end;
    }

    /** Telephone numbers digit by digit with a breath at each hyphen; plain apostrophes. */
    private static String readable(String text) {
        String plain = text.replace('’', '\'').replaceAll("\\s+", " ").strip();
        return PHONE_NUMBER
                .matcher(plain)
                .replaceAll(number ->
                        number.group().replaceAll("\\d(?=\\d)", "$0 ").replace("-", ", "));
    }
}
