package org.offhook.cache;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What is known of one question and its best answer, as numbers for {@link Gate}. Pure; any thread.
 */
final class Features {
    /** In the order of {@link #of}; "words" of the question, weighted by how much they tell. */
    static final List<String> NAMES =
            List.of(
                    "cosine", // of the phrasing that vouches
                    "margin", // to the best different answer
                    "support", // cosine of the three nearest phrasings of this answer
                    "centroid", // cosine of the answer's mean
                    "centroid margin", // to the best other mean
                    "vote", // of the five nearest phrasings
                    "known", // share of the words that any phrasing of the answer has
                    "matched", // share of the words that the vouching phrasing has
                    "covered", // share of the vouching phrasing's words that the question has
                    "unmatched", // rarity of the strongest word no phrasing of the answer has
                    "content", // log number of words
                    "crowd", // how near the other answers are
                    "rival known", // share of the words the rival's phrasings have
                    "focus", // both ask when, where, how much, ...
                    "length", // log ratio of lengths
                    "form", // both begin alike: can I, do you, is it, ...
                    "any form", // the same of any phrasing of the answer
                    "dice", // all words shared with the vouching phrasing
                    "best dice", // with any phrasing of the answer
                    "pairs"); // word pairs shared with the vouching phrasing

    private static final int SHORTEST_FUZZY = 5;

    private Features() {}

    static double[] of(Bank bank, Wording question, float[] vector, Candidates found) {
        Bank.Topic best = bank.topics().get(found.best());
        Wording phrasing = bank.phrasings().get(found.vouching()).wording();
        Set<String> rival = found.rival() < 0 ? Set.of() : bank.topics().get(found.rival()).stems();
        List<String> content = question.content();
        double centroid = bank.raw().centroidCosine(vector, found.best());
        double anyForm = 0;
        double bestDice = 0;
        for (Wording other : best.wordings()) {
            anyForm = other.form().equals(question.form()) ? 1 : anyForm;
            bestDice = Math.max(bestDice, dice(question.words(), other.words()));
        }
        return new double[] {
            found.cosine(),
            found.margin(),
            found.support(),
            centroid,
            centroid - nextCentroid(bank, vector, found.best()),
            found.vote(),
            share(bank, content, best.stems()),
            share(bank, content, Set.copyOf(phrasing.content())),
            share(bank, phrasing.content(), Set.copyOf(content)),
            strongest(bank, question, best),
            Math.log(content.size() + 1.0),
            found.crowd(),
            share(bank, content, rival),
            question.focus().equals(phrasing.focus()) ? 1 : 0,
            Math.abs(Math.log((question.words().size() + 1.0) / (phrasing.words().size() + 1.0))),
            question.form().equals(phrasing.form()) ? 1 : 0,
            anyForm,
            dice(question.words(), phrasing.words()),
            bestDice,
            dice(pairs(question.words()), pairs(phrasing.words()))
        };
    }

    /** Rarity of the rarest word of the question that no phrasing of the answer has. */
    private static double strongest(Bank bank, Wording question, Bank.Topic best) {
        double strongest = 0;
        for (String stem : question.content()) {
            if (!has(best.stems(), stem)) {
                strongest = Math.max(strongest, bank.rarity(stem));
            }
        }
        return strongest;
    }

    private static double nextCentroid(Bank bank, float[] vector, int best) {
        double next = 0;
        for (int i = 0; i < bank.topics().size(); i++) {
            if (i != best) {
                next = Math.max(next, bank.raw().centroidCosine(vector, i));
            }
        }
        return next;
    }

    /** Share of the weight of {@code stems} that {@code known} holds; 0 for no stems. */
    private static double share(Bank bank, List<String> stems, Set<String> known) {
        double all = 1e-6;
        double held = 0;
        for (String stem : stems) {
            double weight = bank.weight(stem);
            all += weight;
            held += has(known, stem) ? weight : 0;
        }
        return held / all;
    }

    static double dice(List<String> left, List<String> right) {
        var one = new HashSet<>(left);
        var other = new HashSet<>(right);
        int sum = one.size() + other.size();
        one.retainAll(other);
        return 2.0 * one.size() / sum;
    }

    static List<String> pairs(List<String> words) {
        var pairs = new ArrayList<String>(words.size() + 1);
        String before = "";
        for (String word : words) {
            pairs.add(before + ' ' + word);
            before = word;
        }
        pairs.add(before + ' ');
        return pairs;
    }

    /** The same stem, or one recognition slip (or ending) away from it. */
    static boolean has(Set<String> known, String stem) {
        if (known.contains(stem)) {
            return true;
        }
        if (stem.length() < SHORTEST_FUZZY) {
            return false;
        }
        for (String other : known) {
            if (other.length() >= SHORTEST_FUZZY && near(stem, other)) {
                return true;
            }
        }
        return false;
    }

    /** One inserted, dropped or changed letter, or one begins the other. */
    private static boolean near(String a, String b) {
        if (a.startsWith(b) || b.startsWith(a)) {
            return true;
        }
        int start = 0;
        int shorter = Math.min(a.length(), b.length());
        while (start < shorter && a.charAt(start) == b.charAt(start)) {
            start++;
        }
        int end = 0;
        while (end < shorter - start
                && a.charAt(a.length() - 1 - end) == b.charAt(b.length() - 1 - end)) {
            end++;
        }
        return Math.max(a.length(), b.length()) - start - end <= 1;
    }
}
