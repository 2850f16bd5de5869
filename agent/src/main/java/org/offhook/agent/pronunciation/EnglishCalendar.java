package org.offhook.agent.pronunciation;

import static org.offhook.agent.pronunciation.EnglishNumbers.ordinal;
import static org.offhook.agent.pronunciation.EnglishNumbers.words;
import static org.offhook.agent.pronunciation.EnglishNumbers.year;

import java.util.List;
import java.util.regex.MatchResult;

/** Dates, years and days of the week. Pure. */
final class EnglishCalendar {
    private static final List<String> MONTHS =
            List.of(
                    "January",
                    "February",
                    "March",
                    "April",
                    "May",
                    "June",
                    "July",
                    "August",
                    "September",
                    "October",
                    "November",
                    "December");

    private static final List<String> DAYS =
            List.of("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday");

    private static final String MONTH =
            "(Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
                    + "|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\\b\\.?";
    private static final String DAY =
            "\\b(Mon(?:day)?|Tue(?:s(?:day)?)?|Wed(?:nesday)?|Thu(?:rs?(?:day)?)?|Fri(?:day)?"
                    + "|Sat(?:urday)?|Sun(?:day)?)\\b\\.?";
    private static final String NTH = "(?:st|nd|rd|th)?";
    private static final String RECENT = "((?:19|20)\\d\\d)";

    private EnglishCalendar() {}

    /**
     * @param monthFirst whether 5/6/2026 is in May
     */
    static Rules rules(boolean monthFirst) {
        return new Rules()
                .add(
                        "(?<![\\d-])(\\d{4})-(\\d{2})-(\\d{2})(?:[T ](\\d{2}):(\\d{2})(?::\\d{2})?Z?)?(?![\\d-])",
                        EnglishCalendar::iso)
                .add(
                        "(?<![\\d/.-])(\\d{1,2})([/.-])(\\d{1,2})\\2(\\d{4})(?![\\d/-])",
                        found -> numeric(found, monthFirst))
                .add(
                        DAY + "(?:" + Rules.TO + "| to )" + DAY,
                        found -> day(found.group(1)) + " to " + day(found.group(2)))
                .add(DAY + "(?=,? (?:\\d|" + MONTH + ")|: ?\\d)", found -> day(found.group(1)))
                .add(
                        "\\b%s (\\d{1,2})%s(?:%s(\\d{1,2})%s)?(?:,? (\\d{4}))?(?![\\d:]|,\\d|\\.\\d|\\s?[AaPp]\\.?[Mm]\\b)"
                                .formatted(MONTH, NTH, Rules.TO, NTH),
                        EnglishCalendar::monthFirst)
                .add(
                        "(?:\\b[Tt]he )?(?<![\\d.:,/-])(\\d{1,2})%s(?: of)? %s(?:,? (\\d{4}))?(?!\\d)"
                                .formatted(NTH, MONTH),
                        EnglishCalendar::dayFirst)
                .add(
                        "\\b" + MONTH + ",? (\\d{4})(?!\\d)",
                        found ->
                                month(found.group(1))
                                        + " "
                                        + year(Integer.parseInt(found.group(2))))
                .add(
                        "(?<![\\d-])" + RECENT + Rules.TO + RECENT + "(?![\\d-])",
                        found ->
                                year(Integer.parseInt(found.group(1)))
                                        + " to "
                                        + year(Integer.parseInt(found.group(2))))
                .add(
                        "(\\b(?i:in|since|until|till|during|year|of|by|early|late|mid) |©\\s?)"
                                + RECENT
                                + "(?![\\d%-]|[,.:]\\d| \\p{Ll}+s\\b)",
                        found -> found.group(1) + year(Integer.parseInt(found.group(2))))
                .add("(?<!\\d)(?:(\\d{2})|['’])?([2-9])0s\\b", EnglishCalendar::decade);
    }

    private static String iso(MatchResult found) {
        String date = date(found.group(1), number(found, 2), number(found, 3));
        if (date == null || found.group(4) == null) {
            return date;
        }
        String time = EnglishClock.time(number(found, 4), number(found, 5), "");
        return time == null ? null : date + " at " + time;
    }

    private static String numeric(MatchResult found, boolean monthFirst) {
        int first = number(found, 1);
        int second = number(found, 3);
        boolean month = monthFirst && !found.group(2).equals(".");
        // One of two ways round is often impossible.
        boolean firstIsMonth = month ? first <= 12 : second > 12;
        return date(found.group(4), firstIsMonth ? first : second, firstIsMonth ? second : first);
    }

    private static String date(String year, int month, int day) {
        if (month < 1 || month > 12 || day < 1 || day > 31) {
            return null;
        }
        return MONTHS.get(month - 1) + " " + ordinal(day) + ", " + year(Integer.parseInt(year));
    }

    private static String monthFirst(MatchResult found) {
        int day = number(found, 2);
        if (day < 1 || day > 31) {
            return null;
        }
        String until = found.group(3) == null ? "" : " to " + ordinal(number(found, 3));
        return month(found.group(1)) + " " + ordinal(day) + until + yearAfter(found, 4);
    }

    private static String dayFirst(MatchResult found) {
        int day = number(found, 1);
        if (day < 1 || day > 31) {
            return null;
        }
        String the = found.group().startsWith("T") ? "The " : "the ";
        return the + ordinal(day) + " of " + month(found.group(2)) + yearAfter(found, 3);
    }

    private static String yearAfter(MatchResult found, int group) {
        return found.group(group) == null ? "" : ", " + year(number(found, group));
    }

    private static String decade(MatchResult found) {
        String tens = words(number(found, 2) * 10L);
        String decade = tens.substring(0, tens.length() - 1) + "ies";
        return found.group(1) == null ? decade : words(number(found, 1)) + " " + decade;
    }

    private static String month(String written) {
        return startingWith(MONTHS, written);
    }

    private static String day(String written) {
        return startingWith(DAYS, written);
    }

    private static String startingWith(List<String> names, String written) {
        String start = written.substring(0, 3);
        return names.stream().filter(name -> name.startsWith(start)).findFirst().orElseThrow();
    }

    private static int number(MatchResult found, int group) {
        return Integer.parseInt(found.group(group));
    }
}
