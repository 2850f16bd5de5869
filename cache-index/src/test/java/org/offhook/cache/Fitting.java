package org.offhook.cache;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * Fits projection and trees on random banks drawn from public intents, always with strangers whose
 * intents neither bank nor projection nor encoder has seen: what is learnt is how an answer looks
 * that is missing.
 */
final class Fitting {
    /**
     * Questions to learn from, by intent, in two parts: of {@code phrasings} banks and projections
     * are made, {@code questions} are asked.
     */
    record Set(
            Map<String, List<Corpus.Question>> phrasings,
            Map<String, List<Corpus.Question>> questions) {}

    /**
     * Some draws from one set.
     *
     * @param held intents the encoder of {@code sight} has not seen: half of them, and {@value
     *     #FEWEST_STRANGERS} at least, are strangers at a draw; the others may be in the bank
     * @param counted whether a threshold may be set by it: easy questions would make it too low
     */
    record Part(Sight sight, Set set, List<String> held, int draws, boolean counted) {}

    /** A row and the score of trees that were fitted without its draw. */
    record Scored(Trials.Row row, double score) {
        boolean open() {
            return row.doubt().isEmpty() && !row.exact();
        }
    }

    /** What came out; {@code unseen} for setting a threshold. */
    record Fitted(Trees trees, List<Scored> unseen) {
        /** What a threshold is counted by: no veto forbids it, and it is not the very words. */
        List<Calibration.Judged> judged() {
            return unseen.stream()
                    .filter(Scored::open)
                    .map(scored -> new Calibration.Judged(scored.score(), scored.row().right()))
                    .toList();
        }
    }

    private static final int FEWEST_STRANGERS = 13;
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

    Fitted fit(List<Part> parts) throws IOException {
        var rows = new ArrayList<List<Trials.Row>>();
        var counted = new ArrayList<Boolean>();
        for (int part = 0; part < parts.size(); part++) {
            Projection projection = projection(parts, parts.get(part).held());
            for (int draw = 0; draw < parts.get(part).draws(); draw++) {
                rows.add(draw(parts.get(part), projection, 1000L * part + draw));
                counted.add(parts.get(part).counted());
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
                for (Trials.Row row : counted.get(draw) ? rows.get(draw) : List.<Trials.Row>of()) {
                    unseen.add(new Scored(row, trees.score(row.features())));
                }
            }
        }
        return new Fitted(trees(rows.stream().flatMap(List::stream).toList()), unseen);
    }

    private static Trees trees(List<Trials.Row> rows) {
        List<Trials.Row> inexact = rows.stream().filter(row -> !row.exact()).toList();
        boolean[] right = new boolean[inexact.size()];
        for (int i = 0; i < right.length; i++) {
            right[i] = inexact.get(i).right();
        }
        return Boosting.fit(inexact.stream().map(Trials.Row::features).toList(), right, 1);
    }

    private List<Trials.Row> draw(Part part, Projection projection, long seed) throws IOException {
        var random = new Random(seed);
        Set set = part.set();
        var held = new ArrayList<>(part.held());
        Collections.shuffle(held, random);
        List<String> strange = held.subList(0, Math.max(FEWEST_STRANGERS, held.size() / 2));
        var others = new ArrayList<>(set.phrasings().keySet());
        others.removeAll(strange);
        var seeing = new Trials.Seeing(english, part.sight(), projection);
        var rows = new ArrayList<Trials.Row>();
        for (int bank = 0; bank < BANKS; bank++) {
            boolean small = bank == 1;
            var trials = new Trials(corpus, seeing, seed * BANKS + bank, bank == 2 ? NOISE : 0);
            int answers = small ? 12 + random.nextInt(26) : 50;
            var cached = new ArrayList<>(others);
            Collections.shuffle(cached, random);
            var strangers = new ArrayList<Corpus.Question>();
            for (String intent : strange) {
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

    /** Of all phrasings of the parts' sets but the intents {@code without}. */
    Projection projection(List<Part> parts, List<String> without) throws IOException {
        var intents = new TreeMap<String, List<float[]>>();
        for (Part part : parts) {
            for (var intent : part.set().phrasings().entrySet()) {
                if (!without.contains(intent.getKey()) && !intents.containsKey(intent.getKey())) {
                    var vectors = new ArrayList<float[]>();
                    for (Corpus.Question question : intent.getValue()) {
                        String normal = Wording.of(question.text()).normal();
                        vectors.add(part.sight().plain(normal));
                    }
                    intents.put(intent.getKey(), vectors);
                }
            }
        }
        return Discriminant.fit(intents.values());
    }
}
