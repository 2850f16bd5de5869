package org.offhook.agent;

import java.util.function.Consumer;

/**
 * Cuts a stream of tokens into pieces that can be spoken, each as early as is safe: the first at a
 * clause, so that speaking starts early, the others at the ends of sentences. Takes out what is
 * written and not said. Pure; one for each reply, for one thread.
 */
public final class SentenceSplitter {
    /** Text before a comma that makes a first piece worth speaking: more than 1.5 s of speech. */
    private static final int FIRST_CLAUSE_CHARS = 25;

    /** About 15 s of speech. */
    private static final int LONGEST_PIECE_CHARS = 240;

    private final int longestPieceChars;
    private final StringBuilder text = new StringBuilder();
    private final SpokenText spoken = new SpokenText(text);
    private boolean first = true;

    public SentenceSplitter() {
        this(LONGEST_PIECE_CHARS);
    }

    /**
     * @param longestPieceChars no piece is longer; one that would be is cut at a clause or between
     *     words
     */
    public SentenceSplitter(int longestPieceChars) {
        if (longestPieceChars < 20) {
            throw new IllegalArgumentException("pieces too short: " + longestPieceChars);
        }
        this.longestPieceChars = longestPieceChars;
    }

    /**
     * @param pieces receives what is now certain: trimmed, never empty, no line ends
     */
    public void take(String token, Consumer<String> pieces) {
        spoken.take(token);
        cutAll(false, pieces);
    }

    /** The reply is complete: puts out the rest and is ready for the next reply. */
    public void flush(Consumer<String> pieces) {
        spoken.flush();
        cutAll(true, pieces);
        first = true;
    }

    private void cutAll(boolean last, Consumer<String> pieces) {
        int cut = nextCut(last);
        while (cut > 0) {
            String piece = tidy(text.substring(0, cut));
            text.delete(0, cut);
            if (piece.codePoints().anyMatch(Character::isLetterOrDigit)) {
                first = false;
                pieces.accept(piece);
            }
            cut = nextCut(last);
        }
    }

    /** Length of the next piece; 0 where none is certain. */
    private int nextCut(boolean last) {
        int start = 0;
        while (start < text.length() && Character.isWhitespace(text.charAt(start))) {
            start++;
        }
        for (int i = 0; i < text.length(); i++) {
            if (i >= longestPieceChars) {
                return forcedCut();
            }
            int cut = Boundary.sentence(text, i, last);
            if (cut == 0 && first && i - start >= FIRST_CLAUSE_CHARS) {
                cut = Boundary.clause(text, i);
            }
            if (cut > longestPieceChars) {
                return forcedCut();
            }
            if (cut > 0) {
                return cut;
            }
        }
        return last ? text.length() : 0;
    }

    private static String tidy(String piece) {
        return piece.replaceAll("\\s+", " ")
                .strip()
                .replaceAll(" (,|\\.$)", "$1")
                // Voices read a dash at the end as a word.
                .replaceAll(" ?[-–—]+$", ",");
    }

    private int forcedCut() {
        int space = 0;
        int betterSpace = 0;
        for (int i = longestPieceChars - 1; i > 0; i--) {
            if (i > longestPieceChars / 3 && Boundary.clause(text, i) > 0) {
                return i + 1;
            }
            if (Character.isWhitespace(text.charAt(i))) {
                space = Math.max(space, i);
                if (betterSpace == 0 && Boundary.partsNoNumber(text, i)) {
                    betterSpace = i;
                }
            }
        }
        if (space > 0) {
            return betterSpace > longestPieceChars / 3 ? betterSpace : space;
        }
        boolean splitsPair = Character.isHighSurrogate(text.charAt(longestPieceChars - 1));
        return splitsPair ? longestPieceChars - 1 : longestPieceChars;
    }
}
