package org.offhook.cache;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Tells whether a question that uses a phrasing's words asks something else with them: who does it
 * to whom, when, how much of it, one word in place of another. Pure; any thread.
 */
final class Contrasts {
    /** Prepositions of which each keeps its noun wherever in the sentence it stands. */
    private static final Set<String> MARKING =
            Normaliser.set("to into onto from for of in on at by with during since until within");

    private static final Set<String> JOINING = Normaliser.set("of for in on at to from by with");

    private static final List<Set<String>> TURNED =
            List.of(
                    Normaliser.set("from to"),
                    Normaliser.set("from into"),
                    Normaliser.set("from for"),
                    Normaliser.set("before after"),
                    Normaliser.set("until since"),
                    Normaliser.set("until from"),
                    Normaliser.set("until after"),
                    Normaliser.set("above below"),
                    Normaliser.set("above under"),
                    Normaliser.set("over under"),
                    Normaliser.set("over below"),
                    Normaliser.set("behind front"),
                    Normaliser.set("inside outside"),
                    Normaliser.set("within outside"),
                    Normaliser.set("in outside"),
                    Normaliser.set("with without"));

    private static final List<String> PREFIXES =
            List.of("un", "in", "im", "il", "ir", "dis", "non");
    private static final int SHORTEST_WITH_PREFIX = 4;

    private static final Set<Gist.Mark> NARROW =
            Set.of(
                    Gist.Mark.PART,
                    Gist.Mark.ONLY,
                    Gist.Mark.MOST,
                    Gist.Mark.NONE,
                    Gist.Mark.EXCEPT,
                    Gist.Mark.BOTH);

    /** So many words of each may be without a counterpart for one to stand for the other. */
    private static final int MOST_SUBSTITUTED = 2;

    /** Fewer words are too little to tell two questions apart by. */
    private static final int LEAST_EXPLAINED = 2;

    /** Words that far apart may be one thing: "credit card limit". */
    private static final int WIDEST_COMPOUND = 2;

    /** Of sentences with more strange words nobody can tell that one turns the other round. */
    private static final int MOST_STRANGE = 1;

    private static final Set<String> HAVE = Normaliser.set("have has had get include offer");

    /** Words of one line exclude each other, as those of {@link Conflicts}. */
    private static final List<List<String>> OPPOSITES =
            lines(
                    "permit|permitted|allow|legal prohibit|prohibited|forbid|ban|illegal",
                    "safe|safely dangerous|risky",
                    "include|cover|inclusive exclude|exclusive",
                    "join|enter leave|quit",
                    "extend|prolong|longer|lengthen shorten|shorter",
                    "upgrade downgrade",
                    "upload download",
                    "import export",
                    "inside|indoor|indoors|within outside|outdoor|outdoors",
                    "abroad|foreign|overseas|international home|domestic|national",
                    "rise|increase fall|drop|decrease",
                    "hire fire",
                    "fast|quick|quickly slow|slowly",
                    "big|large small|tiny",
                    "long short",
                    "full|whole|entire part|half|partial empty",
                    "single double triple twin",
                    "subscribe|join unsubscribe|leave",
                    "collect|pick drop",
                    "buy|purchase rent|hire|lease",
                    "buy|purchase|order refund",
                    "landlord tenant",
                    "employer employee",
                    "parent child|kid",
                    "sender recipient|receiver",
                    "teacher student|pupil",
                    "buyer seller",
                    "new existing|current|regular",
                    "adult senior|pensioner|elderly student child|kid",
                    "heavy light",
                    "deep shallow",
                    "wet dry",
                    "positive negative",
                    "good bad",
                    "front back|rear",
                    "upstairs downstairs",
                    "mandatory|required|necessary|compulsory optional|voluntary",
                    "same different|another",
                    "earlier later",
                    "early|earliest late|latest",
                    "begin|start end|finish|over",
                    "pay|paid view|see owe refund",
                    "open|start|create cancel|close|delete|leave",
                    "renew cancel return lose|lost",
                    "order|request cancel|return",
                    "change|alter cancel|delete find|forget|forgot",
                    "register|file|submit withdraw|cancel",
                    "repair|fix replace",
                    "deliver|ship collect|return refund",
                    "private shared|public",
                    "temporary permanent",
                    "guest staff|employee",
                    "vegetarian|vegan meat",
                    "weekday weekend|holiday");

