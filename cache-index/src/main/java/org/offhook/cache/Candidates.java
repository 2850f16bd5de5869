package org.offhook.cache;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The nearest phrasings of a question, grouped by answer. Immutable; any thread.
 *
 * @param best index of the answer of the nearest phrasing
 * @param nearest index of the nearest phrasing
 * @param vouching index of the nearest phrasing of {@code best} that does not conflict with the
 *     question, or {@code nearest} where all do
 * @param conflict why {@code nearest} conflicts, or empty
 * @param contrast what {@code nearest} and the question, with much the same words, differ in, where
 *     no other phrasing that is about as near vouches; or empty
 * @param cosine of {@code vouching}
 * @param rival index of the best different answer, or -1
 * @param margin {@code cosine} less the rival's best
 * @param support mean cosine of the best answer's three nearest phrasings
 * @param vote share of the five nearest phrasings that are of {@code best}
 * @param crowd mean cosine of the answers from the second to the sixth: how common the question
 *     sounds in this bank
 */
record Candidates(
        int best,
        int nearest,
        int vouching,
        String conflict,
        String contrast,
        double cosine,
        int rival,
        double margin,
        double support,
        double vote,
        double crowd) {
    /** So few phrasings do not show which word may stand in place of which. */
    static final int FEWEST = 3;

    /** A phrasing so little farther than the nearest may vouch in its place. */
    private static final double AS_NEAR = 0.12;

    private static final int VOTERS = 5;
    private static final int SUPPORTERS = 3;
    private static final int CROWD = 5;

    /**
     * @param neighbours nearest first, at least one
     */
    static Candidates of(Bank bank, Wording question, List<Ranking.Neighbour> neighbours) {
        Ranking.Neighbour nearest = neighbours.getFirst();
        int best = bank.phrasings().get(nearest.phrasing()).answer();
        Set<String> sayDays = bank.topics().get(best).sayDays();
        int vouching = -1;
        double cosine = nearest.cosine();
        double support = 0;
        int supporters = 0;
        int votes = 0;
        for (int i = 0; i < neighbours.size(); i++) {
            Ranking.Neighbour neighbour = neighbours.get(i);
            Bank.Phrasing phrasing = bank.phrasings().get(neighbour.phrasing());
            if (phrasing.answer() != best) {
                continue;
            }
            votes += i < VOTERS ? 1 : 0;
            if (supporters < SUPPORTERS) {
                support += neighbour.cosine();
                supporters++;
            }
            if (vouching < 0
                    && Conflicts.between(question, phrasing.wording(), sayDays).isEmpty()) {
                vouching = neighbour.phrasing();
                cosine = neighbour.cosine();
            }
        }
        String conflict =
                Conflicts.between(
                        question, bank.phrasings().get(nearest.phrasing()).wording(), sayDays);
        double[] others = othersBest(bank, question, best, neighbours);
        return new Candidates(
                best,
                nearest.phrasing(),
                vouching < 0 ? nearest.phrasing() : vouching,
                conflict,
                contrast(bank, question, best, neighbours),
                cosine,
                (int) others[0],
                cosine - others[1],
                support / supporters,
                votes / (double) Math.min(VOTERS, neighbours.size()),
                others[2]);
    }

    private static String contrast(
            Bank bank, Wording question, int best, List<Ranking.Neighbour> neighbours) {
        Bank.Topic topic = bank.topics().get(best);
        boolean few = topic.wordings().size() <= FEWEST;
        Gist asked = Gist.of(question);
        var known = new HashSet<String>();
        if (!few) {
            topic.wordings().forEach(wording -> known.addAll(Gist.of(wording).stems()));
        }
        String contrast = "";
        for (Ranking.Neighbour neighbour : neighbours) {
            Bank.Phrasing phrasing = bank.phrasings().get(neighbour.phrasing());
            if (phrasing.answer() != best) {
                continue;
            }
            if (neighbour.cosine() < neighbours.getFirst().cosine() - AS_NEAR) {
                break;
            }
            Gist other = Gist.of(phrasing.wording());
            String reason =
                    Contrasts.between(asked, other, few ? new HashSet<>(other.stems()) : known);
            if (reason.isEmpty()) {
                return "";
            }
            contrast = contrast.isEmpty() ? reason : contrast;
        }
        return contrast;
    }

    /**
     * Index and cosine of the best other answer, and the mean cosine of the first few others. A
     * phrasing that conflicts with the question, as one about another day, is no rival.
     */
    private static double[] othersBest(
            Bank bank, Wording question, int best, List<Ranking.Neighbour> neighbours) {
        var seen = new HashSet<Integer>();
        int rival = -1;
        double rivalCosine = 0;
        double sum = 0;
        for (Ranking.Neighbour neighbour : neighbours) {
            Bank.Phrasing phrasing = bank.phrasings().get(neighbour.phrasing());
            int answer = phrasing.answer();
            if (answer != best
                    && seen.size() < CROWD
                    && !seen.contains(answer)
                    && Conflicts.between(question, phrasing.wording(), Set.of()).isEmpty()) {
                seen.add(answer);
                sum += neighbour.cosine();
                if (rival < 0) {
                    rival = answer;
                    rivalCosine = neighbour.cosine();
                }
            }
        }
        return new double[] {rival, rivalCosine, seen.isEmpty() ? 0 : sum / seen.size()};
    }
}
