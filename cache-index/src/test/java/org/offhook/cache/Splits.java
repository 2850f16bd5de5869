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
 * cached} knows nothing. The encoder {@code learnt} knows every intent, but not the questions of
 * the test. All of both sets is known to the encoder {@code all} only, which the program comes with
 * and no fitting sees.
 *
 * <p>{@link #main} writes one file of {@code intent, tab, question} for each encoder.
 */
final class Splits {
    private static final int HELD_OUT = 27;
    private static final double KEPT_FOR_TEST = 0.3;

    /** Share of words that are disturbed in the copy of each question that encoders learn from. */
    private static final double NOISE = 0.12;

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

    /** Lines of banking intents, of CLINC150's phrasings but of some intents. */
    private List<String> lines(
            Map<String, List<Corpus.Question>> banking, List<String> withoutClinc)
            throws IOException {
        var intents = new TreeMap<String, List<Corpus.Question>>(banking);
        clinc().phrasings().forEach((intent, list) -> intents.put("clinc:" + intent, list));
        withoutClinc.forEach(intent -> intents.remove("clinc:" + intent));
        var random = new Random(7);
        var lines = new ArrayList<String>();
        for (var intent : intents.entrySet()) {
            for (Corpus.Question one : intent.getValue()) {
                // As a lookup sees it, and as it does when a recogniser misheard some of it.
                String misheard = corpus.misheard(one.text(), NOISE, random);
                lines.add(intent.getKey() + "\t" + Wording.of(one.text()).normal());
                lines.add(intent.getKey() + "\t" + Wording.of(misheard).normal());
            }
        }
        return lines;
    }

    private Map<String, List<Corpus.Question>> phrasingsOf(List<String> banking) {
        var phrasings = new TreeMap<String, List<Corpus.Question>>();
        banking.forEach(intent -> phrasings.put(intent, phrasings(learn.get(intent))));
        return phrasings;
    }

    /**
     * @param args DATA, and the folder that gets the files
     */
    public static void main(String[] args) throws IOException {
        var corpus = new Corpus(Path.of(args[0]));
        var splits = new Splits(corpus);
        Path folder = Files.createDirectories(Path.of(args[1]));
        List<String> held = splits.clincHeld();
        var rest = new ArrayList<>(splits.cached);
        rest.removeAll(splits.half());
        Files.write(
                folder.resolve("cached.tsv"),
                splits.lines(splits.phrasingsOf(splits.cached), held));
        Files.write(folder.resolve("half.tsv"), splits.lines(splits.phrasingsOf(rest), held));
        Files.write(folder.resolve("learnt.tsv"), splits.lines(splits.learn, List.of()));
        Files.write(folder.resolve("all.tsv"), splits.lines(corpus.banking(), List.of()));
    }
}
