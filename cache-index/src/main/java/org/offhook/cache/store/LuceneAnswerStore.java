package org.offhook.cache.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexFormatTooNewException;
import org.apache.lucene.index.IndexFormatTooOldException;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.index.Term;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.LockObtainFailedException;
import org.offhook.cache.store.StoredAnswer.Key;

/**
 * Answers of one machine in one Lucene directory. Each {@link #put} is one commit: after a crash it
 * is there whole or not at all. All of it is also in memory, from where it is read. Any thread; a
 * second writer waits.
 */
public final class LuceneAnswerStore implements AnswerStore {
    private static final String KEY = "key";
    private static final String SEQUENCE = "sequence";
    private static final String SOURCE = "source";
    private static final String STORE = "store";

    private final Path path;
    private final Directory directory;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<Key, Entry> byKey = new HashMap<>();
    private final TreeMap<Long, Entry> bySequence = new TreeMap<>();
    private String identity = "";
    private long last = NONE;
    private IndexWriter writer;

    private LuceneAnswerStore(Path path, Directory directory) {
        this.path = path;
        this.directory = directory;
    }

    /**
     * Opens or creates.
     *
     * @throws IOException in use by another process, unreadable, or damaged: nothing of it is moved
     *     or deleted then, as nothing else knows what was in it
     */
    public static LuceneAnswerStore open(Path path) throws IOException {
        Files.createDirectories(path);
        return open(path, FSDirectory.open(path));
    }

    static LuceneAnswerStore open(Path path, Directory directory) throws IOException {
        var store = new LuceneAnswerStore(path, directory);
        try {
            store.writer = store.newWriter();
            store.load();
            return store;
        } catch (LockObtainFailedException inUse) {
            store.abandon(inUse);
            throw new InUseException(path, inUse);
        } catch (CorruptIndexException
                | IndexFormatTooOldException
                | IndexFormatTooNewException
                | RuntimeException damaged) {
            store.abandon(damaged);
            throw new IOException(
                    "the answers in "
                            + path
                            + " are damaged ("
                            + damaged.getMessage()
                            + "); restore a copy of this folder, or move it away to begin anew",
                    damaged);
        } catch (IOException unreadable) {
            store.abandon(unreadable);
            throw unreadable;
        }
    }

    /** Another process has it open. */
    public static final class InUseException extends IOException {
        private static final long serialVersionUID = 1;

        private InUseException(Path path, IOException cause) {
            super("in use by another process: " + path, cause);
        }
    }

    private void abandon(Exception why) {
        try (directory) {
            if (writer != null) {
                writer.rollback();
            }
        } catch (IOException | RuntimeException also) {
            why.addSuppressed(also);
        }
    }

    private IndexWriter newWriter() throws IOException {
        var config = new IndexWriterConfig();
        config.setMergeScheduler(new SerialMergeScheduler()); // no threads of its own
        config.setCommitOnClose(false);
        return new IndexWriter(directory, config);
    }

    private void load() throws IOException {
        if (!DirectoryReader.indexExists(directory)) {
            identity = UUID.randomUUID().toString();
            commit(NONE);
            return;
        }
        try (var reader = DirectoryReader.open(directory)) {
            Map<String, String> said = reader.getIndexCommit().getUserData();
            identity = said.getOrDefault(STORE, "");
            last = Long.parseLong(said.getOrDefault(SEQUENCE, Long.toString(NONE)));
            for (LeafReaderContext leaf : reader.leaves()) {
                leaf.reader().checkIntegrity();
                var live = leaf.reader().getLiveDocs();
                var stored = leaf.reader().storedFields();
                for (int doc = 0; doc < leaf.reader().maxDoc(); doc++) {
                    if (live == null || live.get(doc)) {
                        Document document = stored.document(doc);
                        long sequence = document.getField(SEQUENCE).numericValue().longValue();
                        remember(new Entry(AnswerJson.read(document.get(SOURCE)), sequence));
                    }
                }
            }
        }
    }

    private void remember(Entry entry) {
        Entry before = byKey.put(entry.answer().key(), entry);
        if (before != null) {
            bySequence.remove(before.sequence());
        }
        bySequence.put(entry.sequence(), entry);
    }

