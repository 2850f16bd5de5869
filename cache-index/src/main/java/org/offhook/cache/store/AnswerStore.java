package org.offhook.cache.store;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.offhook.cache.store.StoredAnswer.Key;

/**
 * The one truth about answers: documents by {@link Key}, each stamped with the number of its last
 * change. Numbers grow and never come twice; deleted answers stay as documents of status {@code
 * DELETED}, so that whoever follows the numbers learns of everything. Any thread; calls may block.
 */
public interface AnswerStore extends AutoCloseable {
    /** Before the first change, and of an answer that is not there. */
    long NONE = -1;

    /**
     * @param sequence number of the change that made it what it is
     */
    record Entry(StoredAnswer answer, long sequence) {}

    /**
     * @param after number of the change that the writer has seen of this answer; {@link #NONE}
     *     where it must not be there yet
     */
    record Write(StoredAnswer answer, long after) {}

    /**
     * @param store identity of the store; another one has numbers of its own, so whoever follows
     *     drops what it has and begins at {@link #NONE}
     * @param upTo nothing up to this number is missing
     * @param entries the latest of each answer changed since, by number
     */
    record Changes(String store, long upTo, List<Entry> entries) {
        public Changes {
            entries = List.copyOf(entries);
        }
    }

    /** Somebody else has changed the answer meanwhile: read it again. Nothing was written. */
    final class StaleWriteException extends Exception {
        private static final long serialVersionUID = 1;

        public StaleWriteException(Key key) {
            super(key + " has been changed meanwhile");
        }
    }

    /**
     * Writes in this order and returns when it will survive a crash. A store of transactions writes
     * all or nothing; any other stops at the first failure.
     *
     * @return the entries as written
     * @throws IOException disk full, cluster away: what was written before is as it was
     */
    List<Entry> put(List<Write> writes) throws IOException, StaleWriteException;

    /** The newest, also where it has just been written. */
    Optional<Entry> get(Key key) throws IOException;

    /** What changed after a number; from {@link #NONE} on: everything. */
    Changes changesSince(long sequence) throws IOException;

    /**
     * As {@link #changesSince}, but where there is nothing yet, waits for it.
     *
     * @param store identity of the store that the sequence is of; where it is another one by now,
     *     all of that comes at once
     * @param atMost then the changes are empty
     */
    Changes awaitChanges(String store, long sequence, Duration atMost)
            throws IOException, InterruptedException;

    /**
     * Why nothing can be changed just now, and what is read may be old; empty where that is not so.
     */
    default Optional<String> away() {
        return Optional.empty();
    }

    @Override
    void close() throws IOException;
}