    private static final Map<String, Map<Integer, Integer>> SIDES = Conflicts.byStem(OPPOSITES);

    private Contrasts() {}

    /**
     * Why the two differ in meaning, or an empty string.
     *
     * @param known telling words of all phrasings that may explain a question's
     */
    static String between(Gist question, Gist phrasing, Set<String> known) {
        List<String> asked = without(question.stems(), known);
        List<String> missing = without(phrasing.stems(), question.stems());
        boolean sameWords = asked.size() <= MOST_STRANGE && missing.size() <= MOST_STRANGE;
        if (timesDiffer(question, phrasing, sameWords)) {
            return "time differs";
        }
        for (Gist.Kind kind : Gist.Kind.values()) {
            if (marksDiffer(kind, question.marks(kind), phrasing.marks(kind))) {
                return "scope differs";
            }
        }
        if (prefixed(question, phrasing) || prefixed(phrasing, question)) {
            return "polarity differs";
        }
        if (exclude(question.allStems(), phrasing.allStems())) {
            return "opposite words";
        }
        if (sameWords && turned(question, phrasing)) {
            return "direction differs";
        }
        return substituted(asked, missing) ? "one word in place of another" : "";
    }

    /** Whether each telling word of both has its counterpart, and there are some. */
    static boolean isExplained(Gist question, Gist phrasing) {
        List<String> asked = question.stems();
        List<String> known = phrasing.stems();
        return Math.min(asked.size(), known.size()) >= LEAST_EXPLAINED
                && without(asked, known).isEmpty()
                && without(known, asked).isEmpty();
    }

    private static boolean timesDiffer(Gist question, Gist phrasing, boolean sameWords) {
        Gist.Time one = question.time();
        Gist.Time other = phrasing.time();
        return switch (one) {
            case PAST -> other == Gist.Time.FUTURE || sameWords && other == Gist.Time.PRESENT;
            case PERFECT -> other == Gist.Time.FUTURE;
            case PRESENT -> sameWords && other == Gist.Time.PAST;
            case FUTURE -> other == Gist.Time.PAST || other == Gist.Time.PERFECT;
        };
    }

    private static boolean marksDiffer(Gist.Kind kind, Set<Gist.Mark> one, Set<Gist.Mark> other) {
        if (one.equals(other)) {
            return false;
        }
        return switch (kind) {
            // "All" is often left out, "only" never is.
            case AMOUNT ->
                    !one.isEmpty() && !other.isEmpty() && Collections.disjoint(one, other)
                            || narrow(one) != narrow(other);
            case TURN -> true;
            case BODY, ASPECT ->
                    !one.isEmpty() && !other.isEmpty() && Collections.disjoint(one, other);
        };
    }

    private static boolean narrow(Set<Gist.Mark> marks) {
        return !Collections.disjoint(marks, NARROW);
    }

