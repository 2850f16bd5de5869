package org.offhook.cache.cluster;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.offhook.cache.cluster.AnswerIndex.Outcome;
import org.offhook.cache.cluster.AnswerIndex.Put;
import org.offhook.cache.cluster.AnswerIndex.Version;
import org.offhook.cache.store.AnswerStore;
import org.offhook.cache.store.AnswerStore.Entry;
import org.offhook.cache.store.AnswerStore.StaleWriteException;
import org.offhook.cache.store.AnswerStore.Write;

/**
 * Writes answers until it is known that they are written, through the loss of a node too. Each
 * change carries an id of its own: when no answer came, the document tells whether it was written.
 * Any thread.
 */
final class AnswerWriter {
    private static final int BATCH = 100;
    private static final Duration GIVES_UP_AFTER = Duration.ofSeconds(15);
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(200);

    private final AnswerIndex index;
    private final IndexMapping mapping;

    AnswerWriter(AnswerIndex index, IndexMapping mapping) {
        this.index = index;
        this.mapping = mapping;
    }

    /** A write on its way, and the number it got. Owned by the thread that writes. */
    private static final class Pending {
        final Write write;
        final String id;
        final String name = UUID.randomUUID().toString();
        final String source;
        long sequence = AnswerStore.NONE;

        Pending(Write write, IndexMapping mapping) {
            this.write = write;
            id = AnswerIndex.id(write.answer().key());
            source = mapping.document(write.answer(), name);
        }

        boolean isWritten() {
            return sequence != AnswerStore.NONE;
        }

        Entry entry() {
            return new Entry(write.answer(), sequence);
        }
    }

    /** As {@link AnswerStore#put}, no key twice. */
    List<Entry> write(List<Write> writes) throws IOException, StaleWriteException {
        List<Pending> all = writes.stream().map(write -> new Pending(write, mapping)).toList();
        long giveUpAt = System.nanoTime() + GIVES_UP_AFTER.toNanos();
        boolean checked = all.size() <= BATCH;
        while (true) {
            var why = new ClusterAwayException("it puts writes off");
            try {
                if (!checked) {
                    check(all);
                    checked = true;
                }
                for (List<Pending> batch : batches(all)) {
                    writeBatch(batch);
                }
                if (all.stream().allMatch(Pending::isWritten)) {
                    return all.stream().map(Pending::entry).toList();
                }
            } catch (ClusterAwayException away) {
                why = away;
            } catch (IOException refused) {
                throw new IOException(refused.getMessage() + "; " + written(all), refused);
            }
            if (System.nanoTime() - giveUpAt > 0) {
                throw gaveUp(all, why);
            }
            pause();
        }
    }

    private static List<List<Pending>> batches(List<Pending> all) {
        var batches = new ArrayList<List<Pending>>();
        for (int from = 0; from < all.size(); from += BATCH) {
            batches.add(all.subList(from, Math.min(all.size(), from + BATCH)));
        }
        return batches;
    }

    /** Of several batches all are looked at before the first is written. */
    private void check(List<Pending> all) throws IOException, StaleWriteException {
        for (List<Pending> batch : batches(all)) {
            unwritten(batch);
        }
    }

    private void writeBatch(List<Pending> batch) throws IOException, StaleWriteException {
        List<Put> puts = unwritten(batch);
        if (puts.isEmpty()) {
            return;
        }
        List<Pending> open = batch.stream().filter(pending -> !pending.isWritten()).toList();
        List<Outcome> outcomes = index.write(puts);
        if (outcomes.size() != puts.size()) {
            throw new ClusterAwayException("a write's answer is cut off");
        }
        IOException refused = null;
        for (int at = 0; at < outcomes.size(); at++) {
            Outcome outcome = outcomes.get(at);
            if (outcome.isWritten()) {
                open.get(at).sequence = outcome.sequence();
            } else if (isForGood(outcome.status())) {
                Object key = open.get(at).write.answer().key();
                refused = new IOException(key + " is refused: " + outcome.reason());
            }
        }
        if (refused != null) {
            throw refused;
        }
    }

    /** A conflict may be with our own earlier try, and a missing index may come. */
    private static boolean isForGood(int status) {
        return status >= 400 && status < 500 && status != 404 && status != 409 && status != 429;
    }

    /** What is still to be written; finds out what is, and what somebody else was first with. */
    private List<Put> unwritten(List<Pending> batch) throws IOException, StaleWriteException {
        List<String> ids =
                batch.stream().filter(one -> !one.isWritten()).map(one -> one.id).toList();
        var puts = new ArrayList<Put>();
        Map<String, Version> there = ids.isEmpty() ? Map.of() : index.versions(ids);
        for (Pending pending : batch) {
            if (pending.isWritten()) {
                continue;
            }
            Optional<Version> now = Optional.ofNullable(there.get(pending.id));
            if (now.filter(version -> version.isWrittenBy(pending.name)).isPresent()) {
                pending.sequence = now.get().sequence();
            } else if (now.map(Version::sequence).orElse(AnswerStore.NONE)
                    != pending.write.after()) {
                throw new StaleWriteException(pending.write.answer().key());
            } else {
                puts.add(new Put(pending.id, now, pending.source));
            }
        }
        return puts;
    }

    private static ClusterAwayException gaveUp(List<Pending> all, ClusterAwayException why) {
        return new ClusterAwayException(
                "the OpenSearch cluster is away, " + written(all) + ": " + why.getMessage(), why);
    }

    private static String written(List<Pending> all) {
        long written = all.stream().filter(Pending::isWritten).count();
        return written + " of " + all.size() + " answers are written";
    }

    private static void pause() throws InterruptedIOException {
        try {
            Thread.sleep(BETWEEN_TRIES);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while answers were written");
        }
    }
}
