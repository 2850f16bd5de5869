package org.offhook.agent.pronunciation;

import static org.offhook.agent.pronunciation.EnglishNumbers.lowPair;
import static org.offhook.agent.pronunciation.EnglishNumbers.words;

import java.util.regex.MatchResult;

/** Times of day. Pure. */
final class EnglishClock {
    /** Days and zones belong to the time before them. */
    private static final String BELONGS =
            "(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|Eastern|Central|Mountain|Pacific"
                    + "|[ECMP][SD]T|GMT|UTC|CES?T|BST";

    /** Group: the letter. The last dot is taken where it does not end the sentence. */
    private static final String HALF =
            "(?:\\s?([aApP])\\.?\\s?[mM](?![\\p{L}\\d])(?:\\.(?!\\s*[\"'”’)\\]]*\\s*$|\\s+(?!"
                    + BELONGS
                    + ")\\p{Lu}))?)";

    private static final String HOUR = "(?<![\\p{L}\\d:.,$€£])(\\d{1,2})";
    private static final String MINUTES = ":(\\d{2})(?::\\d{2})?";

    static final Rules RULES =
            new Rules()
                    .add(
                            HOUR
                                    + "(?:"
                                    + MINUTES
                                    + ")?"
                                    + HALF
                                    + "?"
                                    + Rules.TO
                                    + "(\\d{1,2})"
                                    + "(?:"
                                    + MINUTES
                                    + ")?"
                                    + HALF,
                            found -> range(found, 4))
                    .add(
                            HOUR
                                    + MINUTES
                                    + "()"
                                    + Rules.TO
                                    + "(\\d{1,2})"
                                    + MINUTES
                                    + "()(?![\\d:])",
                            found -> range(found, 4))
                    .add(HOUR + MINUTES + HALF + "?(?![\\d:])", found -> time(found, 1))
                    .add(HOUR + "()" + HALF, found -> time(found, 1));

    private EnglishClock() {}

    private static String range(MatchResult found, int second) {
        String from = time(found, 1);
        String to = time(found, second);
        return from == null || to == null ? null : from + " to " + to;
    }

    /** Hour, minutes and half of the day in three groups, of which the last two may be empty. */
    private static String time(MatchResult found, int group) {
        String minutes = found.group(group + 1);
        String half = found.group(group + 2);
        return time(
                Integer.parseInt(found.group(group)),
                minutes == null || minutes.isEmpty() ? -1 : Integer.parseInt(minutes),
                half == null ? "" : half.toLowerCase());
    }

    /**
     * @param minute -1 where there is none
     * @param half a, p or nothing
     * @return null where there is no such time
     */
    static String time(int hour, int minute, String half) {
        if (hour > 24 || minute > 59) {
            return null;
        }
        String ending = half.isEmpty() ? "" : " " + half + " m";
        if (minute > 0) {
            boolean afterMidnight = hour == 0 && half.isEmpty();
            return words(afterMidnight ? 12 : hour)
                    + " "
                    + lowPair(minute)
                    + (afterMidnight ? " a m" : ending);
        }
        if (minute < 0 || !half.isEmpty()) {
            return words(hour) + ending;
        }
        if (hour == 0 || hour == 24) {
            return "midnight";
        }
        return words(hour) + (hour <= 12 ? " o'clock" : " hundred");
    }
}