    /** "Legal" against "illegal". */
    private static boolean prefixed(Gist with, Gist without) {
        List<String> plain = without.stems();
        for (String stem : with.stems()) {
            for (String prefix : PREFIXES) {
                if (stem.startsWith(prefix)
                        && stem.length() >= prefix.length() + SHORTEST_WITH_PREFIX
                        && plain.contains(stem.substring(prefix.length()))
                        && !plain.contains(stem)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static List<List<String>> lines(String... lines) {
        return Arrays.stream(lines).map(line -> List.of(line.split(" "))).toList();
    }

    /** True where each has a word that the other's excludes. */
    private static boolean exclude(List<String> stems, List<String> others) {
        return Conflicts.exclude(Conflicts.sides(stems, SIDES), Conflicts.sides(others, SIDES));
    }

    /** Two words that both have stand the other way round, or after the opposite preposition. */
    private static boolean turned(Gist question, Gist phrasing) {
        Map<String, Gist.Telling> asked = question.once();
        Map<String, Gist.Telling> known = phrasing.once();
        var shared = new ArrayList<String>();
        for (Gist.Telling word : question.words()) {
            Gist.Telling same = known.get(word.stem());
            if (same != null && asked.containsKey(word.stem())) {
                if (opposed(word.preposition(), same.preposition())) {
                    return true;
                }
                shared.add(word.stem());
            }
        }
        if (question.passive() != phrasing.passive()) {
            return question.passive()
                    ? doneByAnother(question, phrasing)
                    : doneByAnother(phrasing, question);
        }
        for (int i = 0; i < shared.size(); i++) {
            for (int j = i + 1; j < shared.size(); j++) {
                Gist.Telling first = known.get(shared.get(i));
                Gist.Telling second = known.get(shared.get(j));
                boolean reversed = first.at() > second.at();
                if (reversed
                        && !explained(
                                new Pair(
                                        question,
                                        asked.get(shared.get(i)),
                                        asked.get(shared.get(j))),
                                new Pair(phrasing, second, first))) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Who does it in the one sentence has it done in the other; "by card" is nobody. */
    private static boolean doneByAnother(Gist passive, Gist active) {
        int by = passive.all().lastIndexOf("by");
        Map<String, Gist.Telling> known = active.once();
        for (Gist.Telling word : passive.words()) {
            if (word.at() > by) {
                Gist.Telling doer = known.get(word.stem());
                Gist.Telling verb = known.get(Lexicon.stem(passive.all().get(by - 1)));
                return doer != null
                        && verb != null
                        && doer.at() > verb.at()
                        && !doer.preposition().equals("by");
            }
        }
        return false;
    }

    private static boolean opposed(String one, String other) {
        return !one.equals(other)
                && !one.isEmpty()
                && !other.isEmpty()
                && TURNED.contains(Set.of(one, other));
    }

    /** Two words of a sentence in their order. */
    private record Pair(Gist of, Gist.Telling first, Gist.Telling second) {
        boolean isJoint() {
            return second.at() - first.at() <= WIDEST_COMPOUND;
        }

        boolean holds(Set<String> any) {
            return of.between(first, second, any);
        }
    }

    /**
     * Whether another order is the same thing: "to Leeds from York", "a test appointment" for "an
     * appointment for a test".
     *
     * @param known the same two words the other way round
     */
    private static boolean explained(Pair asked, Pair known) {
        return keeps(asked.first(), known.second())
                || keeps(asked.second(), known.first())
                || regrouped(asked, known)
                || regrouped(known, asked)
                || passive(asked, known)
                || passive(known, asked);
    }

    private static boolean keeps(Gist.Telling word, Gist.Telling same) {
        return MARKING.contains(word.preposition())
                && word.preposition().equals(same.preposition());
    }

    /**
     * "Test appointment" and "appointment for a test", "stolen card" and "the card is stolen",
     * "insurance benefits" and "what benefits does the insurance have", "does the room have a bath"
     * and "is there a bath in the room".
     */
    private static boolean regrouped(Pair joint, Pair parted) {
        String preposition = parted.second().preposition();
        boolean joined =
                JOINING.contains(preposition) && !preposition.equals(joint.first().preposition());
        if (joined && joint.holds(HAVE) && parted.of().all().contains("there")) {
            return true;
        }
        return joint.isJoint()
                && (joined
                        || parted.holds(Gist.BE)
                        || Gist.isParticiple(joint.first().surface())
                        || HAVE.contains(parted.of().all().getLast()));
    }

    /** "Sell the drive" and "is the drive sold". */
    private static boolean passive(Pair active, Pair passive) {
        String verb = passive.second().surface();
        return Gist.isParticiple(verb)
                && passive.of().all().stream().anyMatch(Gist.BE::contains)
                && (!verb.equals(active.first().surface()) || passive.holds(Gist.BE));
    }

    /** Each has a telling word or two that nothing in the other stands for. */
    private static boolean substituted(List<String> asked, List<String> missing) {
        return !asked.isEmpty()
                && !missing.isEmpty()
                && asked.size() <= MOST_SUBSTITUTED
                && missing.size() <= MOST_SUBSTITUTED;
    }

    private static List<String> without(List<String> stems, Iterable<String> others) {
        return stems.stream().filter(stem -> !Lexicon.anySame(others, stem)).toList();
    }
}
