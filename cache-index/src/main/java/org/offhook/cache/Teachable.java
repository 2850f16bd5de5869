package org.offhook.cache;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Whether an answer that a model gave may become a prepared one: the same for every caller, on any
 * day, without the talk before. Rules for English; in doubt no. Pure; any thread.
 */
public final class Teachable {
    private static final int LEAST_WORDS = 2;
    private static final int MOST_WORDS = 24;
    private static final int MOST_ANSWER = 600;

    private static final Set<String> OF_THE_DAY =
            Normaliser.set(
                    "today tonight tomorrow yesterday now currently presently weather forecast"
                            + " latest newest status queue waiting available availability stock"
                            + " still already soon moment minute ago");

    private static final Set<String> OF_THE_CALLER =
            Normaliser.set(
                    "balance order appointment account bill card booking reservation delivery"
                            + " package parcel prescription result results contract invoice name"
                            + " number address password pin policy claim ticket refund payment"
                            + " salary subscription application case file loan deposit birthday"
                            + " email phone");

    private static final List<Pattern> PERSONAL =
            List.of(
                    Pattern.compile("\\b(my name is|i am called|this is [a-z]+ (from|calling))\\b"),
                    Pattern.compile("[\\p{L}\\p{N}._-]+@[\\p{L}\\p{N}-]+"),
                    Pattern.compile("\\d[\\d -]{3,}"));

    /** Read out digit by digit, as numbers of orders and accounts are. */
    private static final Pattern SPELLED_NUMBER =
            Pattern.compile(
                    "(\\b(zero|oh|one|two|three|four|five|six|seven|eight|nine)\\b[ ,-]*){4,}");

    private static final Pattern KNOWS_NOTHING =
            Pattern.compile(
                    "\\b(i (do not|don't|can not|can't|cannot) (know|have|find|tell|help|access|answer)"
                            + "|not sure|no information|unable to|i'm sorry|i am sorry|apologi[sz]e)\\b");

    private static final Pattern POINTS_BACK =
            Pattern.compile(
                    "\\b(as i (said|mentioned)|as (we|you) (said|discussed|mentioned)|again)\\b");

    private Teachable() {}

    /** What speaks against it, without any word of it; empty where nothing does. */
    public static String objection(Locale language, String question, String answer) {
        if (!English.is(language)) {
            return "rules know English only";
        }
        Wording wording = Wording.of(question);
        int words = wording.words().size();
        if (words < LEAST_WORDS || words > MOST_WORDS) {
            return "no question of a usual length";
        }
        if (answer.isBlank() || answer.length() > MOST_ANSWER) {
            return "no answer of a usual length";
        }
        String asked = plain(question);
        String said = plain(answer);
        if (Conflicts.dependsOnContext(wording) || POINTS_BACK.matcher(said).find()) {
            return "depends on what was said before";
        }
        if (answer.strip().endsWith("?") || KNOWS_NOTHING.matcher(said).find()) {
            return "answers nothing";
        }
        if (isPersonal(wording, asked, said)) {
            return "personal";
        }
        return isOfTheDay(wording) || isOfTheDay(Wording.of(answer)) ? "depends on the day" : "";
    }

    private static String plain(String text) {
        return text.toLowerCase(Locale.ROOT).replace('’', '\'');
    }

    private static boolean isPersonal(Wording question, String asked, String said) {
        List<String> words = question.words();
        boolean mine = words.contains("my") || words.contains("mine") || words.contains("our");
        boolean owned = mine && words.stream().anyMatch(OF_THE_CALLER::contains);
        boolean told =
                said.matches("(?s).*\\byour (" + String.join("|", OF_THE_CALLER) + ")\\b.*\\d.*");
        return owned
                || told
                || SPELLED_NUMBER.matcher(asked).find()
                || PERSONAL.stream().anyMatch(form -> form.matcher(asked).find());
    }

    private static boolean isOfTheDay(Wording wording) {
        return wording.words().stream().anyMatch(OF_THE_DAY::contains);
    }

    /** True where two questions cannot mean the same, however near they are. */
    public static boolean excludeEachOther(String question, String other) {
        return !Conflicts.between(Wording.of(question), Wording.of(other), Set.of()).isEmpty();
    }
}
