package org.offhook.cache;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * What a decision costs in a large bank. Questions are embedded by the real model; the bank's
 * vectors are real ones of some hundred sentences, each turned a little for each copy, since
 * embedding a hundred thousand sentences would take ten minutes and change nothing.
 *
 * <p>{@code tests/bench/index-size [SIZES]}
 */
final class IndexSize {
    private static final int PER_ANSWER = 20;
    private static final int ROUNDS = 5;
    private static final double TURN = 0.6;

    private IndexSize() {}

    public static void main(String[] args) throws IOException {
        String[] sizes = args.length == 0 ? new String[] {"10000", "100000"} : args;
        try (var model = MiniLmEmbedder.load()) {
            for (String size : sizes) {
                measure(Integer.parseInt(size), model);
            }
        }
    }

    private static void measure(int size, MiniLmEmbedder model) throws IOException {
        var questions = new ArrayList<String>();
        var sentences = new ArrayList<String>();
        for (int file = 1; file <= 2; file++) {
            for (NearMisses.Pair pair : NearMisses.pairs(file)) {
                sentences.add(pair.cached());
                sentences.add(pair.nearMiss());
                questions.add(pair.paraphrase());
            }
        }
        var answers = new ArrayList<Answer>();
        for (int i = 0; i < size / PER_ANSWER; i++) {
            var phrasings = new ArrayList<String>();
            for (int j = 0; j < PER_ANSWER; j++) {
                int copy = i * PER_ANSWER + j;
                phrasings.add(sentences.get(copy % sentences.size()) + " copy " + copy);
            }
            answers.add(new Answer("a" + i, "", phrasings, new Answer.Then.Listen()));
        }
        Path directory = Files.createTempDirectory("index-size");
        try (var embedder = new Copying(model)) {
            long from = System.nanoTime();
            try (var cache = AnswerCache.open(directory.resolve("index"), embedder)) {
                cache.sync("large", answers);
            }
            double built = (System.nanoTime() - from) / 1e9;
            from = System.nanoTime();
            try (var cache = AnswerCache.open(directory.resolve("index"), embedder)) {
                cache.sync("large", answers);
                double opened = (System.nanoTime() - from) / 1e9;
                report(cache, questions, embedder, size, built, opened);
            }
        } finally {
            try (var files = Files.walk(directory)) {
                for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    private static void report(
            AnswerCache cache,
            List<String> questions,
            Copying embedder,
            int size,
            double built,
            double opened)
            throws IOException {
        var threads = ManagementFactory.getThreadMXBean();
        var nanos = new ArrayList<Long>();
        int found = 0;
        for (int round = 0; round < ROUNDS; round++) {
            for (String question : questions) {
                long from = threads.getCurrentThreadCpuTime();
                Lookup lookup = cache.lookup("large", question);
                long took = threads.getCurrentThreadCpuTime() - from;
                if (round == 0) {
                    double nearest = lookup.evidence().why().nearest().getFirst().cosine();
                    found += nearest >= embedder.nearest(question) - 1e-6 ? 1 : 0;
                } else {
                    nanos.add(took);
                }
            }
        }
        long[] sorted = nanos.stream().mapToLong(Long::longValue).toArray();
        Arrays.sort(sorted);
        System.gc();
        var runtime = Runtime.getRuntime();
        System.out.printf(
                Locale.ROOT,
                "%d phrasings: decision CPU p50 %.2f ms, p99 %.2f ms (%d); nearest found %.1f %%;"
                        + " built in %.1f s, opened in %.1f s; heap %d MB%n",
                size,
                sorted[sorted.length / 2] / 1e6,
                sorted[sorted.length * 99 / 100] / 1e6,
                sorted.length,
                100.0 * found / questions.size(),
                built,
                opened,
                (runtime.totalMemory() - runtime.freeMemory()) >> 20);
    }

    /** Knows copies by their number, and remembers them for {@link #nearest}. */
    private static final class Copying implements Embedder {
        private final MiniLmEmbedder model;
        private final Map<String, float[]> bases = new HashMap<>();
        private final List<float[]> copies = new ArrayList<>();

        Copying(MiniLmEmbedder model) {
            this.model = model;
        }

        @Override
        public float[] embed(String text) {
            int at = text.indexOf(" copy ");
            if (at < 0) {
                return model.embed(text);
            }
            float[] base = bases.computeIfAbsent(text.substring(0, at), model::embed);
            var random = new Random(Long.parseLong(text.substring(at + 6).replace(" ", "")));
            float[] copy = new float[base.length];
            double square = 0;
            for (int i = 0; i < copy.length; i++) {
                copy[i] = (float) (base[i] + TURN * random.nextGaussian() / Math.sqrt(base.length));
                square += copy[i] * copy[i];
            }
            for (int i = 0; i < copy.length; i++) {
                copy[i] /= (float) Math.sqrt(square);
            }
            copies.add(copy);
            return copy;
        }

        /** Cosine of the nearest copy, by looking at each. */
        double nearest(String question) {
            float[] vector = model.embed(Wording.of(question).normal());
            double nearest = -1;
            for (float[] copy : copies) {
                nearest = Math.max(nearest, Bank.dot(vector, copy));
            }
            return nearest;
        }

        @Override
        public int dimensions() {
            return model.dimensions();
        }

        @Override
        public String id() {
            return "copies/1";
        }

        @Override
        public void close() {}
    }
}
