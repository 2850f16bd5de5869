package org.offhook.cache.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.offhook.cache.Embedder;
import org.offhook.cache.store.AnswerStore;
import org.offhook.cache.store.LuceneAnswerStore;
import org.offhook.cache.store.StoredAnswer.Key;

/**
 * Answers of many machines in one OpenSearch index. What is asked for is read from a durable copy
 * here, which follows the index; only {@link #get} and {@link #put} ask the cluster. While that is
 * away, all can be read as it was, and a {@link #put} throws {@link ClusterAwayException}. Any
 * thread.
 */
public final class OpenSearchAnswerStore implements AnswerStore {
    /** Of a write that is in the cluster: everywhere within a second, here at once. */
    private static final Duration VISIBLE_WITHIN = Duration.ofSeconds(5);

    private final Cluster cluster;
    private final AnswerIndex index;
    private final AnswerWriter writer;
    private final LuceneAnswerStore copy;
    private final ClusterHealth health;
    private final Follower follower;

    private OpenSearchAnswerStore(
            Cluster cluster,
            AnswerIndex index,
            IndexMapping mapping,
            LuceneAnswerStore copy,
            ClusterHealth health) {
        this.cluster = cluster;
        this.index = index;
        this.copy = copy;
        this.health = health;
        writer = new AnswerWriter(index, mapping);
        follower = Follower.start(index, copy, health);
    }

    /**
     * Returns when the copy is as the cluster is, or the cluster is known to be away.
     *
     * @param folder of the copy; one process at a time
     * @param embedder makes the vectors of questions in the index; stays the caller's to close
     * @throws IOException the copy is in use by another process, or damaged
     */
    public static OpenSearchAnswerStore open(
            ClusterSettings settings, Path folder, Embedder embedder)
            throws IOException, InterruptedException {
        LuceneAnswerStore copy = LuceneAnswerStore.open(folder);
        try {
            var cluster = new Cluster(settings);
            var mapping = new IndexMapping(embedder);
            var store =
                    new OpenSearchAnswerStore(
                            cluster,
                            new AnswerIndex(cluster, settings, mapping),
                            mapping,
                            copy,
                            new ClusterHealth(name(settings), InstantSource.system()));
            store.awaitFirstRound();
            return store;
        } catch (RuntimeException failed) {
            copy.close();
            throw failed;
        }
    }

    private static String name(ClusterSettings settings) {
        return settings.nodes().stream()
                .map(node -> node.getHost() + ":" + node.getPort())
                .collect(Collectors.joining(", ", "the OpenSearch cluster at ", ""));
    }

    private void awaitFirstRound() throws IOException, InterruptedException {
        try {
            follower.awaitFirstRound();
        } catch (InterruptedException ended) {
            close();
            throw ended;
        }
    }

    /** Why the cluster is away; empty while it is followed. */
    @Override
    public Optional<String> away() {
        return health.state() instanceof ClusterHealth.State.Away(_, var why)
                ? Optional.of(why)
                : Optional.empty();
    }

    /**
     * {@inheritDoc}
     *
     * <p>Every answer is written whole or not at all. Of several, some may be written when it
     * throws; the message says how many. A write is in the copy here when it returns, unless the
     * copy cannot follow just then.
     */
    @Override
    public List<Entry> put(List<Write> writes) throws IOException, StaleWriteException {
        if (writes.isEmpty()) {
            return List.of();
        }
        refuseTwice(writes);
        try {
            List<Entry> entries = writer.write(writes);
            catchUp(entries.stream().mapToLong(Entry::sequence).max().orElse(NONE));
            return entries;
        } catch (StaleWriteException stale) {
            // Whoever reads the copy again shall find what made this stale.
            for (Write write : writes) {
                catchUp(index.get(write.answer().key()).map(Entry::sequence).orElse(NONE));
            }
            throw stale;
        }
    }

    private static void refuseTwice(List<Write> writes) throws StaleWriteException {
        var keys = new HashSet<Key>();
        for (Write write : writes) {
            if (!keys.add(write.answer().key())) {
                throw new StaleWriteException(write.answer().key());
            }
        }
    }

    private void catchUp(long sequence) throws IOException {
        follower.look();
        long end = System.nanoTime() + VISIBLE_WITHIN.toNanos();
        try {
            // More than once: a copy that was begun anew meanwhile may be of the time before.
            while (copy.changesSince(Long.MAX_VALUE).upTo() < sequence) {
                Duration left = Duration.ofNanos(end - System.nanoTime());
                if (!left.isPositive()) {
                    return;
                }
                copy.awaitChanges(copy.store(), sequence - 1, left);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** While the cluster is away: as it was. */
    @Override
    public Optional<Entry> get(Key key) throws IOException {
        if (away().isPresent()) {
            return copy.get(key);
        }
        try {
            return index.get(key);
        } catch (ClusterAwayException _) {
            return copy.get(key);
        }
    }

    @Override
    public Changes changesSince(long sequence) {
        return copy.changesSince(sequence);
    }

    @Override
    public Changes awaitChanges(String store, long sequence, Duration atMost)
            throws InterruptedException {
        return copy.awaitChanges(store, sequence, atMost);
    }

    @Override
    public void close() throws IOException {
        try (copy;
                cluster) {
            follower.close();
        }
    }
}
