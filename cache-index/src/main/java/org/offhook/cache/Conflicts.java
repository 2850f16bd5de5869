package org.offhook.cache;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Tells whether a question cannot mean a phrasing however near their vectors are: opposites,
 * numbers, days, direction, kind of question. Pure; any thread.
 */
final class Conflicts {
    /** Words of one line exclude each other. */
    private static final List<List<String>> EXCLUSIVE =
            List.of(
                    stems("open|reopen close|shut|closure"),
                    stems("start|begin|activate|enable stop|end|quit|cancel|deactivate|disable"),
                    stems("book|schedule|make cancel reschedule|move|postpone|change"),
                    stems("before after"),
                    stems("early|earlier|earliest|sooner late|later|latest"),
                    stems("first last"),
                    stems("arrive|arrival leave|departure|depart"),
                    stems("enter|entrance exit"),
                    stems("buy|purchase sell return"),
                    stems("send receive"),
                    stems("deposit withdraw|withdrawal"),
                    stems("lend borrow"),
                    stems("credit debit"),
                    stems("increase|raise|higher|more|up decrease|reduce|lower|less|down"),
                    stems("add|include remove|delete|exclude"),
                    stems("lock|block|freeze unlock|unblock|unfreeze"),
                    stems("lost|lose|missing found|find stolen|steal"),
                    stems(
                            "accept|allow|approve|take|free refuse|reject|decline|deny forbid|forbidden|ban|prohibited"),
                    stems("win lose"),
                    stems("push pull"),
                    stems("pass fail"),
                    stems(
                            "minimum|min|least|smallest|cheapest|lowest maximum|max|most|largest|highest"),
                    stems("cheap|cheaper expensive"),
                    stems("new|newest|latest old|oldest previous"),
                    stems("in|inbound|incoming out|outbound|outgoing"),
                    stems("with without"),
                    stems("morning|breakfast afternoon|lunch evening|night|dinner"),
                    stems("adult child|kid|baby|toddler"),
                    stems("man|male|father|husband|son|boy woman|female|mother|wife|daughter|girl"),
                    stems("left right"),
                    stems("left|remaining|remain taken|used|spent"),
                    stems("north south east west"),
                    stems("hot cold"),
                    stems("public private"),
                    stems("domestic international"),
                    stems("weekday weekend"),
                    stems("daily weekly monthly yearly|annual"),
                    stems("day week month year"),
                    stems("username password pin"),
                    stems("on off"),
                    stems("up down"),
                    stems("yes no"));

    /** So many words are the same before and after the place where two sentences part. */
    private static final int LEAST_FRAME = 2;

    private static final int MOST_SUBSTITUTED = 2;

    private static final Map<String, Map<Integer, Integer>> SIDES = byStem(EXCLUSIVE);
    private static final Set<String> TURNING =
            Normaliser.set("to into from for before after than instead with onto over");
    private static final Set<String> REFERRING =
            Normaliser.set("it its that this those these them they he she him her one ones");
    private static final Set<String> POINTING = Normaliser.set("it that those them");
    private static final Set<String> SPEAKER = Normaliser.set("i me my we us our");
    private static final Set<String> LISTENER = Normaliser.set("you your");
    private static final Set<String> PAST = Normaliser.set("did was were has have had");
    private static final Set<String> OPENERS = Normaliser.set("and but or then also");

    private Conflicts() {}

