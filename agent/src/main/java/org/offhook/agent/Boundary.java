package org.offhook.agent;

import java.util.Locale;
import java.util.Set;

/** Where a text may be cut for speaking. Decides nothing that later text could refute. Pure. */
final class Boundary {
    /** Never end a sentence: something always follows. */
    private static final Set<String> LEADING =
            Set.of(
                    ("mr mrs ms mx dr prof rev hon st messrs mme mlle capt col gen lt sgt maj gov sen"
                                    + " rep pres supt e.g i.e eg ie vs cf viz approx incl excl bzw ca"
                                    + " z.b d.h u.a o.ä zzgl inkl hr fr sr sra srta dra p.ej ud uds")
                            .split(" "));

    /** Abbreviations only before a number: "No. 5", but "No. We are closed." */
    private static final Set<String> BEFORE_NUMBER =
            Set.of(
                    ("no nos nr num art sec fig p pp vol ch ext par rm ste apt tel pos abs"
                                    + " jan feb mar apr jun jul aug sep sept oct nov dec")
                            .split(" "));

    /** What follows a time of day and belongs to it. */
    private static final Set<String> AFTER_TIME =
            Set.of(
                    ("monday tuesday wednesday thursday friday saturday sunday january february march"
                                    + " april may june july august september october november december"
                                    + " eastern central mountain pacific est edt cst cdt mst mdt pst pdt gmt"
                                    + " utc cet cest bst")
                            .split(" "));

    /** Days of the week as they are abbreviated, and as they are not. */
    private static final Set<String> DAYS =
            Set.of(
                    ("mon tue tues wed thu thur thurs fri sat sun monday tuesday wednesday thursday"
                                    + " friday saturday sunday")
                            .split(" "));

    /** What follows a day and belongs to it: in dates, and in ranges of days. */
    private static final Set<String> AFTER_DAY =
            Set.of(
                    ("mon tue tues wed thu thur thurs fri sat sun monday tuesday wednesday thursday"
                                    + " friday saturday sunday jan feb mar apr may jun jul aug sep"
                                    + " sept oct nov dec january february march april june july august"
                                    + " september october november december")
                            .split(" "));

    private static final Set<String> MONTHS =
            Set.of(
                    ("januar februar märz april mai juni juli august september oktober november"
                                    + " dezember jänner")
                            .split(" "));

    private static final String CLOSERS = "\"'”’»)]";

    private Boundary() {}

    /**
     * @param i index of a character of the text
     * @param last true when nothing follows the text
     * @return end of the sentence that ends at this character, closing quotes included; 0 if none
     *     does or more text is needed to tell
     */
    static int sentence(CharSequence text, int i, boolean last) {
        return switch (text.charAt(i)) {
            case '\n' -> lineEnd(text, i, last);
            case '。', '！', '？', '।', '۔' -> afterClosers(text, i + 1);
            case '!', '?', '؟', '…', '.' -> terminator(text, i, last);
            default -> 0;
        };
    }

    /** End of the clause that ends at this character, or 0. */
    static int clause(CharSequence text, int i) {
        int next = nextVisible(text, i + 1);
        boolean dash = text.charAt(i) == '—';
        if (next < 0 || (next == i + 1 && !dash)) {
            return 0;
        }
        // "May 5, 2026", "9 – 17": a number belongs to what is before it.
        // So does what makes a day a date, or several days.
        boolean refuted =
                Character.isDigit(text.charAt(next))
                        || (DAYS.contains(wordBefore(text, i))
                                && isOrMayBe(AFTER_DAY, text, next, false));
        return switch (text.charAt(i)) {
            case ',', ';', ':', '—' -> refuted ? 0 : i + 1;
            case '–', '-' -> refuted || i == 0 || text.charAt(i - 1) != ' ' ? 0 : i + 1;
            default -> 0;
        };
    }

    /** Lines of a list are sentences; a line broken in the middle of one goes on in lower case. */
    private static int lineEnd(CharSequence text, int i, boolean last) {
        int next = nextVisible(text, i + 1);
        if (next < 0) {
            return last ? i + 1 : 0;
        }
        return Character.isLowerCase(text.charAt(next)) && !isBlankLine(text, i, next) ? 0 : i + 1;
    }

    private static boolean isBlankLine(CharSequence text, int i, int next) {
        for (int j = i + 1; j < next; j++) {
            if (text.charAt(j) == '\n') {
                return true;
            }
        }
        return false;
    }

