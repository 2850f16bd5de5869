package org.offhook.cache;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;

/**
 * Hit, near or miss: first what forbids a hit whatever the vectors say, then a gate. Prefers a miss
 * to a wrong hit. Pure; any thread.
 *
 * <p>An answer that is asked for in a few ways is judged by {@link Gate}, which was fitted on such
 * and is strict about words; one with {@value #MANY_PHRASINGS} phrasings or more by {@link
 * RankingGate}, which has more to go by.
 */
final class Decision {
    /** From so many on an answer's phrasings show how it is asked for. */
    static final int MANY_PHRASINGS = 12;

    /** Below it the nearest answer is not worth naming. */
    private static final double NEAR_COSINE = 0.45;

    /** What it is worth, in log odds, that no telling word is without its counterpart. */
    private static final double EXPLAINED = 1.2;

    /** Where fewer of an answer's many phrasings conflict with the question, the trees weigh it. */
    private static final double MOST_CONFLICT = 0.7;

    /** A rival this close leaves the choice to chance. */
    private static final double CLOSE_MARGIN = 0.02;

    /** About the 1,300 commonest words of English are commoner. */
    private static final double TELLING_WORD = 0.7;

    /** So near that a telling word more is a synonym. */
    private static final double SAME_MEANING = 0.95;

    private final Gate few;
    private final RankingGate many;

    Decision(Gate few, RankingGate many) {
        this.few = few;
        this.many = many;
    }

    /** What one gate says of the best answer. */
    private record Verdict(
            int best, int rival, double cosine, double margin, String doubt, Why why) {}

    static Lookup miss(String reason) {
        return new Lookup.Miss(new Lookup.Evidence(0, 0, "", "", reason));
    }

    static Lookup exact(Bank bank, int answer) {
        Answer same = bank.topics().get(answer).answer();
        return new Lookup.Hit(
                same, true, new Lookup.Evidence(1, 1, same.id(), "", "exact", Why.SAME_WORDS));
    }

    /**
     * @param views the question's vector in each space
     * @param neighbours nearest first, at least one
     * @param proof says from which score on an answer is played
     */
    Lookup decide(
            Bank bank,
            Wording question,
            float[][] views,
            List<Ranking.Neighbour> neighbours,
            Proof proof) {
        Ranking ranking = Ranking.of(bank, question, views, neighbours);
        Verdict verdict =
                hasMany(bank, ranking.best().answer())
                        ? byMany(bank, question, ranking, neighbours, proof)
                        : byFew(bank, question, views[0], neighbours, proof);
        Answer best = bank.topics().get(verdict.best()).answer();
        String rival = verdict.rival() < 0 ? "" : bank.topics().get(verdict.rival()).answer().id();
        Why why = verdict.why();
        boolean plays = verdict.doubt().isEmpty() && why.score() >= why.sure();
        String reason =
                plays
                        ? "sure"
                        : verdict.doubt().isEmpty() ? unsure(verdict, proof) : verdict.doubt();
        String measured = String.format(Locale.ROOT, "%s (%.1f)", reason, why.score());
        var evidence =
                new Lookup.Evidence(
                        verdict.cosine(), verdict.margin(), best.id(), rival, measured, why);
        if (plays) {
            return new Lookup.Hit(best, false, evidence);
        }
        return verdict.cosine() >= NEAR_COSINE
                ? new Lookup.Near(best, evidence)
                : new Lookup.Miss(evidence);
    }

    private static boolean hasMany(Bank bank, int answer) {
        return bank.topics().get(answer).wordings().size() >= MANY_PHRASINGS;
    }

    private Verdict byMany(
            Bank bank,
            Wording question,
            Ranking found,
            List<Ranking.Neighbour> neighbours,
            Proof proof) {
        double sure = proof.sure().orElse(Double.POSITIVE_INFINITY);
        double[] features = RankingFeatures.of(bank, question, found);
        String doubt = doubt(question, found);
        var weighed = new Why.Weighed(many.score(features), sure, doubt, true);
        return new Verdict(
                found.best().answer(),
                found.rival(),
                found.cosine(),
                found.margin(),
                doubt,
                Why.of(bank, weighed, RankingFeatures.NAMES, features, neighbours));
    }

