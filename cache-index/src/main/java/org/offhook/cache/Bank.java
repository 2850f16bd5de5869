package org.offhook.cache;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** All that is known of one answer bank, prepared for questions. Immutable; any thread. */
final class Bank {
    /** One phrasing of the answer at {@code answer}; its vector is {@link Vectors#joined}. */
    record Phrasing(int answer, Wording wording, float[] vector) {}

    /** An answer, its phrasings, their stems, the days it speaks of. */
    record Topic(Answer answer, List<Wording> wordings, Set<String> stems, Set<String> sayDays) {}

    private static final List<String> ENDINGS = List.of("", "e", "s", "ing", "ed");
    private static final int COMMON_ANSWERS = 3;
    private static final int AMBIGUOUS = -1;

    private final List<Phrasing> phrasings;
    private final List<Topic> topics;
    private final List<int[]> phrasingsOf;
    private final Map<String, Integer> exact = new HashMap<>();
    private final Map<String, Integer> topicsWithStem = new HashMap<>();
    private final Vocabulary english;
    private final List<Space> spaces;

    /**
     * @param phrasings each with its index in {@code answers}; an answer without is never found
     */
    Bank(
            List<Answer> answers,
            List<Phrasing> phrasings,
            Vocabulary english,
            Projection projection) {
        this(answers, phrasings, english, projection, null);
    }

    /**
     * As above.
     *
     * @param known the bank as it was, or null: what was computed of answers whose phrasings are
     *     the very same objects is taken from it
     */
    Bank(
            List<Answer> answers,
            List<Phrasing> phrasings,
            Vocabulary english,
            Projection projection,
            Bank known) {
        this.phrasings = List.copyOf(phrasings);
        this.english = english;
        phrasingsOf = phrasingsOf(answers.size());
        int[] sameAs = sameAs(answers, known);
        var topics = new ArrayList<Topic>();
        for (int i = 0; i < answers.size(); i++) {
            Topic before = sameAs[i] < 0 ? null : known.topics.get(sameAs[i]);
            topics.add(topic(i, answers.get(i), before));
        }
        this.topics = List.copyOf(topics);
        var spaces = new ArrayList<Space>();
        for (int space = 0; space < Ranking.SPACES; space++) {
            int view = space;
            Space before = known == null ? null : known.spaces.get(space);
            spaces.add(
                    new Space(
                            this.phrasings,
                            phrasingsOf,
                            vector -> views(Vectors.parted(vector), projection)[view],
                            before,
                            sameAs));
        }
        this.spaces = List.copyOf(spaces);
    }

    /** By answer, the one of {@code known} with the very same phrasings, or -1. */
    private int[] sameAs(List<Answer> answers, Bank known) {
        int[] sameAs = new int[answers.size()];
        Arrays.fill(sameAs, -1);
        if (known == null) {
            return sameAs;
        }
        var before = new HashMap<String, Integer>();
        for (int i = 0; i < known.topics.size(); i++) {
            before.put(known.topics.get(i).answer().id(), i);
        }
        for (int i = 0; i < sameAs.length; i++) {
            Integer at = before.get(answers.get(i).id());
            if (at != null && hasPhrasings(known, known.phrasingsOf.get(at), phrasingsOf.get(i))) {
                sameAs[i] = at;
            }
        }
        return sameAs;
    }

    private boolean hasPhrasings(Bank known, int[] theirs, int[] ours) {
        boolean same = theirs.length == ours.length;
        for (int i = 0; same && i < ours.length; i++) {
            Phrasing a = known.phrasings.get(theirs[i]);
            Phrasing b = phrasings.get(ours[i]);
            same = a.wording() == b.wording() && a.vector() == b.vector();
        }
        return same;
    }

    private List<int[]> phrasingsOf(int answers) {
        var lists = new ArrayList<List<Integer>>();
        for (int i = 0; i < answers; i++) {
            lists.add(new ArrayList<>());
        }
        for (int i = 0; i < phrasings.size(); i++) {
            lists.get(phrasings.get(i).answer()).add(i);
        }
        return lists.stream()
                .map(list -> list.stream().mapToInt(Integer::intValue).toArray())
                .toList();
    }

    /**
     * @param before the same phrasings' as it was, or null
     */
    private Topic topic(int index, Answer answer, Topic before) {
        Topic topic;
        if (before == null) {
            var stems = new HashSet<String>();
            var wordings = new ArrayList<Wording>();
            for (int at : phrasingsOf.get(index)) {
                Wording wording = phrasings.get(at).wording();
                stems.addAll(wording.content());
                wordings.add(wording);
            }
            Set<String> days = saysDays(answer.say());
            topic = new Topic(answer, List.copyOf(wordings), Set.copyOf(stems), days);
        } else {
            Set<String> days =
                    answer.say().equals(before.answer().say())
                            ? before.sayDays()
                            : saysDays(answer.say());
            topic = new Topic(answer, before.wordings(), before.stems(), days);
        }
        topic.wordings().forEach(w -> exact.merge(w.normal(), index, (_, _) -> AMBIGUOUS));
        topic.stems().forEach(stem -> topicsWithStem.merge(stem, 1, Integer::sum));
        return topic;
    }

    private static Set<String> saysDays(String say) {
        var days = new TreeSet<>(Wording.of(say).days());
        if (days.contains("monday") && days.contains("friday")) {
            days.addAll(Set.of("tuesday", "wednesday", "thursday"));
        }
        return Set.copyOf(days);
    }

    static double dot(float[] a, float[] b) {
        return VectorIndex.dot(a, b);
    }

    List<Phrasing> phrasings() {
        return phrasings;
    }

    List<Topic> topics() {
        return topics;
    }

    /** A vector for each space: as the encoder has it, projected, and tuned. */
    static float[][] views(Vectors vectors, Projection projection) {
        return new float[][] {vectors.plain(), projection.of(vectors.plain()), vectors.tuned()};
    }

    /** The phrasings as the encoder sees them. */
    Space raw() {
        return spaces.getFirst();
    }

    /** The phrasings in one of {@link Ranking#SPACES} spaces, as {@link #views} numbers them. */
    Space space(int space) {
        return spaces.get(space);
    }

    /** Index of the only answer with this very phrasing, or -1. */
    int exact(String normal) {
        return exact.getOrDefault(normal, AMBIGUOUS);
    }

    /** How many phrasings two answers share. */
    int ambiguous() {
        return Collections.frequency(exact.values(), AMBIGUOUS);
    }

    /** How much a stem tells: rare in English and in few answers, 0 to 1. */
    double weight(String stem) {
        double inBank = topicsWithStem.getOrDefault(stem, 0);
        double spread = inBank <= 1 ? 1 : 1 - Math.log(inBank) / Math.log(topics.size() + 1.0);
        return rarity(stem) * (0.3 + 0.7 * spread);
    }

    /** True for what many answers are about: the house itself, its people, its trade. */
    boolean common(String stem) {
        return topicsWithStem.getOrDefault(stem, 0) >= COMMON_ANSWERS;
    }

    /** How rare a stem is in English, 0 to 1. */
    double rarity(String stem) {
        double rarity = 1;
        for (String ending : ENDINGS) {
            rarity = Math.min(rarity, english.rarity(stem + ending));
        }
        return rarity;
    }
}
