package org.offhook.cache;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;

/**
 * The nearest phrasings of a question, grouped by answer. Immutable; any thread.
 *
 * @param best what stands best
 * @param rivals the best of the other answers, best first
 * @param nearest index of the phrasing of {@code best} that is nearest
 * @param vouching index of the nearest of {@code best} that does not conflict with the question, or
 *     {@code nearest} where all that are about as near do
 * @param conflict why {@code nearest} conflicts, where no other that is about as near vouches; or
 *     an empty string
 * @param conflicting share of the phrasings of {@code best} that conflict with the question
 * @param votes for each space, how many of the first five and ten phrasings are of {@code best}
 */
record Ranking(
        Standing best,
        List<Standing> rivals,
        int nearest,
        int vouching,
        String conflict,
        double conflicting,
        double[][] votes) {
    /** A phrasing and its cosine in each space. */
    record Neighbour(int phrasing, double[] cosines) {
        /** In the encoder's own space. */
        double cosine() {
            return cosines[0];
        }

        double sum() {
            double sum = 0;
            for (double cosine : cosines) {
                sum += cosine;
            }
            return sum;
        }
    }

    /**
     * How near an answer is, in each space.
     *
     * @param cosine of its nearest phrasing
     * @param support mean of its three nearest
     * @param centroid of its mean
     */
    record Standing(int answer, double[] cosine, double[] support, double[] centroid) {
        double total() {
            double total = 0;
            for (int space = 0; space < SPACES; space++) {
                total += support[space] + CENTROID_WEIGHT * centroid[space];
            }
            return total;
        }
    }

    static final int SPACES = 3;
    private static final double CENTROID_WEIGHT = 0.5;
    private static final int SUPPORTERS = 3;
    private static final int[] VOTERS = {5, 10};
    private static final int MOST_RIVALS = 8;

    /** A phrasing so little farther than the nearest may vouch for the answer in its place. */
    private static final double AS_NEAR = 0.12;

    /**
     * @param views the question's vector in each space
     * @param neighbours nearest first, at least one
     */
    static Ranking of(Bank bank, Wording question, float[][] views, List<Neighbour> neighbours) {
        var byAnswer = new LinkedHashMap<Integer, List<Neighbour>>();
        for (Neighbour neighbour : neighbours) {
            int answer = bank.phrasings().get(neighbour.phrasing()).answer();
            byAnswer.computeIfAbsent(answer, _ -> new ArrayList<>()).add(neighbour);
        }
        var grouping = new Grouping(bank, views);
        var standings = new ArrayList<Standing>();
        byAnswer.forEach((answer, own) -> standings.add(grouping.standing(answer, own)));
        standings.sort((a, b) -> Double.compare(b.total(), a.total()));
        Standing best = standings.getFirst();
        List<Neighbour> own = byAnswer.get(best.answer());
        Set<String> sayDays = bank.topics().get(best.answer()).sayDays();
        Neighbour nearest = own.getFirst();
        Neighbour vouching = null;
        for (Neighbour neighbour : own) {
            Wording wording = bank.phrasings().get(neighbour.phrasing()).wording();
            if (neighbour.cosine() >= nearest.cosine() - AS_NEAR
                    && Conflicts.between(question, wording, sayDays).isEmpty()) {
                vouching = neighbour;
                break;
            }
        }
        Wording wording = bank.phrasings().get(nearest.phrasing()).wording();
        List<Standing> rivals = standings.subList(1, Math.min(MOST_RIVALS + 1, standings.size()));
        return new Ranking(
                best,
                List.copyOf(rivals),
                nearest.phrasing(),
                (vouching == null ? nearest : vouching).phrasing(),
                vouching == null ? Conflicts.between(question, wording, sayDays) : "",
                conflicting(bank.topics().get(best.answer()), question),
                votes(bank, best.answer(), neighbours));
    }

    private static double conflicting(Bank.Topic topic, Wording question) {
        double conflicting = 0;
        for (Wording wording : topic.wordings()) {
            if (!Conflicts.between(question, wording, topic.sayDays()).isEmpty()) {
                conflicting += 1.0 / topic.wordings().size();
            }
        }
        return conflicting;
    }

    private static double[][] votes(Bank bank, int best, List<Neighbour> neighbours) {
        double[][] votes = new double[SPACES][VOTERS.length];
        for (int space = 0; space < SPACES; space++) {
            int in = space;
            var ranked = new ArrayList<>(neighbours);
            ranked.sort((a, b) -> Double.compare(b.cosines()[in], a.cosines()[in]));
            for (int kind = 0; kind < VOTERS.length; kind++) {
                int voters = Math.min(VOTERS[kind], ranked.size());
                for (Neighbour voter : ranked.subList(0, voters)) {
                    boolean forBest = bank.phrasings().get(voter.phrasing()).answer() == best;
                    votes[space][kind] += forBest ? 1.0 / voters : 0;
                }
            }
        }
        return votes;
    }

    /** Of the nearest phrasing. */
    double cosine() {
        return best.cosine()[0];
    }

    /** Of the best other answer, or -1. */
    int rival() {
        return rivals.isEmpty() ? -1 : rivals.getFirst().answer();
    }

    /** {@link #cosine} less the best of any other answer. */
    double margin() {
        double other = 0;
        for (Standing rival : rivals) {
            other = Math.max(other, rival.cosine()[0]);
        }
        return cosine() - other;
    }

    /** Makes standings of one question. */
    private record Grouping(Bank bank, float[][] views) {
        Standing standing(int answer, List<Neighbour> own) {
            double[] cosine = new double[SPACES];
            double[] support = new double[SPACES];
            double[] centroid = new double[SPACES];
            for (int space = 0; space < SPACES; space++) {
                double[] top = new double[SUPPORTERS];
                for (Neighbour neighbour : own) {
                    insert(top, neighbour.cosines()[space]);
                }
                cosine[space] = top[0];
                centroid[space] = bank.space(space).centroidCosine(views[space], answer);
                int supporters = Math.min(SUPPORTERS, own.size());
                for (int i = 0; i < supporters; i++) {
                    support[space] += top[i] / supporters;
                }
            }
            return new Standing(answer, cosine, support, centroid);
        }

        private static void insert(double[] top, double value) {
            double moving = value;
            for (int i = 0; i < top.length; i++) {
                if (moving > top[i]) {
                    double less = top[i];
                    top[i] = moving;
                    moving = less;
                }
            }
        }
    }
}
