package org.offhook.cache;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * Fits projection and trees on random banks drawn from public intents, always with intents that the
 * bank lacks and the projection has not seen: what is learnt is how an answer looks that is
 * missing.
 */
final class Fitting {
    /**
     * Questions to learn from, by intent, in two parts: of {@code phrasings} banks and projections
     * are made, {@code questions} are asked.
     */
    record Set(
            Map<String, List<Corpus.Question>> phrasings,
            Map<String, List<Corpus.Question>> questions) {
        static Set halves(Map<String, List<Corpus.Question>> all) {
            var first = new TreeMap<String, List<Corpus.Question>>();
            var second = new TreeMap<String, List<Corpus.Question>>();
            all.forEach((intent, list) -> {
                first.put(intent, list.subList(0, list.size() / 2));
                second.put(intent, list.subList(list.size() / 2, list.size()));
            });
            return new Set(first, second);
        }
    }

    /** A row and the score of trees that were fitted without its draw. */
    record Scored(Trials.Row row, double score) {
        boolean open() {
            return row.doubt().isEmpty() && !row.exact();
        }
    }

    /** What came out; {@code unseen} for setting a threshold. */
    record Fitted(Projection projection, Trees trees, List<Scored> unseen) {}

    private static final int FOLDS = 3;
    private static final int BANKS = 3;
    private static final double NOISE = 0.12;
    private static final int QUESTIONS_EACH = 20;
    private static final int STRANGERS_EACH = 20;
    private static final int OUTSIDE_EACH = 450;

    private final Corpus corpus;
    private final Vocabulary english;
    private final List<Corpus.Question> outside;

    Fitting(Corpus corpus, Vocabulary english) throws IOException {
        this.corpus = corpus;
        this.english = english;
        outside = new ArrayList<>(corpus.clinc("oos_train").get("oos"));
        outside.addAll(corpus.clinc("oos_val").get("oos"));
    }

    /**
     * @param domains each with its own draws
     * @param heldOut how many intents of each are kept from banks and projection at a draw
     * @param draws of each domain
     */
    Fitted fit(List<Set> domains, List<Integer> heldOut, List<Integer> draws) throws IOException {
        var rows = new ArrayList<List<Trials.Row>>();
        for (int domain = 0; domain < domains.size(); domain++) {
            for (int draw = 0; draw < draws.get(domain); draw++) {
                rows.add(draw(domains, domain, heldOut.get(domain), draw));
            }
        }
        var unseen = new ArrayList<Scored>();
        for (int fold = 0; fold < FOLDS; fold++) {
            var others = new ArrayList<Trials.Row>();
            for (int draw = 0; draw < rows.size(); draw++) {
                others.addAll(draw % FOLDS == fold ? List.of() : rows.get(draw));
            }
            Trees trees = trees(others);
            for (int draw = fold; draw < rows.size(); draw += FOLDS) {
                for (Trials.Row row : rows.get(draw)) {
                    unseen.add(new Scored(row, trees.score(row.features())));
                }
            }
        }
        Trees all = trees(rows.stream().flatMap(List::stream).toList());
        return new Fitted(projection(domains, List.of()), all, unseen);
    }

    private static Trees trees(List<Trials.Row> rows) {
        List<Trials.Row> inexact = rows.stream().filter(row -> !row.exact()).toList();
        boolean[] right = new boolean[inexact.size()];
        for (int i = 0; i < right.length; i++) {
            right[i] = inexact.get(i).right();
        }
        return Boosting.fit(inexact.stream().map(Trials.Row::features).toList(), right, 1);
    }

    private List<Trials.Row> draw(List<Set> domains, int domain, int heldOut, int draw)
            throws IOException {
        long seed = 1000L * domain + draw;
        var random = new Random(seed);
        Set set = domains.get(domain);
        var intents = new ArrayList<>(set.phrasings().keySet());
        Collections.shuffle(intents, random);
        List<String> held = intents.subList(0, heldOut);
        List<String> others = intents.subList(heldOut, intents.size());
        Projection projection = projection(domains, held);
        var rows = new ArrayList<Trials.Row>();
        for (int bank = 0; bank < BANKS; bank++) {
            boolean small = bank == 1;
            var trials =
                    new Trials(
                            corpus,
                            english,
                            projection,
                            seed * BANKS + bank,
                            bank == 2 ? NOISE : 0);
            int answers = small ? 12 + random.nextInt(26) : 50;
            var cached = new ArrayList<>(others);
            Collections.shuffle(cached, random);
            var strangers = new ArrayList<Corpus.Question>();
            for (String intent : held) {
                strangers.addAll(trials.some(set.questions().get(intent), STRANGERS_EACH));
            }
            List<Corpus.Question> asked = trials.some(strangers, small ? 130 : 270);
            asked = new ArrayList<>(asked);
            asked.addAll(trials.some(outside, small ? 150 : OUTSIDE_EACH));
            rows.addAll(
                    trials.rows(
                            new Trials.Plan(
                                    cached.subList(0, Math.min(answers, cached.size())),
                                    set.phrasings(),
                                    small ? 1 + random.nextInt(8) : 20,
                                    set.questions(),
                                    QUESTIONS_EACH,
                                    asked)));
        }
        return rows;
    }

    private Projection projection(List<Set> domains, List<String> without) throws IOException {
        var intents = new ArrayList<List<float[]>>();
        for (Set domain : domains) {
            for (var intent : domain.phrasings().entrySet()) {
                if (!without.contains(intent.getKey())) {
                    var vectors = new ArrayList<float[]>();
                    for (Corpus.Question question : intent.getValue()) {
                        vectors.add(corpus.vector(Wording.of(question.text()).normal()));
                    }
                    intents.add(vectors);
                }
            }
        }
        return Discriminant.fit(intents);
    }
}