    private Verdict byFew(
            Bank bank,
            Wording question,
            float[] vector,
            List<Ranking.Neighbour> neighbours,
            Proof proof) {
        // Its score is log odds and was set at the usual rate; another rate is so much more or
        // less.
        double asked = logOdds(proof.wrongRate()) - logOdds(AnswerCache.USUAL_WRONG_RATE);
        double sure = proof.sure().isPresent() ? few.sure() - asked : Double.POSITIVE_INFINITY;
        Candidates found = Candidates.of(bank, question, neighbours);
        double[] features = Features.of(bank, question, vector, found);
        if (Contrasts.isExplained(
                Gist.of(question), Gist.of(bank.phrasings().get(found.vouching()).wording()))) {
            sure -= EXPLAINED;
        }
        String doubt = doubt(bank, question, found);
        var weighed = new Why.Weighed(few.score(features), sure, doubt, false);
        return new Verdict(
                found.best(),
                found.rival(),
                found.cosine(),
                found.margin(),
                doubt,
                Why.of(bank, weighed, Features.NAMES, features, neighbours));
    }

    private static double logOdds(double share) {
        return Math.log(share / (1 - share));
    }

    private static String unsure(Verdict verdict, Proof proof) {
        return proof.sure().isEmpty()
                ? "learning: " + proof.moreNeeded() + " more judged answers needed"
                : verdict.margin() < CLOSE_MARGIN
                        ? "close rival"
                        : verdict.cosine() < NEAR_COSINE ? "nothing near" : "not sure";
    }

    /** What forbids a hit on an answer of many phrasings, or an empty string. */
    static String doubt(Wording question, Ranking found) {
        String unclear = unclear(question);
        if (!unclear.isEmpty()) {
            return unclear;
        }
        // Phrasings that differ in this respect among themselves say that it is none.
        if (!found.conflict().isEmpty() && found.conflicting() >= MOST_CONFLICT) {
            return found.conflict();
        }
        return found.margin() < CLOSE_MARGIN ? "close rival" : "";
    }

    /** Why a question cannot be understood by itself, or an empty string. */
    private static String unclear(Wording question) {
        if (Conflicts.dependsOnContext(question)) {
            return "depends on what was said before";
        }
        return question.content().isEmpty() && question.days().isEmpty() ? "no telling word" : "";
    }

    /** What forbids a hit on an answer of few phrasings, or an empty string. */
    static String doubt(Bank bank, Wording question, Candidates found) {
        String unclear = unclear(question);
        if (!unclear.isEmpty()) {
            return unclear;
        }
        if (!found.conflict().isEmpty()) {
            return found.conflict();
        }
        if (found.margin() < CLOSE_MARGIN) {
            return "close rival";
        }
        Bank.Topic best = bank.topics().get(found.best());
        if (best.wordings().size() <= Candidates.FEWEST
                && Conflicts.substituted(
                        question, bank.phrasings().get(found.nearest()).wording())) {
            return "one word in place of another";
        }
        if (!found.contrast().isEmpty()) {
            return found.contrast();
        }
        Gist asked = Gist.of(question);
        var known = new HashSet<String>();
        best.wordings().forEach(wording -> known.addAll(Gist.of(wording).stems()));
        // A word the answer never uses makes it another question more often than a paraphrase.
        for (String stem : asked.stems()) {
            if (found.cosine() < SAME_MEANING
                    && bank.rarity(stem) >= TELLING_WORD
                    && !bank.common(stem)
                    && !Features.has(best.stems(), stem)
                    && !Lexicon.anySame(known, stem)) {
                // Not which one: reasons are logged, the caller's words are not.
                return "unknown word";
            }
        }
        return "";
    }
}