    @Override
    public List<Entry> put(List<Write> writes) throws IOException, StaleWriteException {
        lock.lock();
        try {
            var entries = new ArrayList<Entry>();
            var seen = new HashMap<Key, Long>();
            for (Write write : writes) {
                Key key = write.answer().key();
                Entry now = byKey.get(key);
                long current = seen.getOrDefault(key, now == null ? NONE : now.sequence());
                if (write.after() != current) {
                    throw new StaleWriteException(key);
                }
                var entry = new Entry(write.answer(), last + 1 + entries.size());
                seen.put(key, entry.sequence());
                entries.add(entry);
            }
            if (!entries.isEmpty()) {
                write(entries, entries.getLast().sequence(), false);
                entries.forEach(this::remember);
                last = entries.getLast().sequence();
                changed.signalAll();
            }
            return List.copyOf(entries);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Becomes, or goes on being, the copy of another store: takes its entries with their numbers,
     * in one commit. Those of another store than the one it copies replace all that is here. A copy
     * is not written to by {@link #put}.
     */
    public void copy(Changes changes) throws IOException {
        lock.lock();
        try {
            boolean afresh = !changes.store().equals(identity);
            List<Entry> newer =
                    changes.entries().stream().filter(entry -> afresh || isNewer(entry)).toList();
            String before = identity;
            identity = changes.store();
            try {
                write(newer, changes.upTo(), afresh);
            } catch (IOException full) {
                identity = before;
                throw full;
            }
            if (afresh) {
                byKey.clear();
                bySequence.clear();
            }
            newer.forEach(this::remember);
            last = changes.upTo();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Identity of the store, or of the one that this is a copy of. */
    public String store() {
        lock.lock();
        try {
            return identity;
        } finally {
            lock.unlock();
        }
    }

    /** How many are here, deleted ones too. */
    public int size() {
        lock.lock();
        try {
            return byKey.size();
        } finally {
            lock.unlock();
        }
    }

    private boolean isNewer(Entry entry) {
        Entry here = byKey.get(entry.answer().key());
        return here == null || here.sequence() < entry.sequence();
    }

    private void write(List<Entry> entries, long upTo, boolean afresh) throws IOException {
        try {
            if (writer == null) {
                writer = newWriter();
            }
            if (afresh) {
                writer.deleteAll();
            }
            for (Entry entry : entries) {
                Document document = document(entry);
                writer.updateDocument(new Term(KEY, document.get(KEY)), document);
            }
            commit(upTo);
        } catch (IOException | RuntimeException full) {
            rollBack(full);
            throw new IOException(
                    "answers not written to " + path + ": " + full.getMessage(), full);
        }
    }

    /** Back to the last commit; the next write opens a writer on it. */
    private void rollBack(Exception why) {
        try {
            if (writer != null) {
                writer.rollback();
            }
        } catch (IOException | RuntimeException also) {
            why.addSuppressed(also);
        } finally {
            writer = null;
        }
    }

    private void commit(long sequence) throws IOException {
        writer.setLiveCommitData(
                Map.of(STORE, identity, SEQUENCE, Long.toString(sequence)).entrySet());
        writer.commit();
    }

    private static Document document(Entry entry) {
        var document = new Document();
        Key key = entry.answer().key();
        document.add(new StringField(KEY, key.agent() + "\0" + key.id(), Field.Store.YES));
        document.add(new StoredField(SEQUENCE, entry.sequence()));
        document.add(new StoredField(SOURCE, AnswerJson.write(entry.answer())));
        return document;
    }

    @Override
    public Optional<Entry> get(Key key) {
        lock.lock();
        try {
            return Optional.ofNullable(byKey.get(key));
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Changes changesSince(long sequence) {
        lock.lock();
        try {
            return since(sequence);
        } finally {
            lock.unlock();
        }
    }

    private Changes since(long sequence) {
        return new Changes(
                identity, last, List.copyOf(bySequence.tailMap(sequence, false).values()));
    }

    @Override
    public Changes awaitChanges(String store, long sequence, Duration atMost)
            throws InterruptedException {
        lock.lock();
        try {
            long leftNanos = atMost.toNanos();
            while (last <= sequence && store.equals(identity) && leftNanos > 0) {
                leftNanos = changed.awaitNanos(leftNanos);
            }
            return since(store.equals(identity) ? sequence : NONE);
        } finally {
            lock.unlock();
        }
    }

    /** Twice is harmless. */
    @Override
    public void close() throws IOException {
        lock.lock();
        try (directory) {
            if (writer != null) {
                writer.close();
                writer = null;
            }
        } finally {
            lock.unlock();
        }
    }
}
