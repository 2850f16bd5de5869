package org.offhook.agent;

import java.time.Duration;

/**
 * What a call knows about its caller's way of speaking: how long to wait, and what is meant by a
 * sound. Used by the call's thread only; no clock of its own.
 */
interface Manners {
    /**
     * How much silence ends the turn.
     *
     * @param words of the turn so far
     * @param asked what the agent said last, empty where nothing
     */
    Duration patience(String words, Speech speech, String asked);

    /** The caller went on after so much silence. */
    void wentOnAfter(Duration silence);

    /** The caller's turn was over indeed. */
    void turnWasOver();

    /**
     * What a sound was that was made while the agent had the word.
     *
     * @param saying what the caller has heard of what is being said
     */
    Interjection judge(String words, Speech speech, String saying);
}
