package org.offhook.cache;

/**
 * What one {@link AnswerCache#sync} did, in phrasings.
 *
 * @param embedded new or changed: vectors computed
 * @param kept found in the index as they were, or compared without a vector
 * @param deleted no longer in the bank, or of another embedding model
 * @param ambiguous said by two answers of the bank in the same words: never an exact match
 * @param waiting still without a vector: not answered yet
 */
public record SyncReport(int embedded, int kept, int deleted, int ambiguous, int waiting) {
    public SyncReport(int embedded, int kept, int deleted, int ambiguous) {
        this(embedded, kept, deleted, ambiguous, 0);
    }
}