    /**
     * Why the two differ in meaning, or an empty string.
     *
     * @param sayDays days the answer speaks of: a question may name them where the phrasing does
     *     not
     */
    static String between(Wording question, Wording phrasing, Set<String> sayDays) {
        if (question.negated() != phrasing.negated()) {
            return "polarity differs";
        }
        if (!(question.numbers().equals(phrasing.numbers())
                || Set.copyOf(question.numbers()).equals(Set.copyOf(phrasing.numbers())))) {
            return "numbers differ";
        }
        var missing = new HashSet<>(question.days());
        missing.removeAll(phrasing.days());
        if (!sayDays.containsAll(missing) || !question.days().containsAll(phrasing.days())) {
            return "days differ";
        }
        if (!question.focus().isEmpty()
                && !phrasing.focus().isEmpty()
                && !question.focus().equals(phrasing.focus())) {
            return "asks " + question.focus() + ", not " + phrasing.focus();
        }
        if (asksOfThePast(question) && phrasing.form().equals("other")
                || asksOfThePast(phrasing) && question.form().equals("other")) {
            return "asks, does not order";
        }
        String opposite = opposites(question, phrasing);
        if (!opposite.isEmpty()) {
            return opposite;
        }
        if (turned(question, phrasing) || turnedPersons(question.words(), phrasing.words())) {
            return "direction differs";
        }
        return ownersDiffer(question, phrasing) ? "owner differs" : "";
    }

    /**
     * The same sentence but for one place, where each has telling words the other lacks: "is the
     * sauna open" against "is the library open".
     */
    static boolean substituted(Wording question, Wording phrasing) {
        List<String> asked = question.stems();
        List<String> known = phrasing.stems();
        int shorter = Math.min(asked.size(), known.size());
        int start = 0;
        while (start < shorter && asked.get(start).equals(known.get(start))) {
            start++;
        }
        int end = 0;
        while (end < shorter - start
                && asked.get(asked.size() - 1 - end).equals(known.get(known.size() - 1 - end))) {
            end++;
        }
        int most = Math.max(asked.size(), known.size()) - start - end;
        return start + end >= LEAST_FRAME
                && most <= MOST_SUBSTITUTED
                && tellsAlone(question, start, end, known)
                && tellsAlone(phrasing, start, end, asked);
    }

    /** A telling word between {@code start} and {@code end} that the others do not hold. */
    private static boolean tellsAlone(Wording wording, int start, int end, List<String> others) {
        var all = Set.copyOf(others);
        for (int i = start; i < wording.words().size() - end; i++) {
            String stem = wording.stems().get(i);
            if (!Wording.isFunctionWord(wording.words().get(i)) && !Lexicon.anySame(all, stem)) {
                return true;
            }
        }
        return false;
    }

    /** True where the question cannot be understood without what was said before. */
    static boolean dependsOnContext(Wording question) {
        List<String> words = question.words();
        int content = question.content().size();
        boolean opener =
                OPENERS.contains(words.getFirst())
                        || words.size() > 1
                                && words.get(1).equals("about")
                                && Set.of("what", "how").contains(words.getFirst());
        boolean dummy =
                words.size() > 2 && words.getFirst().equals("it") && words.get(1).equals("is");
        boolean reference =
                REFERRING.contains(words.getLast())
                        || !dummy && words.stream().anyMatch(POINTING::contains);
        return opener && content <= 2 || reference && content <= 1;
    }

    private static boolean asksOfThePast(Wording wording) {
        return PAST.contains(wording.words().getFirst());
    }

    private static String opposites(Wording question, Wording phrasing) {
        return exclude(question.sides(), phrasing.sides()) ? "opposite words" : "";
    }

    static boolean exclude(Map<Integer, Set<Integer>> one, Map<Integer, Set<Integer>> other) {
        for (var group : one.entrySet()) {
            Set<Integer> known = other.get(group.getKey());
            // A phrasing on both sides ("open and close") excludes neither.
            if (known != null && Collections.disjoint(group.getValue(), known)) {
                return true;
            }
        }
        return false;
    }

    /** By number of a line of opposites, which of them are said. */
    static Map<Integer, Set<Integer>> sides(List<String> stems) {
        return sides(stems, SIDES);
    }

    static Map<Integer, Set<Integer>> sides(
            List<String> stems, Map<String, Map<Integer, Integer>> known) {
        var groups = new HashMap<Integer, Set<Integer>>();
        for (String stem : stems) {
            known.getOrDefault(stem, Map.of())
                    .forEach((group, side) ->
                            groups.computeIfAbsent(group, _ -> new HashSet<>()).add(side));
        }
        return Map.copyOf(groups);
    }

