package org.offhook.agent;

import org.offhook.cache.Lookup;

/**
 * What was understood of a segment of speech, and what the cache says to it.
 *
 * @param words empty where nothing was understood
 * @param lookup null where there were no words or the recognition failed
 * @param wasSpeech whether the segment was long enough to have been meant as words
 * @param failed whether recogniser or cache failed, or had no room
 * @param wordsNanos when the words were there ({@code System.nanoTime()})
 * @param lookupNanos when the cache had decided
 */
record Heard(
        String words,
        Lookup lookup,
        boolean wasSpeech,
        boolean failed,
        long wordsNanos,
        long lookupNanos) {}
