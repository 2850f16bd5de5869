package org.offhook.agent;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The Markdown that stands at the beginning of a line: headings, bullets, quotes, fences, rules.
 * Numbers of lists stay, for "12." may be the answer. Pure.
 */
final class LineMarks {
    /** Too little of the line is there to tell. */
    static final int MORE = -1;

    /** Takes the whole line: a fence with its language, a rule, the second line of a table. */
    private static final Pattern LINE =
            Pattern.compile(
                    "[ \\t]*(?:(?:```|~~~)[^`\\n]{0,40}|(?:[-*_=] ?){3,200}|\\|?[ :]*-{2,}[-:| ]*)\\r?(?:\\n|\\z)");

    private static final Pattern MARK =
            Pattern.compile("[ \\t]*(?:#{1,6}[ \\t]+|>[ \\t]?|[-*+•‣◦·–][ \\t]+)");

    /** Lines that may yet become one of the above. */
    private static final Pattern UNDECIDED =
            Pattern.compile(
                    "[ \\t]*(?:#{0,6}|>|[-*+•‣◦·–]|(?:```|~~~)[^`\\n]{0,40}|`{1,2}|~{1,2}|(?:[-*_=] ?){1,200}|\\|?[ :]*-{0,200}[-:| ]{0,200})\\r?");

    private LineMarks() {}

    /**
     * @param at where a line begins
     * @param last true when nothing follows the text
     * @return index of the first character that is not a mark, or {@link #MORE}
     */
    static int skip(CharSequence text, int at, boolean last) {
        Matcher line = LINE.matcher(text).region(at, text.length());
        if (line.lookingAt() && (last || endsLine(text, line.end()))) {
            return line.end();
        }
        if (!last && UNDECIDED.matcher(text).region(at, text.length()).matches()) {
            return MORE;
        }
        Matcher mark = MARK.matcher(text).region(at, text.length());
        return mark.lookingAt() ? mark.end() : at;
    }

    private static boolean endsLine(CharSequence text, int end) {
        return text.charAt(end - 1) == '\n';
    }
}
