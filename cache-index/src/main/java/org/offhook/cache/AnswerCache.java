package org.offhook.cache;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

    /** Of the answers played, what may be wrong: an upper bound; fewer than 1 % are then seen. */
    public static final double USUAL_WRONG_RATE = 0.017;

    /**
     * So many are searched one by one: nothing is overlooked, and it costs less than the vector.
     */
    private static final int MOST_SCANNED = 50_000;

    /** Of a question in a language without embeddings, or in a bank that is not whole. */
    private static final float[] NO_VECTOR = {};

    /** Beside the index, which may be deleted and made again; this may not. */
    private static final String JUDGED = "judged.txt";

    private final VectorIndex index;
    private final Embedder embedder;
    private final Judging judging;
    private final Map<String, Snapshot> banks = new ConcurrentHashMap<>();
    private final ReentrantLock syncing = new ReentrantLock();

    /**
     * A bank and the index it is searched with.
     *
     * @param ordinals turn keys into phrasings
     * @param whole false while it is begun and vectors are missing: an answer whose rivals are not
     *     there yet is not to be trusted
     */
    private record Snapshot(
            Bank bank,
            Locale language,
            Phrasebook book,
            VectorIndex.View view,
            Map<String, Integer> ordinals,
            boolean whole) {}

    /** What a question is judged with. */
    private record Judging(
            Vocabulary english, Projection projection, Decision decision, Judgements judgements) {}

    private AnswerCache(VectorIndex index, Embedder embedder, Judging judging) {
        this.index = index;
        this.embedder = embedder;
        this.judging = judging;
    }

    /**
     * Opens the index in {@code directory}, or begins one. Nothing is found before {@link #sync}.
     *
     * @param embedder stays the caller's to close, after this
     * @throws IOException where the directory cannot be written or is open elsewhere; a damaged
     *     index is moved aside instead
     */
    public static AnswerCache open(Path directory, Embedder embedder) throws IOException {
        return open(directory, embedder, USUAL_WRONG_RATE);
    }

    /**
     * As {@link #open(Path, Embedder)}.
     *
     * @param wrongRate share of wrong answers of those played that is allowed, above 0 and at most
     *     1: an upper bound, not what is seen
     */
    public static AnswerCache open(Path directory, Embedder embedder, double wrongRate)
            throws IOException {
        var english = Vocabulary.load();
        RankingGate gate = RankingGate.load();
        Path judged = directory.resolveSibling(JUDGED);
        var judgements = Judgements.open(judged, gate.calibration(), wrongRate);
        log.info("{}", judgements.proof());
        return new AnswerCache(
                VectorIndex.open(directory),
                embedder,
                new Judging(
                        english, Projection.load(), new Decision(Gate.load(), gate), judgements));
    }

    /** As {@link #sync(String, Locale, List)}, in English. */
    public SyncReport sync(String bank, List<Answer> answers) throws IOException {
        return sync(bank, Locale.ENGLISH, answers);
    }

    /**
     * Makes {@code bank} hold exactly {@code answers}; computes vectors only of new or changed
     * phrasings, some milliseconds each. One sync at a time: a second waits.
     *
     * <p>Embeddings and gate know English only. A bank of another language answers the very
     * questions it has, whatever their case and punctuation, and nothing that is merely near.
     *
     * @param bank name of the partition
     * @param language of its questions
     * @throws IOException where the index cannot be written; the bank stays as it was
     */
    public SyncReport sync(String bank, Locale language, List<Answer> answers) throws IOException {
        return sync(bank, language, answers, Integer.MAX_VALUE);
    }

    /**
     * As above, a piece at a time, so that many new phrasings, or another embedder, keep nobody
     * waiting: call it again while the report says that some wait. Meanwhile a bank is answered as
     * before, without those that wait; one that is begun answers only its very words.
     *
     * @param most vectors to compute now
     */
    public SyncReport sync(String bank, Locale language, List<Answer> answers, int most)
            throws IOException {
        syncing.lock();
        try {
            Snapshot old = banks.get(bank);
            Phrasebook book = book(old, bank, language).with(answers);
            VectorIndex.View before = old == null ? index.view(bank) : old.view();
            VectorIndex.View view = before;
            Work work;
            try {
                work = work(before, indexed(language, book), most);
                if (!work.added().isEmpty() || !work.deleted().isEmpty()) {
                    index.change(work.added(), work.deleted(), embedder.vectorsId());
                    view = index.view(before);
                }
                boolean whole = work.waiting() == 0 || old != null && old.whole();
                banks.put(bank, snapshot(answers, language, book, view, old, whole));
            } catch (IOException | RuntimeException failed) {
                // What is answered from stays open; nobody has seen the rest.
                if (view != before) {
                    view.close();
                }
                if (old == null) {
                    before.close();
                }
                throw failed;
            }
            if (view != before) {
                before.close();
            }
            int kept = book.phrases().size() - work.added().size() - work.waiting();
            var report =
                    new SyncReport(
                            work.added().size(),
                            kept,
                            work.deleted().size(),
                            banks.get(bank).bank().ambiguous(),
                            work.waiting());
            log.info("bank {}: {}", bank, report);
            return report;
        } finally {
            syncing.unlock();
        }
    }

    /** What has to be done to the index; {@code waiting} have to wait for another time. */
    private record Work(Map<VectorIndex.Entry, float[]> added, Set<String> deleted, int waiting) {}

    private Work work(VectorIndex.View before, List<VectorIndex.Entry> wanted, int most) {
        var added = new LinkedHashMap<VectorIndex.Entry, float[]>();
        var deleted = new HashSet<>(before.vectors().keySet());
        int waiting = 0;
        for (VectorIndex.Entry entry : wanted) {
            if (deleted.remove(entry.key())) {
                continue;
            }
            if (added.size() < most) {
                added.put(entry, embedder.vectors(entry.normal()).joined());
            } else {
                waiting++;
            }
        }
        return new Work(added, deleted, waiting);
    }

    /** What was computed of the bank's questions before. */
    private Phrasebook book(Snapshot old, String bank, Locale language) {
        var maker = new Phrasebook.Maker(bank, language, embedder.vectorsId());
        return old != null && old.book().isOf(maker) ? old.book() : Phrasebook.empty(maker);
    }

    /** What is compared: two questions with the same normal form are the same question. */
    public static String normal(Locale language, String words) {
        return wording(language, words).normal();
    }

    static Wording wording(Locale language, String words) {
        return English.is(language) ? Wording.of(words) : Wording.verbatim(words);
    }

    /** What the index has vectors of. */
    private static List<VectorIndex.Entry> indexed(Locale language, Phrasebook book) {
        return English.is(language)
                ? book.phrases().stream().map(phrase -> phrase.question().entry()).toList()
                : List.of();
    }

    private Snapshot snapshot(
            List<Answer> answers,
            Locale language,
            Phrasebook book,
            VectorIndex.View view,
            Snapshot old,
            boolean whole) {
        var phrasings = new ArrayList<Bank.Phrasing>();
        var ordinals = new HashMap<String, Integer>();
        for (Phrasebook.Phrase phrase : book.phrases()) {
            Phrasebook.Question question = phrase.question();
            float[] vector = view.vectors().get(question.key());
            if (vector == null && whole && English.is(language)) {
                continue; // it waits, and the others are asked as before it came
            }
            ordinals.put(question.key(), phrasings.size());
            phrasings.add(
                    new Bank.Phrasing(
                            phrase.answer(),
                            question.wording(),
                            whole && vector != null ? vector : NO_VECTOR));
        }
        var bank =
                new Bank(
                        answers,
                        phrasings,
                        judging.english(),
                        judging.projection(),
                        old == null ? null : old.bank());
        return new Snapshot(bank, language, book, view, ordinals, whole);
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
        String unheard = Unfit.unheard(words);
        if (!unheard.isEmpty()) {
            return Decision.miss(unheard);
        }
        Bank bank = snapshot.bank();
        Wording question = wording(snapshot.language(), words);
        if (question.words().isEmpty()) {
            return Decision.miss("no words");
        }
        int same = bank.exact(question.normal());
        if (same >= 0) {
            return Decision.exact(bank, same);
        }
        String unasked = Unfit.unasked(snapshot.language(), words, question);
        if (!unasked.isEmpty()) {
            return Decision.miss(unasked);
        }
        if (bank.phrasings().isEmpty()) {
            return Decision.miss("bank is empty");
        }
        if (!English.is(snapshot.language()) || !snapshot.whole()) {
            return Decision.miss("not the very words");
        }
        Vectors vectors = embedder.vectors(question.normal());
        float[][] views = Bank.views(vectors, judging.projection());
        var nearest = new Nearest(bank, views);
        if (bank.phrasings().size() <= MOST_SCANNED) {
            nearest.offerAll();
        } else {
            for (String key : snapshot.view().nearest(vectors.joined())) {
                nearest.offer(snapshot.ordinals().get(key));
            }
        }
        Proof proof = proof();
        return judging.decision().decide(bank, question, views, nearest.found(), proof);
    }

    /** What is proven of the answers this cache would play. */
    public Proof proof() {
        return judging.judgements().proof();
    }

    /**
     * Takes a person's or a model's word on an answer that was played; it counts from now on, and
     * after a restart. Computes for some milliseconds.
     *
     * @param words that were asked; they are looked up once more, and not kept
     * @return false where it proves nothing: the very words of a phrasing, an answer that is no
     *     longer played to them, or one of too few phrasings to be counted
     * @throws IOException where it cannot be kept
     */
    public boolean judged(String bank, String words, String answerId, boolean right)
            throws IOException {
        if (lookup(bank, words) instanceof Lookup.Hit(Answer answer, _, Lookup.Evidence evidence)
                && answer.id().equals(answerId)
                && evidence.why().counted()) {
            judging.judgements().add(bank, answerId, evidence.why().score(), right);
            return true;
        }
        return false;
    }

    /**
     * The answer that these words would get if a lower score were proven; what it is worth can be
     * judged though nobody hears it. Computes for some milliseconds.
     *
     * @return empty for a hit, where something forbids one, where the score is so low that even
     *     right ones prove nothing, and for answers of too few phrasings to be counted
     */
    public Optional<Answer> nearly(String bank, String words) throws IOException {
        return unsaid(bank, words).map(Lookup.Near::nearest);
    }

    /** As {@link #judged}, of an answer that {@link #nearly} found: it proves something, too. */
    public boolean judgedNearly(String bank, String words, String answerId, boolean right)
            throws IOException {
        Optional<Lookup.Near> found = unsaid(bank, words);
        if (found.isEmpty() || !found.get().nearest().id().equals(answerId)) {
            return false;
        }
        double score = found.get().evidence().why().score();
        judging.judgements().addUnsaid(bank, answerId, score, right);
        return true;
    }

    private Optional<Lookup.Near> unsaid(String bank, String words) throws IOException {
        return lookup(bank, words) instanceof Lookup.Near near
                        && !near.nearest().say().isEmpty()
                        && near.evidence().why().isShortOf(judging.judgements().judgedFrom())
                ? Optional.of(near)
                : Optional.empty();
    }

    /** An answer that was judged wrong was not: the last such word on it no longer counts. */
    public void withdraw(String bank, String answerId) throws IOException {
        judging.judgements().withdraw(bank, answerId);
    }

    /**
     * As {@link #withdraw(String, String)}, of an index that is not open.
     *
     * @param directory the index's
     */
    public static void withdraw(Path directory, String bank, String answerId) throws IOException {
        Judgements.withdraw(directory.resolveSibling(JUDGED), bank, answerId);
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
