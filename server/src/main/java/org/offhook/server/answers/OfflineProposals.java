package org.offhook.server.answers;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Other words for English questions, and questions that only resemble them, by rules. Pure. */
final class OfflineProposals {
    private static final int MOST = 12;

    private static final List<String> OPENERS =
            List.of(
                    "can you tell me ",
                    "i would like to know ",
                    "i have a question ",
                    "excuse me ");

    /** What a question may begin with and mean the same without. */
    private static final Pattern OPENER =
            Pattern.compile(
                    "^(please |hello |hi |excuse me |could you tell me |can you tell me |do you know"
                            + " |i would like to know |i'd like to know |i want to know )+");

    /** Pairs of words that are the same thing to a caller. */
    private static final List<String[]> SAME =
            List.of(
                    new String[] {"cost", "price"},
                    new String[] {"phone", "call"},
                    new String[] {"located", "to find"},
                    new String[] {"opening hours", "business hours"},
                    new String[] {"appointment", "booking"},
                    new String[] {"do you have", "is there"},
                    new String[] {"can i", "is it possible to"},
                    new String[] {"can i", "may i"},
                    new String[] {"where is", "how do i find"},
                    new String[] {"what are", "tell me"});

    private static final List<String[]> OTHER =
            List.of(
                    new String[] {"open", "close"},
                    new String[] {"opening", "closing"},
                    new String[] {"before", "after"},
                    new String[] {"with", "without"},
                    new String[] {"first", "last"},
                    new String[] {"buy", "sell"},
                    new String[] {"book", "cancel"},
                    new String[] {"make", "cancel"},
                    new String[] {"send", "receive"},
                    new String[] {"arrive", "leave"},
                    new String[] {"start", "end"},
                    new String[] {"enter", "leave"},
                    new String[] {"children", "adults"},
                    new String[] {"morning", "evening"},
                    new String[] {"weekend", "weekdays"},
                    new String[] {"where", "when"},
                    new String[] {"when", "where"},
                    new String[] {"how much", "how long"});

    private static final List<String> DAYS =
            List.of("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday");

    private static final Pattern NUMBER = Pattern.compile("\\b\\d{1,4}\\b");
    private static final Pattern FROM_TO =
            Pattern.compile("\\bfrom (\\S+(?: \\S+)?) to (\\S+(?: \\S+)?)");

    private OfflineProposals() {}

    static List<String> paraphrases(List<String> questions) {
        var found = new LinkedHashSet<String>();
        for (String question : questions) {
            String bare = OPENER.matcher(plain(question)).replaceFirst("");
            for (String[] pair : SAME) {
                found.add(swapped(bare, pair[0], pair[1]));
                found.add(swapped(bare, pair[1], pair[0]));
            }
            found.add(bare);
        }
        for (String question : questions) {
            String bare = OPENER.matcher(plain(question)).replaceFirst("");
            OPENERS.forEach(opener -> found.add(opener + bare));
        }
        return fresh(found, questions);
    }

    static List<String> nearMisses(List<String> questions) {
        var found = new LinkedHashSet<String>();
        for (String question : questions) {
            String plain = plain(question);
            for (String[] pair : OTHER) {
                found.add(swapped(plain, pair[0], pair[1]));
                found.add(swapped(plain, pair[1], pair[0]));
            }
            for (String day : DAYS) {
                int other = (DAYS.indexOf(day) + 1) % DAYS.size();
                found.add(swapped(plain, day, DAYS.get(other)));
            }
            found.add(NUMBER.matcher(plain).replaceAll(number -> next(number.group())));
            Matcher way = FROM_TO.matcher(plain);
            found.add(way.replaceFirst("from $2 to $1"));
            found.add(swapped(plain, "do you", "don't you"));
            found.add(swapped(plain, "can i", "can i not"));
        }
        return fresh(found, questions);
    }

    private static String next(String number) {
        return Integer.toString(Integer.parseInt(number) + 1);
    }

    private static String plain(String question) {
        return question.toLowerCase(Locale.ROOT).replaceAll("[?!.]+$", "").strip();
    }

    private static String swapped(String text, String from, String to) {
        return text.replaceFirst("\\b" + from + "\\b", to);
    }

    private static List<String> fresh(LinkedHashSet<String> found, List<String> questions) {
        questions.forEach(question -> found.remove(plain(question)));
        return new ArrayList<>(found.stream().limit(MOST).toList());
    }
}
