package org.offhook.cache;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * What the gate for answers of few phrasings is worth on public questions, and what each veto keeps
 * from being played: banks out of BANKING77's and CLINC150's intents, asked are other questions of
 * theirs and questions of intents the bank lacks. Two questions of one intent need not mean the
 * same ("do you take card A" and "card B"), so much of what is counted right here is luck: it
 * serves to compare one set of vetoes with another.
 *
 * <p>{@code tests/bench/few-phrasings DATA}; VECTORS is filled at the first run.
 */
final class FewPhrasings {
    private static final int[] PHRASINGS = {1, 3, 8};
    private static final int QUESTIONS = 6;
    private static final int STRANGERS = 400;
    private static final double CACHED = 0.65;

    private final Sight sight;
    private final boolean tells;

    private FewPhrasings(Sight sight, boolean tells) {
        this.sight = sight;
        this.tells = tells;
    }

    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[1]);
        var corpus = new Corpus(Path.of(args[0]));
        try (var plain = Sight.plain(folder);
                var sight = Sight.committed(plain, folder)) {
            var trial = new FewPhrasings(sight, args.length > 2);
            for (int phrasings : PHRASINGS) {
                trial.run("banking", corpus.banking(), List.of(), phrasings);
                trial.run(
                        "clinc",
                        corpus.clinc("train"),
                        corpus.clinc("oos_val").get("oos"),
                        phrasings);
            }
        }
    }

    /** Counts of one veto: held back though right, held back and wrong. */
    private record Held(int right, int wrong) {
        Held and(boolean isRight) {
            return isRight ? new Held(right + 1, wrong) : new Held(right, wrong + 1);
        }
    }

    private void run(
            String name,
            Map<String, List<Corpus.Question>> all,
            List<Corpus.Question> outside,
            int phrasings)
            throws IOException {
        var random = new Random(29);
        var intents = new ArrayList<>(all.keySet());
        Collections.shuffle(intents, random);
        int cached = (int) (CACHED * intents.size());
        var answers = new ArrayList<Answer>();
        var asked = new ArrayList<Corpus.Question>();
        var strangers = new ArrayList<>(outside);
        for (int i = 0; i < intents.size(); i++) {
            var questions = new ArrayList<>(all.get(intents.get(i)));
            Collections.shuffle(questions, random);
            if (i < cached) {
                List<String> own =
                        questions.subList(0, phrasings).stream()
                                .map(Corpus.Question::text)
                                .toList();
                answers.add(new Answer(intents.get(i), "", own, new Answer.Then.Listen()));
                asked.addAll(questions.subList(10, 10 + QUESTIONS));
            } else {
                strangers.addAll(questions.subList(0, QUESTIONS));
            }
        }
        Collections.shuffle(strangers, random);
        int inScope = asked.size();
        asked.addAll(strangers.subList(0, Math.min(STRANGERS, strangers.size())));
        int right = 0;
        int wrong = 0;
        var held = new TreeMap<String, Held>();
        try (var cache =
                AnswerCache.open(
                        Files.createTempDirectory("few").resolve("index"), new Known(sight))) {
            cache.sync(name, answers);
            for (int i = 0; i < asked.size(); i++) {
                Corpus.Question question = asked.get(i);
                Lookup found = cache.lookup(name, question.text());
                Lookup.Evidence said = found.evidence();
                boolean isRight = i < inScope && said.nearestId().equals(question.intent());
                if (found instanceof Lookup.Hit) {
                    right += isRight ? 1 : 0;
                    wrong += isRight ? 0 : 1;
                    tell(isRight ? "right" : "WRONG", question, said);
                } else if (!said.why().veto().isEmpty()
                        && said.why().score() >= said.why().sure()) {
                    held.merge(
                            said.why().veto(),
                            new Held(0, 0).and(isRight),
                            (one, _) -> one.and(isRight));
                    tell(isRight ? "held" : "stopped", question, said);
                }
            }
        }
        System.out.printf(
                Locale.ROOT,
                "%s, %d phrasings: %d asked in scope, right %d (%.1f %%), wrong %d of %d (%.1f %%)%n",
                name,
                phrasings,
                inScope,
                right,
                100.0 * right / inScope,
                wrong,
                right + wrong,
                100.0 * wrong / Math.max(1, right + wrong));
        held.forEach((veto, count) ->
                System.out.println(
                        "  veto "
                                + veto
                                + ": "
                                + count.right
                                + " right, "
                                + count.wrong
                                + " wrong"));
    }

    private void tell(String what, Corpus.Question question, Lookup.Evidence said) {
        if (tells) {
            String nearest =
                    said.why().nearest().isEmpty()
                            ? ""
                            : said.why().nearest().getFirst().phrasing();
            System.out.println(
                    what + "\t" + said.reason() + "\t" + question.text() + "\t" + nearest);
        }
    }

    /** The vectors that are computed once. */
    private record Known(Sight sight) implements Embedder {
        @Override
        public float[] embed(String text) {
            return vectors(text).plain();
        }

        @Override
        public Vectors vectors(String text) {
            try {
                return sight.of(text);
            } catch (IOException broken) {
                throw new java.io.UncheckedIOException(broken);
            }
        }

        @Override
        public int dimensions() {
            return 384;
        }

        @Override
        public String id() {
            return "corpus";
        }

        @Override
        public void close() {}
    }
}
