package org.offhook.cache;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Random answer banks out of a corpus, and questions put to them. */
final class Trials {
    /**
     * What is put to one bank.
     *
     * @param cached intents the bank has answers for
     * @param phrasings to draw the bank's from
     * @param questions of the cached intents; what the bank holds is not asked
     * @param strangers questions the bank has no answer for
     */
    record Plan(
            List<String> cached,
            Map<String, List<Corpus.Question>> phrasings,
            int phrasingsEach,
            Map<String, List<Corpus.Question>> questions,
            int questionsEach,
            List<Corpus.Question> strangers) {}

    /**
     * One question put to one bank.
     *
     * @param right what stands best is the right answer
     * @param inScope the bank holds an answer
     * @param exact the bank holds the very words
     */
    record Row(
            String text,
            boolean right,
            boolean inScope,
            boolean exact,
            String doubt,
            String nearest,
            double[] features) {}

    private final Corpus corpus;
    private final Vocabulary english;
    private final Projection projection;
    private final Random random;
    private final double noise;

    Trials(Corpus corpus, Vocabulary english, Projection projection, long seed, double noise) {
        this.corpus = corpus;
        this.english = english;
        this.projection = projection;
        this.random = new Random(seed);
        this.noise = noise;
    }

    List<Row> rows(Plan plan) throws IOException {
        var answers = new ArrayList<Answer>();
        var phrasings = new ArrayList<Bank.Phrasing>();
        var drawn = new HashSet<Corpus.Question>();
        for (String intent : plan.cached()) {
            List<Corpus.Question> chosen = some(plan.phrasings().get(intent), plan.phrasingsEach());
            drawn.addAll(chosen);
            for (Corpus.Question text : chosen) {
                Wording wording = Wording.of(text.text());
                phrasings.add(
                        new Bank.Phrasing(
                                answers.size(), wording, corpus.vector(wording.normal())));
            }
            answers.add(new Answer(intent, "", List.of("-"), new Answer.Then.Listen()));
        }
        var bank = new Bank(answers, phrasings, english, projection);
        var rows = new ArrayList<Row>();
        for (int i = 0; i < plan.cached().size(); i++) {
            var asked = new ArrayList<>(plan.questions().get(plan.cached().get(i)));
            asked.removeAll(drawn);
            for (Corpus.Question question : some(asked, plan.questionsEach())) {
                add(rows, bank, question, i);
            }
        }
        for (Corpus.Question question : plan.strangers()) {
            add(rows, bank, question, -1);
        }
        return rows;
    }

    /** A random part, at most {@code most}. */
    List<Corpus.Question> some(List<Corpus.Question> all, int most) {
        var some = new ArrayList<>(all);
        Collections.shuffle(some, random);
        return some.subList(0, Math.min(most, some.size()));
    }

    private void add(List<Row> rows, Bank bank, Corpus.Question asked, int rightAnswer)
            throws IOException {
        String heard = noise == 0 ? asked.text() : corpus.misheard(asked.text(), noise, random);
        Wording question = Wording.of(heard);
        if (question.words().isEmpty()) {
            return;
        }
        int same = bank.exact(question.normal());
        if (same >= 0) {
            double[] none = new double[RankingFeatures.NAMES.size()];
            String words = question.normal();
            rows.add(new Row(heard, same == rightAnswer, rightAnswer >= 0, true, "", words, none));
            return;
        }
        float[] vector = corpus.vector(question.normal());
        float[] projected = projection.of(vector);
        var nearest = new Nearest(bank, vector, projected);
        nearest.offerAll();
        Ranking found = Ranking.of(bank, question, vector, projected, nearest.found());
        rows.add(
                new Row(
                        heard,
                        found.best().answer() == rightAnswer,
                        rightAnswer >= 0,
                        false,
                        Decision.doubt(question, found),
                        bank.phrasings().get(found.nearest()).wording().normal(),
                        RankingFeatures.of(bank, question, found)));
    }
}
