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

    /** What questions are turned into. */
    record Seeing(Vocabulary english, Sight sight, Projection projection) {}

    private final Corpus corpus;
    private final Seeing seeing;
    private final Random random;
    private final double noise;

    Trials(Corpus corpus, Seeing seeing, long seed, double noise) {
        this.corpus = corpus;
        this.seeing = seeing;
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
                                answers.size(),
                                wording,
                                seeing.sight().of(wording.normal()).joined()));
            }
            answers.add(new Answer(intent, "", List.of("-"), new Answer.Then.Listen()));
        }
        var bank = new Bank(answers, phrasings, seeing.english(), seeing.projection());
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
        float[][] views = Bank.views(seeing.sight().of(question.normal()), seeing.projection());
        var nearest = new Nearest(bank, views);
        nearest.offerAll();
        Ranking found = Ranking.of(bank, question, views, nearest.found());
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
