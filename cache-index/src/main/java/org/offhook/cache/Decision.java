package org.offhook.cache;

import java.util.List;
import java.util.Locale;

/**
 * Hit, near or miss: first what forbids a hit whatever the vectors say, then {@link Gate}. Prefers
 * a miss to a wrong hit. Pure; any thread.
 */
final class Decision {
    /** Below it the nearest answer is not worth naming. */
    private static final double NEAR_COSINE = 0.45;

    /** A rival this close leaves the choice to chance. */
    private static final double CLOSE_MARGIN = 0.02;

    /** About the 1,300 commonest words of English are commoner. */
    private static final double TELLING_WORD = 0.7;

    /** So near that a telling word more is a synonym. */
    private static final double SAME_MEANING = 0.95;

    private final Gate gate;

    Decision(Gate gate) {
        this.gate = gate;
    }

    static Lookup miss(String reason) {
        return new Lookup.Miss(new Lookup.Evidence(0, 0, "", "", reason));
    }

    static Lookup exact(Bank bank, int answer) {
        Answer same = bank.topics().get(answer).answer();
        return new Lookup.Hit(
                same, true, new Lookup.Evidence(1, 1, same.id(), "", "exact", Why.SAME_WORDS));
    }

    /**
     * @param neighbours nearest first, at least one
     */
    Lookup decide(
            Bank bank, Wording question, float[] vector, List<Candidates.Neighbour> neighbours) {
        Candidates found = Candidates.of(bank, question, neighbours);
        Answer best = bank.topics().get(found.best()).answer();
        String rival = found.rival() < 0 ? "" : bank.topics().get(found.rival()).answer().id();
        double[] features = Features.of(bank, question, vector, found);
        String doubt = doubt(bank, question, found);
        double score = gate.score(features);
        boolean sure = doubt.isEmpty() && score >= gate.sure();
        String reason = sure ? "sure" : doubt.isEmpty() ? unsure(found) : doubt;
        String measured = String.format(Locale.ROOT, "%s (%.1f)", reason, score);
        var evidence =
                new Lookup.Evidence(
                        found.cosine(),
                        found.margin(),
                        best.id(),
                        rival,
                        measured,
                        Why.of(bank, gate, score, doubt, features, neighbours));
        if (sure) {
            return new Lookup.Hit(best, false, evidence);
        }
        return found.cosine() >= NEAR_COSINE
                ? new Lookup.Near(best, evidence)
                : new Lookup.Miss(evidence);
    }

    private static String unsure(Candidates found) {
        return found.margin() < CLOSE_MARGIN
                ? "close rival"
                : found.cosine() < NEAR_COSINE ? "nothing near" : "not sure";
    }

    /** What forbids a hit, or an empty string. */
    static String doubt(Bank bank, Wording question, Candidates found) {
        if (Conflicts.dependsOnContext(question)) {
            return "depends on what was said before";
        }
        if (question.content().isEmpty() && question.days().isEmpty()) {
            return "no telling word";
        }
        if (!found.conflict().isEmpty()) {
            return found.conflict();
        }
        if (found.margin() < CLOSE_MARGIN) {
            return "close rival";
        }
        // A word the answer never uses makes it another question more often than a paraphrase.
        for (String stem : question.content()) {
            if (found.cosine() < SAME_MEANING
                    && bank.rarity(stem) >= TELLING_WORD
                    && !bank.common(stem)
                    && !Features.has(bank.topics().get(found.best()).stems(), stem)) {
                // Not which one: reasons are logged, the caller's words are not.
                return "unknown word";
            }
        }
        return "";
    }
}
