package org.offhook.cache;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What is known of one question and its best answer, as numbers for {@link RankingGate}. Pure; any
 * thread.
 */
final class RankingFeatures {
    private static final List<String> SPATIAL =
            List.of(
                    "cosine", // of the nearest phrasing
                    "margin", // to the best different answer
                    "support", // cosine of the three nearest phrasings of this answer
                    "support margin",
                    "centroid", // cosine of the answer's mean
                    "centroid margin",
                    "crowd", // how near the other answers are
                    "vote of 5", // share of the five nearest phrasings
                    "vote of 10",
                    "density", // how near the answer's phrasings lie to each other
                    "relative"); // cosine less that of the nearest phrasing's own neighbour

    private static final List<String> LEXICAL =
            List.of(
                    "total", // of all spaces
                    "total margin",
                    "probability", // of this answer, were one of them right
                    "entropy",
                    "odds", // against the second
                    "known", // share of the words that any phrasing of the answer has
                    "matched", // share of the words that the vouching phrasing has
                    "covered", // share of the vouching phrasing's words that the question has
                    "unmatched", // weight of the strongest word no phrasing of the answer has
                    "unmatched in all",
                    "rival known", // share of the words the rival's phrasings have
                    "content", // log number of words
                    "focus", // both ask when, where, how much, ...
                    "length", // log ratio of lengths
                    "form", // both begin alike: can I, do you, is it, ...
                    "any form", // the same of any phrasing of the answer
                    "dice", // all words shared with the vouching phrasing
                    "best dice", // with any phrasing of the answer
                    "pairs", // word pairs shared with the vouching phrasing
                    "conflicting", // share of the answer's phrasings that mean something else
                    "phrasings", // log number of the answer's
                    "answers"); // log number of the bank's

    /** In the order of {@link #of}; "words" are the question's, weighted by how much they tell. */
    static final List<String> NAMES = names();

    private static final int CROWD = 5;
    private static final double SHARPNESS = 20;
    private static final double MOST_ODDS = 20;

    private RankingFeatures() {}

    private static List<String> names() {
        var names = new ArrayList<String>();
        SPATIAL.forEach(name -> names.add("raw " + name));
        SPATIAL.forEach(name -> names.add("projected " + name));
        SPATIAL.forEach(name -> names.add("tuned " + name));
        names.addAll(LEXICAL);
        return List.copyOf(names);
    }

    static double[] of(Bank bank, Wording question, Ranking found) {
        double[] out = new double[NAMES.size()];
        int next = 0;
        for (int space = 0; space < Ranking.SPACES; space++) {
            next = spatial(bank, found, space, out, next);
        }
        next = odds(found, out, next);
        lexical(bank, question, found, out, next);
        return out;
    }

    private static int spatial(Bank bank, Ranking found, int space, double[] out, int from) {
        Ranking.Standing best = found.best();
        double cosine = 0;
        double support = 0;
        double centroid = 0;
        double crowd = 0;
        int others = Math.min(CROWD, found.rivals().size());
        for (int i = 0; i < found.rivals().size(); i++) {
            Ranking.Standing rival = found.rivals().get(i);
            cosine = Math.max(cosine, rival.cosine()[space]);
            support = Math.max(support, rival.support()[space]);
            centroid = Math.max(centroid, rival.centroid()[space]);
            crowd += i < CROWD ? rival.cosine()[space] / others : 0;
        }
        Space of = bank.space(space);
        double[] values = {
            best.cosine()[space],
            best.cosine()[space] - cosine,
            best.support()[space],
            best.support()[space] - support,
            best.centroid()[space],
            best.centroid()[space] - centroid,
            crowd,
            found.votes()[space][0],
            found.votes()[space][1],
            of.density(best.answer()),
            best.cosine()[space] - of.nearestSibling(found.nearest())
        };
        System.arraycopy(values, 0, out, from, values.length);
        return from + values.length;
    }

    /** What the centroids say of the best and the others, as probabilities. */
    private static int odds(Ranking found, double[] out, int from) {
        double best = Math.exp(SHARPNESS * found.best().centroid()[1]);
        double second = 1e-9;
        double sum = best;
        for (Ranking.Standing rival : found.rivals()) {
            double weight = Math.exp(SHARPNESS * rival.centroid()[1]);
            sum += weight;
            second = Math.max(second, weight);
        }
        double entropy = -(best / sum) * Math.log(best / sum);
        double total = 0;
        for (Ranking.Standing rival : found.rivals()) {
            double share = Math.exp(SHARPNESS * rival.centroid()[1]) / sum;
            entropy -= share * Math.log(share);
            total = Math.max(total, rival.total());
        }
        out[from] = found.best().total();
        out[from + 1] = found.best().total() - total;
        out[from + 2] = best / sum;
        out[from + 3] = entropy;
        out[from + 4] = Math.min(MOST_ODDS, Math.log(best / second));
        return from + 5;
    }

    private static void lexical(
            Bank bank, Wording question, Ranking found, double[] out, int from) {
        Bank.Topic best = bank.topics().get(found.best().answer());
        Wording phrasing = bank.phrasings().get(found.vouching()).wording();
        Set<String> rival = found.rival() < 0 ? Set.of() : bank.topics().get(found.rival()).stems();
        List<String> content = question.content();
        double anyForm = 0;
        double bestDice = 0;
        for (Wording other : best.wordings()) {
            anyForm = other.form().equals(question.form()) ? 1 : anyForm;
            bestDice = Math.max(bestDice, Features.dice(question.words(), other.words()));
        }
        double strongest = 0;
        double unmatched = 0;
        for (String stem : content) {
            double weight = Features.has(best.stems(), stem) ? 0 : bank.weight(stem);
            strongest = Math.max(strongest, weight);
            unmatched += weight;
        }
        double[] values = {
            share(bank, content, best.stems()),
            share(bank, content, Set.copyOf(phrasing.content())),
            share(bank, phrasing.content(), Set.copyOf(content)),
            strongest,
            unmatched,
            share(bank, content, rival),
            Math.log(content.size() + 1.0),
            question.focus().equals(phrasing.focus()) ? 1 : 0,
            Math.abs(Math.log((question.words().size() + 1.0) / (phrasing.words().size() + 1.0))),
            question.form().equals(phrasing.form()) ? 1 : 0,
            anyForm,
            Features.dice(question.words(), phrasing.words()),
            bestDice,
            Features.dice(Features.pairs(question.words()), Features.pairs(phrasing.words())),
            found.conflicting(),
            Math.log(best.wordings().size()),
            Math.log(bank.topics().size())
        };
        System.arraycopy(values, 0, out, from, values.length);
    }

    /** Share of the weight of {@code stems} that {@code known} holds; 0 for no stems. */
    private static double share(Bank bank, List<String> stems, Set<String> known) {
        double all = 1e-6;
        double held = 0;
        for (String stem : stems) {
            double weight = bank.weight(stem);
            all += weight;
            held += Features.has(known, stem) ? weight : 0;
        }
        return held / all;
    }
}
