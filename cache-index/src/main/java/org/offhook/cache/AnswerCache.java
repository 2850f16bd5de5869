package org.offhook.cache;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * Finds the prepared answer a question means; any thread, no thread of its own.
 *
 * <p>Each bank is answered from an immutable snapshot that {@link #sync} replaces: lookups go on
 * meanwhile with the old one. The index on disk is only a memory of vectors; the bank is the truth.
 */
public final class AnswerCache implements AutoCloseable {
    private static final Logger log = LogManager.getLogger(AnswerCache.class);

    /** A question of more words is told, not asked: never a hit. */
    private static final int MOST_WORDS = 48;

    private final VectorIndex index;
    private final Embedder embedder;
    private final Vocabulary english;
    private final Decision decision;
    private final Map<String, Snapshot> banks = new ConcurrentHashMap<>();
    private final ReentrantLock syncing = new ReentrantLock();

    /** A bank and the index it is searched with; {@code ordinals} turns keys into phrasings. */
    private record Snapshot(Bank bank, VectorIndex.View view, Map<String, Integer> ordinals) {}

    private AnswerCache(
            VectorIndex index, Embedder embedder, Vocabulary english, Decision decision) {
        this.index = index;
        this.embedder = embedder;
        this.english = english;
        this.decision = decision;
    }

    /**
     * Opens the index in {@code directory}, or begins one. Nothing is found before {@link #sync}.
     *
     * @param embedder stays the caller's to close, after this
     * @throws IOException where the directory cannot be written or is open elsewhere; a damaged
     *     index is moved aside instead
     */
    public static AnswerCache open(Path directory, Embedder embedder) throws IOException {
        var english = Vocabulary.load();
        var decision = new Decision(Gate.load());
        return new AnswerCache(VectorIndex.open(directory), embedder, english, decision);
    }

    /**
     * Makes {@code bank} hold exactly {@code answers}; computes vectors only of new or changed
     * phrasings, some milliseconds each. One sync at a time: a second waits.
     *
     * @param bank name of the partition: agent and language
     * @throws IOException where the index cannot be written; the bank stays as it was
     */
    public SyncReport sync(String bank, List<Answer> answers) throws IOException {
        syncing.lock();
        try {
            Map<VectorIndex.Entry, Integer> wanted = entries(bank, answers);
            var added = new LinkedHashMap<VectorIndex.Entry, float[]>();
            var deleted = new HashSet<String>();
            try (var before = index.view(bank)) {
                deleted.addAll(before.vectors().keySet());
                for (VectorIndex.Entry entry : wanted.keySet()) {
                    if (!deleted.remove(entry.key())) {
                        added.put(entry, embedder.embed(entry.normal()));
                    }
                }
            }
            if (!added.isEmpty() || !deleted.isEmpty()) {
                index.change(added, deleted, embedder.id());
            }
            Snapshot now = snapshot(answers, wanted, index.view(bank));
            Snapshot old = banks.put(bank, now);
            if (old != null) {
                old.view().close();
            }
            var report =
                    new SyncReport(
                            added.size(),
                            wanted.size() - added.size(),
                            deleted.size(),
                            now.bank().ambiguous());
            log.info("bank {}: {}", bank, report);
            return report;
        } finally {
            syncing.unlock();
        }
    }

    /** Each phrasing once per answer, with the answer's index. */
    private Map<VectorIndex.Entry, Integer> entries(String bank, List<Answer> answers) {
        var entries = new LinkedHashMap<VectorIndex.Entry, Integer>();
        var ids = new HashSet<String>();
        for (int i = 0; i < answers.size(); i++) {
            Answer answer = answers.get(i);
            if (!ids.add(answer.id())) {
                throw new IllegalArgumentException("bank " + bank + " has two: " + answer.id());
            }
            var seen = new HashSet<String>();
            for (String phrasing : answer.questions()) {
                String normal = Wording.of(phrasing).normal();
                if (!normal.isEmpty() && seen.add(normal)) {
                    String key = key(bank, answer.id(), phrasing, normal, embedder.id());
                    entries.put(new VectorIndex.Entry(key, bank, answer.id(), phrasing, normal), i);
                }
            }
        }
        return entries;
    }

    private static String key(String... parts) {
        try {
            byte[] all = String.join("\0", parts).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(all));
        } catch (NoSuchAlgorithmException ours) {
            throw new IllegalStateException(ours); // every Java has SHA-256
        }
    }

    private Snapshot snapshot(
            List<Answer> answers, Map<VectorIndex.Entry, Integer> wanted, VectorIndex.View view) {
        var phrasings = new ArrayList<Bank.Phrasing>();
        var ordinals = new HashMap<String, Integer>();
        wanted.forEach((entry, answer) -> {
            ordinals.put(entry.key(), phrasings.size());
            phrasings.add(
                    new Bank.Phrasing(
                            answer, Wording.of(entry.phrasing()), view.vectors().get(entry.key())));
        });
        return new Snapshot(new Bank(answers, phrasings, english), view, ordinals);
    }

    /**
     * Decides; computes for some milliseconds, so call it on the model pool.
     *
     * @param words as recognised; spelling, fillers and punctuation do not matter
     */
    public Lookup lookup(String bank, String words) throws IOException {
        Snapshot snapshot = entered(bank);
        if (snapshot == null) {
            return Decision.miss("bank is empty");
        }
        try {
            return lookup(snapshot, words);
        } finally {
            snapshot.view().leave();
        }
    }

    /** Null where no such bank was synced. */
    private Snapshot entered(String bank) {
        while (true) {
            Snapshot snapshot = banks.get(bank);
            if (snapshot == null || snapshot.view().enter()) {
                return snapshot;
            }
            Thread.onSpinWait(); // closed between the two calls: the newer one is already there
        }
    }

    private Lookup lookup(Snapshot snapshot, String words) throws IOException {
        Bank bank = snapshot.bank();
        Wording question = Wording.of(words);
        if (question.words().isEmpty()) {
            return Decision.miss("no words");
        }
        if (question.words().size() > MOST_WORDS) {
            return Decision.miss("too many words");
        }
        int same = bank.exact(question.normal());
        if (same >= 0) {
            return Decision.exact(bank, same);
        }
        if (bank.phrasings().isEmpty()) {
            return Decision.miss("bank is empty");
        }
        float[] vector = embedder.embed(question.normal());
        var neighbours = new ArrayList<Candidates.Neighbour>();
        for (String key : snapshot.view().nearest(vector)) {
            int phrasing = snapshot.ordinals().get(key);
            double cosine = Bank.dot(vector, bank.phrasings().get(phrasing).vector());
            neighbours.add(new Candidates.Neighbour(phrasing, cosine));
        }
        neighbours.sort((a, b) -> Double.compare(b.cosine(), a.cosine()));
        return decision.decide(bank, question, vector, neighbours);
    }

    /** Closes the index; no lookup or sync may be under way. Twice is harmless. */
    @Override
    public void close() throws IOException {
        for (String bank : List.copyOf(banks.keySet())) {
            banks.remove(bank).view().close();
        }
        index.close();
    }
}
