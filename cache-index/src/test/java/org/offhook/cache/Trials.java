package org.offhook.cache;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Small random answer banks out of a corpus, and questions put to them. */
final class Trials {
    /** Intents to sample from: phrasings, questions, and questions of nobody. */
    record Pool(
            Map<String, List<Corpus.Question>> phrasings,
            Map<String, List<Corpus.Question>> questions,
            List<Corpus.Question> outside) {}

    /**
     * One question put to one bank.
     *
     * @param right the nearest answer is the right one
     * @param inScope the bank holds an answer
     */
    record Row(
            String text,
            boolean right,
            boolean inScope,
            String doubt,
            String nearest,
            double[] features) {}

    private final Corpus corpus;
    private final Vocabulary english;
    private final Random random;
    private final double noise;

    Trials(Corpus corpus, Vocabulary english, long seed, double noise) {
        this.corpus = corpus;
        this.english = english;
        this.random = new Random(seed);
        this.noise = noise;
    }

    /** Rows of one bank: per 5 questions 2 in scope, 2 of intents the bank lacks, 1 outside. */
    List<Row> rows(Pool pool, int answers, int phrasingsEach, int questions) throws IOException {
        var intents = new ArrayList<>(pool.phrasings().keySet());
        Collections.shuffle(intents, random);
        List<String> cached = intents.subList(0, Math.min(answers, intents.size() / 2));
        Bank bank = bank(pool, cached, phrasingsEach);
        List<String> uncached = intents.subList(cached.size(), intents.size());
        var rows = new ArrayList<Row>();
        for (int i = 0; i < questions; i++) {
            Corpus.Question question =
                    switch (i % 5) {
                        case 0, 1 -> any(pool.questions().get(any(cached)));
                        case 2, 3 -> any(pool.questions().get(any(uncached)));
                        default -> any(pool.outside());
                    };
            Row row = row(bank, question, cached.indexOf(question.intent()));
            if (row != null) {
                rows.add(row);
            }
        }
        return rows;
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private Bank bank(Pool pool, List<String> intents, int phrasingsEach) throws IOException {
        var answers = new ArrayList<Answer>();
        var phrasings = new ArrayList<Bank.Phrasing>();
        for (String intent : intents) {
            var texts = new ArrayList<>(pool.phrasings().get(intent));
            Collections.shuffle(texts, random);
            var chosen = texts.subList(0, Math.min(phrasingsEach, texts.size()));
            for (Corpus.Question text : chosen) {
                Wording wording = Wording.of(text.text());
                phrasings.add(
                        new Bank.Phrasing(
                                answers.size(), wording, corpus.vector(wording.normal())));
            }
            answers.add(
                    new Answer(
                            intent,
                            "",
                            chosen.stream().map(Corpus.Question::text).toList(),
                            new Answer.Then.Listen()));
        }
        return new Bank(answers, phrasings, english);
    }

    private Row row(Bank bank, Corpus.Question asked, int rightAnswer) throws IOException {
        String heard = Noise.misheard(asked.text(), noise, random);
        Wording question = Wording.of(heard);
        if (question.words().isEmpty() || bank.exact(question.normal()) >= 0) {
            return null; // the exact path would take it
        }
        float[] vector = corpus.vector(question.normal());
        Candidates found = Candidates.of(bank, question, scan(bank, vector));
        return new Row(
                heard,
                found.best() == rightAnswer,
                rightAnswer >= 0,
                Decision.doubt(bank, question, found),
                bank.phrasings().get(found.nearest()).wording().normal(),
                Features.of(bank, question, vector, found));
    }

    static List<Candidates.Neighbour> scan(Bank bank, float[] vector) {
        var all = new ArrayList<Candidates.Neighbour>();
        for (int i = 0; i < bank.phrasings().size(); i++) {
            all.add(
                    new Candidates.Neighbour(
                            i, Bank.dot(vector, bank.phrasings().get(i).vector())));
        }
        all.sort((a, b) -> Double.compare(b.cosine(), a.cosine()));
        return all.subList(0, Math.min(64, all.size()));
    }

    /** The pool's intents that {@code keep}. */
    static Pool only(Pool pool, java.util.function.Predicate<String> keep) {
        return new Pool(
                filtered(pool.phrasings(), keep), filtered(pool.questions(), keep), pool.outside());
    }

    private static Map<String, List<Corpus.Question>> filtered(
            Map<String, List<Corpus.Question>> all, java.util.function.Predicate<String> keep) {
        var some = new HashMap<String, List<Corpus.Question>>();
        all.forEach((intent, questions) -> {
            if (keep.test(intent)) {
                some.put(intent, questions);
            }
        });
        return new java.util.TreeMap<>(some);
    }
}
