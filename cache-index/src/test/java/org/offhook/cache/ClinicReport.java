package org.offhook.cache;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * Puts the clinic's held-out questions to the whole cache and prints what it does, and how long a
 * decision takes.
 *
 * <pre>mvn -q -pl cache-index test-compile exec:exec -Dexec.classpathScope=test
 *   -Dexec.executable=java -Dexec.args="--enable-native-access=ALL-UNNAMED
 *   --add-modules jdk.incubator.vector -cp %classpath org.offhook.cache.ClinicReport"</pre>
 */
final class ClinicReport {
    private static final int NOISY_ROUNDS = 3;
    private static final double NOISE = 0.12;
    private static final int TIMED_ROUNDS = 20;

    private ClinicReport() {}

    /** What became of the questions of one kind. */
    record Tally(int asked, int right, List<String> wrong, List<String> missed) {
        double useful() {
            return 100.0 * right / asked;
        }
    }

    public static void main(String[] args) throws IOException {
        var clinic = Clinic.read();
        var directory = Files.createTempDirectory("clinic");
        try (var embedder = MiniLmEmbedder.load();
                var cache = AnswerCache.open(directory, embedder)) {
            cache.sync("clinic", clinic.answers());
            print("paraphrases", paraphrases(cache, clinic, 0, 1));
            print("misheard", paraphrases(cache, clinic, NOISE, NOISY_ROUNDS));
            print("near misses", nearMisses(cache, clinic, 0, 1));
            print("misheard", nearMisses(cache, clinic, NOISE, NOISY_ROUNDS));
            var fresh = Clinic.fresh();
            print("fresh", paraphrases(cache, fresh, 0, 1));
            print("near misses", nearMisses(cache, fresh, 0, 1));
            time(cache, clinic);
        }
    }

    static Tally paraphrases(AnswerCache cache, Clinic clinic, double noise, int rounds)
            throws IOException {
        var random = new Random(1);
        int right = 0;
        var wrong = new ArrayList<String>();
        var missed = new ArrayList<String>();
        for (int round = 0; round < rounds; round++) {
            for (Map.Entry<String, String> paraphrase : clinic.paraphrases().entrySet()) {
                String heard = Noise.misheard(paraphrase.getKey(), noise, random);
                Lookup found = cache.lookup("clinic", heard);
                if (!(found instanceof Lookup.Hit hit)) {
                    missed.add(heard + ": " + found.evidence());
                } else if (hit.answer().id().equals(paraphrase.getValue())) {
                    right++;
                } else {
                    wrong.add(heard + ": " + found.evidence());
                }
            }
        }
        return new Tally(rounds * clinic.paraphrases().size(), right, wrong, missed);
    }

    static Tally nearMisses(AnswerCache cache, Clinic clinic, double noise, int rounds)
            throws IOException {
        var random = new Random(2);
        var wrong = new ArrayList<String>();
        for (int round = 0; round < rounds; round++) {
            for (String question : clinic.nearMisses()) {
                String heard = Noise.misheard(question, noise, random);
                if (cache.lookup("clinic", heard) instanceof Lookup.Hit hit) {
                    wrong.add(heard + ": " + hit.evidence());
                }
            }
        }
        return new Tally(rounds * clinic.nearMisses().size(), 0, wrong, List.of());
    }

    private static void print(String name, Tally tally) {
        System.out.printf(
                Locale.ROOT,
                "%-12s %d asked, useful %.1f %%, wrong %d%n",
                name,
                tally.asked(),
                tally.useful(),
                tally.wrong().size());
        tally.wrong().forEach(line -> System.out.println("  wrong  " + line));
        if (!name.equals("misheard")) {
            tally.missed().forEach(line -> System.out.println("  missed " + line));
        }
    }

    /** Vector, search and decision, one thread, exact matches left out. */
    private static void time(AnswerCache cache, Clinic clinic) throws IOException {
        var threads = ManagementFactory.getThreadMXBean();
        var nanos = new ArrayList<Long>();
        var cpuNanos = new ArrayList<Long>();
        for (int round = 0; round < TIMED_ROUNDS; round++) {
            for (String question : clinic.paraphrases().keySet()) {
                long cpuFrom = threads.getCurrentThreadCpuTime();
                long from = System.nanoTime();
                Lookup found = cache.lookup("clinic", question);
                long took = System.nanoTime() - from;
                long cpuTook = threads.getCurrentThreadCpuTime() - cpuFrom;
                if (round > 1 && !found.evidence().reason().equals("exact")) {
                    nanos.add(took);
                    cpuNanos.add(cpuTook);
                }
            }
        }
        print("decision", nanos);
        print("its cpu time", cpuNanos);
    }

    private static void print(String name, List<Long> nanos) {
        long[] sorted = nanos.stream().mapToLong(Long::longValue).toArray();
        Arrays.sort(sorted);
        System.out.printf(
                Locale.ROOT,
                "%-12s p50 %.2f ms, p99 %.2f ms (%d lookups)%n",
                name,
                sorted[sorted.length / 2] / 1e6,
                sorted[sorted.length * 99 / 100] / 1e6,
                sorted.length);
    }
}
