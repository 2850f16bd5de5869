package org.offhook.agent;

/**
 * A question of a caller's and what it was answered, to learn from when the call is over. Holds the
 * caller's words: not for logs.
 *
 * @param answerId of the prepared answer; empty where a model answered
 * @param exact a prepared answer to these very words
 * @param answer what was said, whole
 * @param byTools whether the model used tools for it
 * @param waitedMillis from the end of the question to the first sound of the answer
 */
public record Exchange(
        String question,
        String answerId,
        boolean exact,
        String answer,
        boolean byTools,
        int waitedMillis) {}
