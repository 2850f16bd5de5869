package org.offhook.cache;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * Who sees which questions. 30 of 100 of each banking intent are kept for the test; of the others
 * two thirds are phrasings, which encoders and projections learn from, and a third is asked when
 * the trees are fitted. 50 intents are cached in the test; of the 27 others the encoder {@code
 * cached} knows nothing. All of both sets is known to the encoder {@code all} only, which the
 * program comes with and no fitting sees.
 *
 * <p>{@link #main} writes one file of {@code intent, tab, question} for each encoder.
 */
final class Splits {
    private static final int HELD_OUT = 27;
    private static final double KEPT_FOR_TEST = 0.3;

    /** Of each CLINC150 intent; banking questions are what the strangers are. */
    private static final int CLINC_EACH = 24;

    final Map<String, List<Corpus.Question>> learn = new TreeMap<>();
    final Map<String, List<Corpus.Question>> test = new TreeMap<>();
    final List<String> cached;

    /** Two halves of the intents that are not cached. */
    final List<List<String>> unseen;

    private final Corpus corpus;

    Splits(Corpus corpus) throws IOException {
        this.corpus = corpus;
        var random = new Random(77);
        corpus.banking()
                .forEach((intent, questions) -> {
                    var shuffled = new ArrayList<>(questions);
                    Collections.shuffle(shuffled, random);
                    int kept = (int) (KEPT_FOR_TEST * shuffled.size());
                    test.put(intent, shuffled.subList(0, kept));
                    learn.put(intent, shuffled.subList(kept, shuffled.size()));
                });
        var intents = new ArrayList<>(learn.keySet());
        Collections.shuffle(intents, random);
        unseen = List.of(intents.subList(0, HELD_OUT / 2), intents.subList(HELD_OUT / 2, HELD_OUT));
        cached = List.copyOf(intents.subList(HELD_OUT, intents.size()));
    }

    static List<Corpus.Question> phrasings(List<Corpus.Question> all) {
        return all.subList(0, all.size() * 2 / 3);
    }

    /** Every other of the cached intents: what the encoder {@code half} does not know either. */
    List<String> half() {
        var half = new ArrayList<String>();
        for (int i = 0; i < cached.size(); i += 2) {
            half.add(cached.get(i));
        }
        return half;
    }

    /** CLINC150's intents that only the encoder {@code all} knows: every third. */
    List<String> clincHeld() throws IOException {
        var held = new ArrayList<String>();
        var intents = new ArrayList<>(corpus.clinc("train").keySet());
        for (int i = 0; i < intents.size(); i += 3) {
            held.add(intents.get(i));
        }
        return held;
    }

    /**
     * @param withTest also the questions kept for the test are asked
     */
    Fitting.Set banking(List<String> intents, boolean withTest) {
        var phrasings = new TreeMap<String, List<Corpus.Question>>();
        var questions = new TreeMap<String, List<Corpus.Question>>();
        for (String intent : intents) {
            List<Corpus.Question> all = learn.get(intent);
            List<Corpus.Question> first = phrasings(all);
            phrasings.put(intent, first);
            var asked = new ArrayList<>(all.subList(first.size(), all.size()));
            asked.addAll(withTest ? test.get(intent) : List.of());
            questions.put(intent, asked);
        }
        return new Fitting.Set(phrasings, questions);
    }

    /** CLINC150: train and val are learnt from, test is not touched. */
    Fitting.Set clinc() throws IOException {
        var phrasings = new TreeMap<String, List<Corpus.Question>>();
        var questions = new TreeMap<String, List<Corpus.Question>>(corpus.clinc("val"));
        corpus.clinc("train")
                .forEach((intent, list) -> {
                    phrasings.put(intent, list.subList(0, CLINC_EACH));
                    var asked = new ArrayList<>(questions.get(intent));
                    asked.addAll(list.subList(CLINC_EACH, 2 * CLINC_EACH));
                    questions.put(intent, asked);
                });
        return new Fitting.Set(phrasings, questions);
    }

    private List<String> lines(List<String> banking, List<String> withoutClinc) throws IOException {
        var lines = new ArrayList<String>();
        for (String intent : banking) {
            phrasings(learn.get(intent)).forEach(one -> lines.add(intent + "\t" + one.text()));
        }
        for (var intent : clinc().phrasings().entrySet()) {
            if (!withoutClinc.contains(intent.getKey())) {
                intent.getValue()
                        .forEach(one -> lines.add("clinc:" + intent.getKey() + "\t" + one.text()));
            }
        }
        return lines;
    }

    /**
     * @param args DATA, and the folder that gets the files
     */
    public static void main(String[] args) throws IOException {
        var corpus = new Corpus(Path.of(args[0]));
        var splits = new Splits(corpus);
        Path folder = Files.createDirectories(Path.of(args[1]));
        Files.write(folder.resolve("cached.tsv"), splits.lines(splits.cached, splits.clincHeld()));
        var rest = new ArrayList<>(splits.cached);
        rest.removeAll(splits.half());
        Files.write(folder.resolve("half.tsv"), splits.lines(rest, splits.clincHeld()));
        var all = new ArrayList<String>();
        corpus.banking()
                .forEach(
                        (intent, list) -> list.forEach(one -> all.add(intent + "\t" + one.text())));
        all.addAll(splits.lines(List.of(), List.of()));
        Files.write(folder.resolve("all.tsv"), all);
    }
}