    private static int terminator(CharSequence text, int i, boolean last) {
        int end = afterClosers(text, i + 1);
        if (end == text.length()) {
            return last ? end : 0;
        }
        if (!Character.isWhitespace(text.charAt(end))) {
            // A decimal, a time, an address, or more of "?!" and "...".
            return 0;
        }
        int next = nextVisible(text, end);
        if (next < 0) {
            return last ? end : 0;
        }
        boolean lower = Character.isLowerCase(text.charAt(next));
        char c = text.charAt(i);
        if (c == '…' || (c == '.' && i > 0 && text.charAt(i - 1) == '.')) {
            return lower ? 0 : end;
        }
        if (c != '.') {
            // "Really?" she said.
            return lower && end > i + 1 ? 0 : end;
        }
        return lower || isAbbreviation(text, i, next, last) ? 0 : end;
    }

    /** True also while the word after the dot, on which it hangs, is not complete. */
    private static boolean isAbbreviation(CharSequence text, int dot, int next, boolean last) {
        int start = dot;
        while (start > 0 && !isGap(text.charAt(start - 1))) {
            start--;
        }
        String word = text.subSequence(start, dot).toString();
        String lower = word.toLowerCase(Locale.ROOT);
        boolean digitFollows = Character.isDigit(text.charAt(next)) || text.charAt(next) == '#';
        if (LEADING.contains(lower) || (BEFORE_NUMBER.contains(lower) && digitFollows)) {
            return true;
        }
        if (DAYS.contains(lower) && lower.length() < 6) {
            // "Mon. – Fri.", "Mon. 9 to 5", "Mon. Nov. 23"
            boolean dash = "-–".indexOf(text.charAt(next)) >= 0;
            return dash || digitFollows || isOrMayBe(AFTER_DAY, text, next, last);
        }
        if (lower.equals("a.m")
                || lower.equals("p.m")
                || lower.equals("am")
                || lower.equals("pm")) {
            return digitFollows || isOrMayBe(AFTER_TIME, text, next, last);
        }
        if (word.matches("\\d{1,2}")) {
            return isListNumber(text, start) || isOrMayBe(MONTHS, text, next, last);
        }
        boolean initial = word.length() == 1 && Character.isUpperCase(word.charAt(0));
        // U.S., z. B., J.R.: one letter, or one or two between dots.
        return (initial && !word.equals("I")) || word.matches("(?:\\p{L}{1,2}\\.)+\\p{L}{1,2}");
    }

    /** In lower case; without the dot of an abbreviation and the space before a dash. */
    private static String wordBefore(CharSequence text, int i) {
        int end = i;
        while (end > 0 && " .".indexOf(text.charAt(end - 1)) >= 0) {
            end--;
        }
        int start = end;
        while (start > 0 && Character.isLetter(text.charAt(start - 1))) {
            start--;
        }
        return text.subSequence(start, end).toString().toLowerCase(Locale.ROOT);
    }

    /**
     * @return whether a text too long may be cut at this space: not between digits, as in a
     *     telephone number, nor between a number and its neighbours while there are other spaces
     */
    static boolean partsNoNumber(CharSequence text, int space) {
        return isFarFromDigits(text, space - 1, -1) && isFarFromDigits(text, space + 1, 1);
    }

    private static boolean isFarFromDigits(CharSequence text, int from, int step) {
        for (int i = from; i >= 0 && i < text.length(); i += step) {
            char c = text.charAt(i);
            if (Character.isWhitespace(c)) {
                return true;
            }
            if (Character.isDigit(c)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isListNumber(CharSequence text, int start) {
        for (int i = start - 1; i >= 0; i--) {
            if (text.charAt(i) != ' ') {
                return text.charAt(i) == '\n';
            }
        }
        return true;
    }

    private static boolean isOrMayBe(
            Set<String> words, CharSequence text, int start, boolean last) {
        int end = start;
        while (end < text.length() && Character.isLetter(text.charAt(end))) {
            end++;
        }
        String word = text.subSequence(start, end).toString().toLowerCase(Locale.ROOT);
        boolean complete = last || end < text.length();
        return complete
                ? words.contains(word)
                : words.stream().anyMatch(candidate -> candidate.startsWith(word));
    }

    private static boolean isGap(char c) {
        return Character.isWhitespace(c) || "(\"'“„«[-–—/,".indexOf(c) >= 0;
    }

    private static int afterClosers(CharSequence text, int from) {
        int end = from;
        while (end < text.length() && CLOSERS.indexOf(text.charAt(end)) >= 0) {
            end++;
        }
        return end;
    }

    private static int nextVisible(CharSequence text, int from) {
        for (int i = from; i < text.length(); i++) {
            if (!Character.isWhitespace(text.charAt(i))) {
                return i;
            }
        }
        return -1;
    }
}
