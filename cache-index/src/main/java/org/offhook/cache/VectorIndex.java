package org.offhook.cache;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.logging.log4j.LogManager;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.FieldExistsQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.LockObtainFailedException;
import org.apache.lucene.util.VectorUtil;

/**
 * Phrasings and their vectors on disk, one partition per bank, in Lucene. Changing and reading need
 * one thread at a time; a {@link View} may be searched by any.
 */
final class VectorIndex implements AutoCloseable {
    /** One phrasing as stored; {@code key} is its identity. */
    record Entry(String key, String bank, String answerId, String phrasing, String normal) {}

    private static final org.apache.logging.log4j.Logger log =
            LogManager.getLogger(VectorIndex.class);

    /** Held, because java.util.logging forgets the levels of loggers nobody holds. */
    private static final Logger LUCENE = Logger.getLogger("org.apache.lucene");

    static {
        LUCENE.setLevel(Level.SEVERE); // it greets and advises on the console
    }

    private static final String KEY = "key";
    private static final String BANK = "bank";
    private static final String ANSWER = "answer";
    private static final String PHRASING = "phrasing";
    private static final String NORMAL = "normal";
    private static final String EMBEDDER = "embedder";
    private static final String VECTOR = "vectors";

    /** What an index of before had, of another length: computed again. */
    private static final String FORMER_VECTOR = "vector";

    /** k = 1 finds the nearest in only 30 to 85 of 100 searches of a graph; 50 and more in 98. */
    private static final int NEIGHBOURS = 128;

    private final Directory directory;
    private IndexWriter writer;

    private VectorIndex(Directory directory, IndexWriter writer) {
        this.directory = directory;
        this.writer = writer;
    }

    /**
     * Opens or creates. What cannot be read is moved to {@code <path>.broken} and begun anew: all
     * of it can be computed again.
     *
     * @throws IOException also where another process has it open
     */
    static VectorIndex open(Path path) throws IOException {
        try {
            return checked(path);
        } catch (LockObtainFailedException inUse) {
            throw new IOException("in use by another process: " + path, inUse);
        } catch (IOException | RuntimeException broken) {
            // Lucene meets damaged bytes with either kind.
            Path aside = path.resolveSibling(path.getFileName() + ".broken");
            log.warn("{} is damaged ({}), moved to {}", path, broken.toString(), aside);
            deleteTree(aside);
            Files.move(path, aside);
            return checked(path);
        }
    }

    private static VectorIndex checked(Path path) throws IOException {
        Files.createDirectories(path);
        Directory directory = FSDirectory.open(path);
        IndexWriter writer = null;
        try {
            writer = writer(directory);
            writer.deleteDocuments(new FieldExistsQuery(FORMER_VECTOR));
            writer.commit();
            try (var reader = DirectoryReader.open(directory)) {
                for (LeafReaderContext leaf : reader.leaves()) {
                    leaf.reader().checkIntegrity();
                }
            }
            return new VectorIndex(directory, writer);
        } catch (IOException | RuntimeException broken) {
            try (directory) {
                if (writer != null) {
                    writer.rollback();
                }
            } catch (IOException | RuntimeException also) {
                broken.addSuppressed(also);
            }
            throw broken;
        }
    }

    private static IndexWriter writer(Directory directory) throws IOException {
        var config = new IndexWriterConfig();
        config.setMergeScheduler(new SerialMergeScheduler()); // no threads of its own
        config.setCommitOnClose(false);
        return new IndexWriter(directory, config);
    }

