package org.offhook.agent;

/**
 * Turns what a model writes into what can be said: takes out Markdown and emojis as the text
 * streams by. Line ends stay, for they end sentences. Pure; one for each reply, for one thread.
 */
final class SpokenText {
    /** A link's text, or an address in angle brackets, beyond this is no link. */
    private static final int LONGEST_BRACKETS = 300;

    private final StringBuilder out;
    private final StringBuilder held = new StringBuilder();
    private boolean lineStart = true;

    /** Puts the text out at the end of a buffer that its owner empties from the front. */
    SpokenText(StringBuilder out) {
        this.out = out;
    }

    void take(String token) {
        held.append(token);
        int at = 0;
        int next = step(at, false);
        while (next > at) {
            at = next;
            next = step(at, false);
        }
        held.delete(0, at);
    }

    /** Puts out what was held back because more might have changed its meaning. */
    void flush() {
        int at = 0;
        while (at < held.length()) {
            at = step(at, true);
        }
        held.setLength(0);
        lineStart = true;
    }

    /** Index after the next thing understood; {@code at} itself where more is needed first. */
    private int step(int at, boolean last) {
        if (at >= held.length()) {
            return at;
        }
        if (lineStart) {
            int content = LineMarks.skip(held, at, last);
            if (content == LineMarks.MORE) {
                return at;
            }
            if (content > at) {
                // A rule or a fence takes its whole line and leaves the start of another; so
                // does a quote, which may hold a list. An item is a sentence of its own.
                boolean quote = held.substring(at, content).contains(">");
                lineStart = quote || held.charAt(content - 1) == '\n';
                out.append(lineStart ? "" : "\n\n");
                return content;
            }
            lineStart = false;
        }
        char c = held.charAt(at);
        return switch (c) {
            case '*', '`', '\r' -> at + 1;
            case '\n' -> {
                lineStart = true;
                out.append('\n');
                yield at + 1;
            }
            case '_', '~', '|', '!', '\\' -> withNext(at, last);
            case '[' -> link(at, last);
            case '<' -> angle(at, last);
            default -> plain(at, last);
        };
    }

    /** Marks whose meaning hangs on the character behind them. */
    private int withNext(int at, boolean last) {
        if (at + 1 == held.length() && !last) {
            return at;
        }
        char c = held.charAt(at);
        char next = at + 1 < held.length() ? held.charAt(at + 1) : '\n';
        boolean inWord = isWord(before()) && isWord(next);
        switch (c) {
            case '_' -> out.append(inWord ? "_" : "");
            case '~' -> {
                if (next == '~') {
                    return at + 2;
                }
                out.append(c);
            }
            // Between the cells of a table; its edges say nothing.
            case '|' -> out.append(next == '\n' || next == '\r' || isLineEmpty() ? "" : ",");
            case '!' -> out.append(next == '[' ? "" : "!");
            case '\\' -> {
                if (next > ' ' && !isWord(next)) {
                    out.append(next);
                    return at + 2;
                }
            }
            default -> throw new IllegalStateException("no mark: " + c);
        }
        return at + 1;
    }

    /**
     * {@code [text](address)} says its text, {@code [1]} nothing, other brackets what they hold.
     */
    private int link(int at, boolean last) {
        int close = closing(at, ']');
        if (close < 0) {
            return waitOrDrop(at, last);
        }
        if (close + 1 == held.length() && !last) {
            return at;
        }
        String text = held.substring(at + 1, close);
        int end = close + 1;
        boolean footnote = text.matches("\\^?\\d+");
        if (end < held.length() && held.charAt(end) == '(') {
            int closeAddress = closing(end, ')');
            if (closeAddress < 0 && !last && held.length() - end <= LONGEST_BRACKETS) {
                return at;
            }
            footnote &= closeAddress < 0;
            end = closeAddress < 0 ? end : closeAddress + 1;
        }
        if (!footnote) {
            out.append(text.replaceAll("[*`]", ""));
        }
        return end;
    }

    /** {@code <https://…>} says its address, a tag says nothing, "a < b" stays. */
    private int angle(int at, boolean last) {
        if (at + 1 == held.length() && !last) {
            return at;
        }
        if (at + 1 < held.length()
                && !Character.isLetter(held.charAt(at + 1))
                && held.charAt(at + 1) != '/') {
            out.append('<');
            return at + 1;
        }
        int close = closing(at, '>');
        if (close < 0) {
            return waitOrDrop(at, last);
        }
        String inside = held.substring(at + 1, close);
        if (inside.contains("@") || inside.contains("://")) {
            out.append(inside);
        } else if (inside.matches("(?i)br\\s*/?|/?(p|li|ul|ol|div|h\\d)")) {
            out.append('\n');
        }
        return close + 1;
    }

    private int closing(int at, char bracket) {
        for (int i = at + 1; i < held.length() && i - at <= LONGEST_BRACKETS; i++) {
            if (held.charAt(i) == bracket) {
                return i;
            }
            if (held.charAt(i) == '\n') {
                return -1;
            }
        }
        return -1;
    }

    private int waitOrDrop(int at, boolean last) {
        boolean hopeless =
                last || held.length() - at > LONGEST_BRACKETS || held.indexOf("\n", at) >= 0;
        return hopeless ? at + 1 : at;
    }

    private int plain(int at, boolean last) {
        char c = held.charAt(at);
        if (Character.isHighSurrogate(c) && at + 1 == held.length() && !last) {
            return at;
        }
        int codePoint = held.codePointAt(at);
        if (Character.isWhitespace(codePoint) || Character.isSpaceChar(codePoint)) {
            out.append(' ');
        } else if (isSayable(codePoint)) {
            out.appendCodePoint(codePoint);
        }
        return at + Character.charCount(codePoint);
    }

    private static boolean isSayable(int codePoint) {
        boolean sign = codePoint == '©' || codePoint == '®' || codePoint == '™';
        boolean picture =
                Character.isExtendedPictographic(codePoint)
                        || Character.isEmojiModifier(codePoint)
                        // Flags are pairs of these letters.
                        || (codePoint >= 0x1F1E6 && codePoint <= 0x1F1FF);
        boolean part =
                Character.isISOControl(codePoint)
                        || Character.getType(codePoint) == Character.FORMAT
                        || Character.getType(codePoint) == Character.SURROGATE
                        || (codePoint >= 0xFE00 && codePoint <= 0xFE0F)
                        || codePoint == 0x20E3
                        || codePoint == 0xFFFD;
        return sign || (!picture && !part);
    }

    private boolean isLineEmpty() {
        for (int i = out.length() - 1; i >= 0; i--) {
            if (out.charAt(i) == '\n') {
                return true;
            }
            if (out.charAt(i) != ' ') {
                return false;
            }
        }
        return true;
    }

    private char before() {
        return out.isEmpty() ? ' ' : out.charAt(out.length() - 1);
    }

    private static boolean isWord(char c) {
        return Character.isLetterOrDigit(c);
    }
}