    /** Two shared words around a "to", "from", "before", ... stand the other way round. */
    private static boolean turned(Wording question, Wording phrasing) {
        String from = after(question, "from");
        String to = after(question, "to");
        String knownFrom = after(phrasing, "from");
        String knownTo = after(phrasing, "to");
        if (!(from.isEmpty() || to.isEmpty() || knownFrom.isEmpty() || knownTo.isEmpty())) {
            return from.equals(knownTo) || to.equals(knownFrom);
        }
        if (question.words().stream().noneMatch(TURNING::contains)) {
            return false;
        }
        int words = question.words().size();
        for (int first = 0; first < words; first++) {
            for (int second = first + 2; second < words; second++) {
                if (turning(question.words(), first, second)
                        && reversed(
                                phrasing,
                                question.stems().get(first),
                                question.stems().get(second))) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Stem of the telling word right after the last {@code preposition}, or empty. */
    private static String after(Wording wording, String preposition) {
        List<String> words = wording.words();
        int next = words.lastIndexOf(preposition) + 1;
        return next == 0 || next == words.size() || Wording.isFunctionWord(words.get(next))
                ? ""
                : wording.stems().get(next);
    }

    private static boolean turning(List<String> words, int first, int second) {
        return !Wording.isFunctionWord(words.get(first))
                && !Wording.isFunctionWord(words.get(second))
                && !words.get(first).equals(words.get(second))
                && words.subList(first + 1, second).stream().anyMatch(TURNING::contains);
    }

    private static boolean reversed(Wording wording, String first, String second) {
        int at = wording.stems().lastIndexOf(first);
        int from = first.equals(second) ? -1 : wording.stems().lastIndexOf(second);
        return from >= 0
                && at > from
                && wording.words().subList(from, at).stream().anyMatch(TURNING::contains);
    }

    /** "Can I send you" against "can you send me". */
    private static boolean turnedPersons(List<String> question, List<String> phrasing) {
        int asked = firstPersonFirst(question);
        int known = firstPersonFirst(phrasing);
        return asked != 0 && known != 0 && asked != known;
    }

    /** 1 where the speaker comes before the one spoken to, -1 after, 0 where one is missing. */
    private static int firstPersonFirst(List<String> words) {
        int speaker = firstOf(words, SPEAKER);
        int listener = firstOf(words, LISTENER);
        return speaker < 0 || listener < 0 ? 0 : speaker < listener ? 1 : -1;
    }

    private static int firstOf(List<String> words, Set<String> any) {
        for (int i = 0; i < words.size(); i++) {
            if (any.contains(words.get(i))) {
                return i;
            }
        }
        return -1;
    }

    /** "My address" against "your address". */
    private static boolean ownersDiffer(Wording question, Wording phrasing) {
        return shareOwned(question, "my", phrasing, "your")
                || shareOwned(question, "your", phrasing, "my");
    }

    private static boolean shareOwned(
            Wording question, String owner, Wording phrasing, String otherOwner) {
        if (!question.words().contains(owner) || !phrasing.words().contains(otherOwner)) {
            return false;
        }
        var things = new HashSet<>(owned(question, owner));
        things.retainAll(owned(phrasing, otherOwner));
        return !things.isEmpty();
    }

    private static List<String> owned(Wording wording, String owner) {
        var things = new ArrayList<String>();
        for (int i = 0; i + 1 < wording.words().size(); i++) {
            if (wording.words().get(i).equals(owner)) {
                things.add(wording.stems().get(i + 1));
            }
        }
        return things;
    }

    private static List<String> stems(String line) {
        return List.of(line.split(" "));
    }

    /** By stem, on which side of which line it stands. */
    static Map<String, Map<Integer, Integer>> byStem(List<List<String>> lines) {
        var sides = new HashMap<String, Map<Integer, Integer>>();
        for (int group = 0; group < lines.size(); group++) {
            List<String> line = lines.get(group);
            for (int side = 0; side < line.size(); side++) {
                for (String word : line.get(side).split("\\|")) {
                    sides.computeIfAbsent(Wording.stem(word), _ -> new HashMap<>())
                            .put(group, side);
                }
            }
        }
        return Map.copyOf(sides);
    }
}