    private static void deleteTree(Path tree) throws IOException {
        if (!Files.exists(tree)) {
            return;
        }
        try (var files = Files.walk(tree)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** Cosine of two vectors of length 1. */
    static double dot(float[] a, float[] b) {
        return VectorUtil.dotProduct(a, b);
    }

    /** One atomic commit: all of it, or, where it throws or the process dies, nothing. */
    void change(Map<Entry, float[]> added, Collection<String> deletedKeys, String embedderId)
            throws IOException {
        try {
            for (String key : deletedKeys) {
                writer.deleteDocuments(new Term(KEY, key));
            }
            for (var phrasing : added.entrySet()) {
                writer.addDocument(document(phrasing.getKey(), phrasing.getValue(), embedderId));
            }
            writer.commit();
        } catch (IOException full) {
            writer.rollback();
            writer = writer(directory);
            throw full;
        }
    }

    private static Document document(Entry entry, float[] vector, String embedderId) {
        var document = new Document();
        document.add(new StringField(KEY, entry.key(), Field.Store.YES));
        document.add(new StringField(BANK, entry.bank(), Field.Store.YES));
        document.add(new StoredField(ANSWER, entry.answerId()));
        document.add(new StoredField(PHRASING, entry.phrasing()));
        document.add(new StoredField(NORMAL, entry.normal()));
        document.add(new StoredField(EMBEDDER, embedderId));
        document.add(new KnnFloatVectorField(VECTOR, vector, VectorSimilarityFunction.DOT_PRODUCT));
        return document;
    }

    /** The bank as last committed. */
    View view(String bank) throws IOException {
        return view(bank, DirectoryReader.open(directory), null);
    }

    /** As last committed; what has not changed is shared with {@code before}, which stays open. */
    View view(View before) throws IOException {
        DirectoryReader newer = DirectoryReader.openIfChanged(before.reader);
        return view(before.bank, newer == null ? DirectoryReader.open(directory) : newer, before);
    }

    private static View view(String bank, DirectoryReader reader, View known) throws IOException {
        try {
            return new View(bank, reader, known);
        } catch (IOException | RuntimeException broken) {
            reader.close();
            throw broken;
        }
    }

    @Override
    public void close() throws IOException {
        try (directory) {
            writer.close();
        }
    }

    /**
     * What a segment's file holds of a bank, deleted or not: by document, null where of another.
     */
    private record Segment(String[] keys, float[][] vectors) {
        /**
         * @param known vectors by key: those are taken, so that merged segments bring no new ones
         */
        static Segment read(LeafReaderContext leaf, String bank, Map<String, float[]> known)
                throws IOException {
            int documents = leaf.reader().maxDoc();
            var segment = new Segment(new String[documents], new float[documents][]);
            var postings = leaf.reader().postings(new Term(BANK, bank));
            FloatVectorValues values = leaf.reader().getFloatVectorValues(VECTOR);
            if (postings == null || values == null) {
                return segment;
            }
            KnnVectorValues.DocIndexIterator at = values.iterator();
            var stored = leaf.reader().storedFields();
            for (int doc = postings.nextDoc();
                    doc != DocIdSetIterator.NO_MORE_DOCS;
                    doc = postings.nextDoc()) {
                at.advance(doc);
                String key = stored.document(doc, java.util.Set.of(KEY)).get(KEY);
                float[] before = known.get(key);
                segment.keys[doc] = key;
                segment.vectors[doc] =
                        before == null ? values.vectorValue(at.index()).clone() : before;
            }
            return segment;
        }
    }

    /** One bank at one commit. Immutable; any thread between {@link #enter} and {@link #leave}. */
    static final class View implements AutoCloseable {
        private final String bank;
        private final DirectoryReader reader;
        private final IndexSearcher searcher;
        private final TermQuery partition;
        private final Map<Object, Segment> segments = new HashMap<>();
        private final Map<String, float[]> vectors = new HashMap<>();

        /**
         * @param known the view before this one, or null
         */
        private View(String bank, DirectoryReader reader, View known) throws IOException {
            this.bank = bank;
            this.reader = reader;
            searcher = new IndexSearcher(reader);
            partition = new TermQuery(new Term(BANK, bank));
            for (LeafReaderContext leaf : reader.leaves()) {
                Segment segment = known == null ? null : known.segments.get(identity(leaf));
                if (segment == null) {
                    Map<String, float[]> same = known == null ? Map.of() : known.vectors;
                    segment = Segment.read(leaf, bank, same);
                }
                segments.put(identity(leaf), segment);
                var live = leaf.reader().getLiveDocs();
                for (int doc = 0; doc < segment.keys.length; doc++) {
                    if (segment.keys[doc] != null && (live == null || live.get(doc))) {
                        vectors.put(segment.keys[doc], segment.vectors[doc]);
                    }
                }
            }
        }

        /** Of what never changes: deletions are not part of it. */
        private static Object identity(LeafReaderContext leaf) {
            return leaf.reader().getCoreCacheHelper().getKey();
        }

        /** Vectors by key. */
        Map<String, float[]> vectors() {
            return vectors;
        }

        /** Keys of the nearest {@value VectorIndex#NEIGHBOURS} phrasings, in no promised order. */
        List<String> nearest(float[] vector) throws IOException {
            var query = new KnnFloatVectorQuery(VECTOR, vector, NEIGHBOURS, partition);
            var found = new ArrayList<String>(NEIGHBOURS);
            for (ScoreDoc hit : searcher.search(query, NEIGHBOURS).scoreDocs) {
                LeafReaderContext leaf =
                        reader.leaves().get(ReaderUtil.subIndex(hit.doc, reader.leaves()));
                found.add(segments.get(identity(leaf)).keys[hit.doc - leaf.docBase]);
            }
            return found;
        }

        /** False where it has been closed: ask for the newer one. */
        boolean enter() {
            return reader.tryIncRef();
        }

        void leave() throws IOException {
            reader.decRef();
        }

        /** Files go when the last search has left. */
        @Override
        public void close() throws IOException {
            reader.close();
        }
    }
}
