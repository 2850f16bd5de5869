package org.offhook.server.eval;

/**
 * What became of one question.
 *
 * @param played id of the answer that would have been heard, or empty
 * @param score the gate's, higher is surer; infinite for the very words of a phrasing, minus
 *     infinite for what is forbidden whatever the score
 * @param nearest id of the answer the score is of, or empty
 */
record Outcome(
        QuestionFile.Asked asked,
        String played,
        double score,
        String nearest,
        String reason,
        long cpuNanos) {
    boolean silent() {
        return played.isEmpty();
    }

    boolean right() {
        return !silent() && played.equals(asked.expected());
    }

    boolean wrong() {
        return !silent() && !right();
    }
}
