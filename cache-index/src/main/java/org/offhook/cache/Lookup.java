package org.offhook.cache;

/** The cache's decision on one question, with its reasons. */
public sealed interface Lookup {
    /**
     * Sure: play it.
     *
     * @param exact true where the words are the same after normalising, so that nothing was
     *     estimated
     */
    record Hit(Answer answer, boolean exact, Evidence evidence) implements Lookup {}

    /** A neighbour, but not sure enough to play. */
    record Near(Answer nearest, Evidence evidence) implements Lookup {}

    /** Nothing like it, or no words. */
    record Miss(Evidence evidence) implements Lookup {}

    /** Why. */
    Evidence evidence();

    /**
     * @param cosine similarity of the nearest phrasing, -1 to 1; 1 for an exact match
     * @param margin distance to the best phrasing of a different answer
     * @param nearestId id of the nearest answer, or empty
     * @param rivalId id of the best different answer, or empty
     * @param reason one short phrase for the log, without any word of the question ("exact",
     *     "sure", "close rival", "polarity differs", ...)
     * @param why all that was weighed, for a person who asks
     */
    record Evidence(
            double cosine,
            double margin,
            String nearestId,
            String rivalId,
            String reason,
            Why why) {
        public Evidence(
                double cosine, double margin, String nearestId, String rivalId, String reason) {
            this(cosine, margin, nearestId, rivalId, reason, Why.NOTHING);
        }

        /** The same with another reason: one that the cache does not know of. */
        public Evidence because(String other) {
            return new Evidence(cosine, margin, nearestId, rivalId, other, why);
        }
    }
}
