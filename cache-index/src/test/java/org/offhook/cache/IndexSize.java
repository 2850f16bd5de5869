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
    private static final int CHANGES = 20;
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
            long from = cpuNanos();
            try (var cache = AnswerCache.open(directory.resolve("index"), embedder)) {
                cache.sync("large", answers);
            }
            double built = (cpuNanos() - from) / 1e9;
            from = cpuNanos();
            try (var cache = AnswerCache.open(directory.resolve("index"), embedder)) {
                cache.sync("large", answers);
                double opened = (cpuNanos() - from) / 1e9;
                System.out.printf(
                        Locale.ROOT,
                        "%d phrasings: CPU of this thread: built in %.1f s, opened in %.1f s%n",
                        size,
                        built,
                        opened);
                report(cache, questions, embedder, size);
                change(cache, answers);
            }
        } finally {
            try (var files = Files.walk(directory)) {
                for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    /** An answer comes, is found, changes and goes: what each costs while calls go on. */
    private static void change(AnswerCache cache, List<Answer> answers) throws IOException {
        var nanos = new long[3 * CHANGES];
        for (int i = 0; i < CHANGES; i++) {
            var more = new ArrayList<>(answers);
            for (int step = 0; step < 3; step++) {
                if (step < 2) {
                    String question = "is parrot number " + i + (step == 0 ? " here" : " awake");
                    more.subList(answers.size(), more.size()).clear();
                    more.add(new Answer("new", "", List.of(question), new Answer.Then.Listen()));
                }
                long from = cpuNanos();
                cache.sync("large", step == 2 ? answers : more);
                nanos[3 * i + step] = cpuNanos() - from;
            }
        }
        Arrays.sort(nanos);
        System.out.printf(
                Locale.ROOT,
                "  one answer changed: CPU p50 %.0f ms, p95 %.0f ms, max %.0f ms (%d)%n",
                nanos[nanos.length / 2] / 1e6,
                nanos[nanos.length * 95 / 100] / 1e6,
                nanos[nanos.length - 1] / 1e6,
                nanos.length);
    }

    private static void report(
            AnswerCache cache, List<String> questions, Copying embedder, int size)
            throws IOException {
        var nanos = new ArrayList<Long>();
        int found = 0;
        for (int round = 0; round < ROUNDS; round++) {
            for (String question : questions) {
                long from = cpuNanos();
                Lookup lookup = cache.lookup("large", question);
                long took = cpuNanos() - from;
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
                "  decision: CPU p50 %.2f ms, p99 %.2f ms (%d); nearest found %d of %d;"
                        + " heap %d MB, of it %d MB this bench's own%n",
                sorted[sorted.length / 2] / 1e6,
                sorted[sorted.length * 99 / 100] / 1e6,
                sorted.length,
                found,
                questions.size(),
                (runtime.totalMemory() - runtime.freeMemory()) >> 20,
                embedder.bytes() >> 20);
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
            int at = text.lastIndexOf(" copy ");
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

        long bytes() {
            return copies.size() * 4L * dimensions();
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
