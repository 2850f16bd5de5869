package org.offhook.cache;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.Locale;

/**
 * Text to BERT's token numbers, as the uncased tokenizer does it; stateless, any thread.
 *
 * <p>Written here because the packaged tokenizers unpack a native library into the user's home at
 * first use, and 100 lines are enough.
 */
final class WordPiece {
    private static final int MOST_TOKENS = 128; // what the model was trained on
    private static final int LONGEST_WORD = 100;

    private final Vocabulary vocabulary;
    private final int unknown;
    private final int first;
    private final int last;

    WordPiece(Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
        unknown = vocabulary.id("[UNK]");
        first = vocabulary.id("[CLS]");
        last = vocabulary.id("[SEP]");
    }

    /** Between 2 and {@value #MOST_TOKENS} numbers, {@code [CLS]} first; the rest is cut off. */
    long[] encode(String text) {
        long[] tokens = new long[MOST_TOKENS];
        tokens[0] = first;
        int count = 1;
        for (String word : spaced(text).split(" ")) {
            if (!word.isEmpty() && count < MOST_TOKENS - 1) {
                count = pieces(word, tokens, count);
            }
        }
        tokens[count++] = last;
        return Arrays.copyOf(tokens, count);
    }

    /** Longest pieces first; a word with a part that is no piece is one unknown. */
    private int pieces(String word, long[] tokens, int from) {
        int count = from;
        int start = 0;
        if (word.codePointCount(0, word.length()) > LONGEST_WORD) {
            tokens[count++] = unknown;
            return count;
        }
        while (start < word.length()) {
            int end = word.length();
            int id = -1;
            while (end > start && id < 0) {
                String piece = word.substring(start, end);
                id = vocabulary.id(start == 0 ? piece : "##" + piece);
                end = id < 0 ? end - 1 : end;
            }
            if (id < 0) {
                tokens[from] = unknown;
                return from + 1;
            }
            if (count == MOST_TOKENS - 1) {
                return count;
            }
            tokens[count++] = id;
            start = end;
        }
        return count;
    }

    /** Lower case, no accents or controls, one space around each punctuation mark. */
    private static String spaced(String text) {
        String plain = Normalizer.normalize(text, Normalizer.Form.NFD).toLowerCase(Locale.ROOT);
        var out = new StringBuilder(plain.length() + 16);
        plain.codePoints().forEach(c -> append(out, c));
        return out.toString();
    }

    private static void append(StringBuilder out, int c) {
        int type = Character.getType(c);
        if (Character.isWhitespace(c) || type == Character.SPACE_SEPARATOR) {
            out.append(' ');
        } else if (type == Character.NON_SPACING_MARK
                || type == Character.CONTROL
                || type == Character.FORMAT
                || c == 0xFFFD) {
            return;
        } else if (isPunctuation(c, type) || Character.isIdeographic(c)) {
            out.append(' ').appendCodePoint(c).append(' ');
        } else {
            out.appendCodePoint(c);
        }
    }

    private static boolean isPunctuation(int c, int type) {
        boolean ascii = c > ' ' && c < 127 && !Character.isLetterOrDigit(c);
        return ascii
                || switch (type) {
                    case Character.CONNECTOR_PUNCTUATION,
                            Character.DASH_PUNCTUATION,
                            Character.START_PUNCTUATION,
                            Character.END_PUNCTUATION,
                            Character.INITIAL_QUOTE_PUNCTUATION,
                            Character.FINAL_QUOTE_PUNCTUATION,
                            Character.OTHER_PUNCTUATION ->
                            true;
                    default -> false;
                };
    }
}
