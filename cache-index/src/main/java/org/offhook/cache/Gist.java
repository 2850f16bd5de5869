package org.offhook.cache;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a sentence is about, word by word, and the small words that turn it into another question.
 * Immutable; any thread.
 *
 * @param all its words, phrases joined
 * @param words telling words in order
 * @param time past, future, ...; null where a sentence names none
 * @param marks how much of it, which one, since when
 * @param passive true where things are done to its first word
 */
record Gist(List<String> all, List<Telling> words, Time time, Set<Mark> marks, boolean passive) {
    /**
     * A telling word.
     *
     * @param surface as it was said
     * @param preposition in front of it, or empty
     * @param at place in the sentence
     */
    record Telling(String stem, String surface, String preposition, int at) {}

    /** When it happens. */
    enum Time {
        PAST,
        PERFECT,
        PRESENT,
        FUTURE
    }

    /** A kind of marks; those of one kind exclude each other. */
    enum Kind {
        AMOUNT,
        BODY,
        ASPECT,
        TURN
    }

    /** What narrows a question down. */
    enum Mark {
        ALL(Kind.AMOUNT, "all every each whole entire entirely complete completely always"),
        BOTH(Kind.AMOUNT, "both"),
        SOME(Kind.AMOUNT, "some several few sometimes certain"),
        PART(Kind.AMOUNT, "part partly partial partially half"),
        ONLY(Kind.AMOUNT, "only alone solely merely exclusively"),
        MOST(Kind.AMOUNT, "most majority mostly usually"),
        NONE(Kind.AMOUNT, "none nobody nothing neither"),
        EXCEPT(Kind.AMOUNT, "except besides apart"),
        EVERYONE(Kind.BODY, "everyone everybody everything everywhere"),
        ANYONE(Kind.BODY, "anyone anybody anything anywhere"),
        SOMEONE(Kind.BODY, "someone somebody something somewhere"),
        STILL(Kind.ASPECT, "still"),
        ALREADY(Kind.ASPECT, "already yet"),
        AGAIN(Kind.ASPECT, "again"),
        FORMERLY(Kind.ASPECT, "formerly previously former"),
        THIS(Kind.TURN, "this current"),
        NEXT(Kind.TURN, "next coming following upcoming"),
        LAST(Kind.TURN, "last previous past");

        final Kind kind;
        private final Set<String> words;

        Mark(Kind kind, String words) {
            this.kind = kind;
            this.words = Normaliser.set(words);
        }
    }

    private static final Set<String> PERIODS =
            Normaliser.set(
                    "second minute hour day night week month quarter year season term semester"
                            + " weekend morning afternoon evening summer winter spring autumn fall"
                            + " monday tuesday wednesday thursday friday saturday sunday");
    private static final Set<String> PREPOSITIONS =
            Normaliser.set(
                    "to into onto from for of in on at by with without before after until since"
                            + " during than behind above over below under beside near between through"
                            + " against about within inside outside instead front");
    private static final Set<String> WAS = Normaliser.set("did was were had");
    private static final Set<String> TAKE = Normaliser.set("take takes taking took");
    private static final Set<String> SUBORDINATE =
            Normaliser.set("if when that because after since although while once whether");
    private static final Set<String> HAVE = Normaliser.set("have has");
    private static final Set<String> WILL = Normaliser.set("will shall");
    static final Set<String> BE =
            Normaliser.set("is are am was were be been being get gets got as");
    private static final Set<String> PARTICIPLES =
            Normaliser.set(
                    "stolen broken frozen taken given written eaten driven chosen hidden forgotten"
                            + " lost sold sent paid made held built found kept lent left bought"
                            + " shown told set put cut done seen known worn torn sworn born");
    private static final Set<String> HELPERS =
            Normaliser.set(
                    "do does did can could may might must will would shall should is are am was"
                            + " were to");
    private static final Set<String> QUESTION_WORDS =
            Normaliser.set("what which who when where why how long often far");
    private static final Set<String> SUBJECTS =
            Normaliser.set("i we you he she they it anyone someone anybody somebody everyone");

    /** No clause is over before so many words. */
    private static final int FIRST_VERBS = 3;

    /** Words between which a preposition still belongs to a noun: "from" in "from my old bank". */
    private static final int REACH = 4;

