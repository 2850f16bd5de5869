package org.offhook.agent.provider;

import java.util.List;

/**
 * What a recogniser says of a stretch of its stream. Positions are samples since the stream began.
 *
 * @param from where the stretch begins
 * @param to where it ends
 * @param text its words
 * @param words the same with their places; empty where the recogniser does not tell
 * @param isFinal whether it stays; otherwise the next result has the same beginning
 * @param endsTurn whether the recogniser is sure that the speaker has finished
 */
record StreamResult(
        long from, long to, String text, List<Word> words, boolean isFinal, boolean endsTurn) {
    record Word(String text, long from, long to) {}
}
