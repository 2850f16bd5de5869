package org.offhook.tests.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.offhook.cache.Answer;
import org.offhook.cache.Embedder;
import org.offhook.cache.MiniLmEmbedder;
import org.offhook.cache.cluster.ClusterSettings;
import org.offhook.cache.cluster.OpenSearchAnswerStore;
import org.offhook.cache.store.AnswerStore;
import org.offhook.cache.store.AnswerStore.Changes;
import org.offhook.cache.store.AnswerStore.Write;
import org.offhook.cache.store.StoredAnswer;
import org.offhook.cache.store.StoredAnswer.Content;
import org.offhook.cache.store.StoredAnswer.Key;
import org.offhook.cache.store.StoredAnswer.Origin;
import org.offhook.cache.store.StoredAnswer.Scope;
import org.offhook.cache.store.StoredAnswer.Status;
import org.offhook.tests.peer.OpenSearchCluster;

/** How long answers take from one machine to another through a cluster, and through a lost node. */
final class ClusterFigures {
    private static final int WRITERS = 4;
    private static final int WRITES_THROUGH_THE_LOSS = 40;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private ClusterFigures() {}

    public static void main(String[] arguments) throws Exception {
        int writes = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 400;
        Path folder = BenchServer.folder("cluster");
        try (var embedder = MiniLmEmbedder.load();
                var cluster = OpenSearchCluster.start(folder.resolve("nodes"));
                var here = open(cluster, folder.resolve("here"), embedder);
                var there = open(cluster, folder.resolve("there"), embedder)) {
            run(here, there, writes / 10); // warms up
            System.out.println(writes + " writes by " + WRITERS + " writers");
            run(here, there, writes).forEach(ClusterFigures::print);
            Thread loss = Thread.ofPlatform().start(() -> kill(cluster));
            Map<String, double[]> through = run(here, there, WRITES_THROUGH_THE_LOSS * WRITERS);
            loss.join();
            System.out.println("the manager, which holds the data too, is killed meanwhile");
            through.forEach(ClusterFigures::print);
        }
    }

    private static OpenSearchAnswerStore open(
            OpenSearchCluster cluster, Path folder, Embedder embedder) throws Exception {
        var settings = new ClusterSettings(cluster.addresses(), "answers", 1, Optional.empty());
        return OpenSearchAnswerStore.open(settings, folder, embedder);
    }

    private static void kill(OpenSearchCluster cluster) {
        try {
            cluster.killManager();
        } catch (IOException | InterruptedException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static void print(String what, double[] values) {
        System.out.println("  " + what + ", ms: " + Percentiles.of(values));
    }

    /** Writes by all writers at once; milliseconds by what they were spent on. */
    private static Map<String, double[]> run(AnswerStore here, AnswerStore there, int writes)
            throws Exception {
        var begun = new ConcurrentHashMap<Key, Long>();
        var put = new ConcurrentHashMap<Key, Double>();
        Changes before = there.changesSince(AnswerStore.NONE);
        try (var writers = Executors.newVirtualThreadPerTaskExecutor()) {
            var all = new ArrayList<Future<?>>();
            for (int writer = 0; writer < WRITERS; writer++) {
                all.add(
                        writers.submit(() -> {
                            for (int at = 0; at < writes / WRITERS; at++) {
                                write(here, begun, put);
                            }
                            return null;
                        }));
            }
            double[] lags = follow(there, before, writes / WRITERS * WRITERS, begun);
            for (Future<?> one : all) {
                one.get(); // its failure is the run's
            }
            double[] puts = put.values().stream().mapToDouble(Double::doubleValue).toArray();
            return Map.of("write called to in the other copy", lags, "write called to done", puts);
        }
    }

    private static void write(AnswerStore store, Map<Key, Long> begun, Map<Key, Double> put)
            throws Exception {
        var key = new Key("bench", "answer-" + java.util.UUID.randomUUID());
        var content =
                new Content(
                        Status.APPROVED,
                        "Nine to five.",
                        List.of("when do you open"),
                        new Answer.Then.Listen(),
                        Scope.ALWAYS,
                        false);
        var answer =
                StoredAnswer.first(key, content, Origin.OWNER, Instant.EPOCH, "bench", "added");
        long start = System.nanoTime();
        begun.put(key, start);
        store.put(List.of(new Write(answer, AnswerStore.NONE)));
        put.put(key, (System.nanoTime() - start) / 1e6);
    }

    private static double[] follow(
            AnswerStore store, Changes from, int wanted, Map<Key, Long> begun) throws Exception {
        var lags = new ArrayList<Double>();
        long seen = from.upTo();
        long last = System.nanoTime();
        while (lags.size() < wanted) {
            Changes changes = store.awaitChanges(from.store(), seen, Duration.ofSeconds(1));
            long now = System.nanoTime();
            if (now - last > PATIENCE.toNanos()) {
                throw new IllegalStateException(lags.size() + " of " + wanted + " came");
            }
            for (AnswerStore.Entry entry : changes.entries()) {
                if (entry.sequence() <= changes.upTo()) {
                    lags.add((now - begun.get(entry.answer().key())) / 1e6);
                    last = now;
                }
            }
            seen = changes.upTo();
        }
        return lags.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