    static Gist of(Wording wording) {
        List<String> words = Lexicon.joined(wording.words());
        boolean asksHowLong = words.contains("long");
        var telling = new ArrayList<Telling>();
        var marks = EnumSet.noneOf(Mark.class);
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            Mark mark = mark(words, i);
            if (mark != null) {
                marks.add(mark);
            } else if (tells(word) && !(asksHowLong && TAKE.contains(word))) {
                telling.add(new Telling(Lexicon.stem(word), word, preposition(words, i), i));
            }
        }
        return new Gist(
                List.copyOf(words),
                List.copyOf(telling),
                time(words, marks),
                Set.copyOf(marks),
                isPassive(words));
    }

    /** Of all its words, whatever they tell. */
    List<String> allStems() {
        return all.stream().map(Lexicon::stem).toList();
    }

    /** Of the telling words. */
    List<String> stems() {
        return words.stream().map(Telling::stem).toList();
    }

    private static boolean tells(String word) {
        return !Wording.isFunctionWord(word)
                && !PREPOSITIONS.contains(word)
                && !Character.isDigit(word.charAt(0))
                && !Wording.isDay(word)
                && !Lexicon.isFrame(Lexicon.stem(word));
    }

    private static Mark mark(List<String> words, int at) {
        String word = words.get(at);
        for (Mark mark : Mark.values()) {
            if (mark.words.contains(word) && (mark.kind != Kind.TURN || isOfPeriod(words, at))) {
                return mark;
            }
        }
        return null;
    }

    /** "Next week", but not "the next bus". */
    private static boolean isOfPeriod(List<String> words, int at) {
        return at + 1 < words.size() && PERIODS.contains(words.get(at + 1));
    }

    private static String preposition(List<String> words, int at) {
        for (int i = at - 1; i >= 0 && i >= at - REACH; i--) {
            String word = words.get(i);
            if (PREPOSITIONS.contains(word)) {
                return word;
            }
            if (SUBJECTS.contains(word) || HELPERS.contains(word)) {
                return "";
            }
        }
        return "";
    }

    /** Of the main clause. */
    private static Time time(List<String> all, Set<Mark> marks) {
        int end = FIRST_VERBS;
        while (end < all.size() && !SUBORDINATE.contains(all.get(end))) {
            end++;
        }
        List<String> words = all.subList(0, Math.min(end, all.size()));
        if (marks.contains(Mark.FORMERLY)
                || marks.contains(Mark.LAST)
                || words.contains("ago")
                || words.contains("yesterday")) {
            return Time.PAST;
        }
        if (words.stream().anyMatch(WILL::contains)
                || isGoing(words)
                || marks.contains(Mark.NEXT)) {
            return Time.FUTURE;
        }
        if (isPerfect(words)) {
            return Time.PERFECT;
        }
        return words.stream().anyMatch(WAS::contains) ? Time.PAST : Time.PRESENT;
    }

    /** "Going to close", "about to close"; not "going to the bank", which nothing tells apart. */
    private static boolean isGoing(List<String> words) {
        int to = words.indexOf("to");
        return to > 0 && words.get(to - 1).equals("about") && to + 1 < words.size();
    }

    /** "Has the doctor arrived", "how long have you been"; not "do you have", "have a table". */
    private static boolean isPerfect(List<String> words) {
        for (int i = 0; i < words.size(); i++) {
            if (!HAVE.contains(words.get(i))) {
                continue;
            }
            boolean leads = i == 0 || QUESTION_WORDS.contains(words.get(i - 1));
            boolean been = words.subList(i, words.size()).contains("been");
            if (been || leads && i + 2 < words.size() && !words.get(i + 1).equals("to")) {
                return true;
            }
        }
        return false;
    }

    /** "Is the tenant paid by the landlord". */
    private static boolean isPassive(List<String> words) {
        int by = words.lastIndexOf("by");
        if (by < 2 || by + 1 >= words.size()) {
            return false;
        }
        return isParticiple(words.get(by - 1))
                && words.subList(0, by - 1).stream().anyMatch(BE::contains);
    }

    static boolean isParticiple(String word) {
        return word.endsWith("ed") || PARTICIPLES.contains(word);
    }

    /** Whether one of {@code any} stands between two places. */
    boolean between(Telling first, Telling second, Set<String> any) {
        return all.subList(first.at() + 1, second.at()).stream().anyMatch(any::contains);
    }

    /** Of one kind. */
    Set<Mark> marks(Kind kind) {
        var of = EnumSet.noneOf(Mark.class);
        marks.stream().filter(mark -> mark.kind == kind).forEach(of::add);
        return of;
    }

    /** By word, where the telling words stand; a word that is said twice stands nowhere. */
    Map<String, Telling> once() {
        var once = new HashMap<String, Telling>();
        var twice = new HashSet<String>();
        for (Telling word : words) {
            if (once.put(word.stem(), word) != null) {
                twice.add(word.stem());
            }
        }
        once.keySet().removeAll(twice);
        return once;
    }
}
