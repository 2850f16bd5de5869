package org.offhook.agent.chain;

import org.offhook.media.Pcm;

/** Where another voice goes on with a sentence that broke off. Pure. */
final class Remainder {
    /** English is read at about 14 letters and spaces a second. */
    private static final int SAMPLES_PER_CHARACTER = Pcm.RATE_HZ / 14;

    /** A lone last word by another voice is odder than its absence. */
    private static final int LEAST_WORDS = 2;

    private Remainder() {}

    /**
     * The words that were not heard, from the one that was begun; empty where it is not worth
     * another voice.
     *
     * @param samples how much of the text was heard
     */
    static String of(String text, long samples) {
        int spoken = (int) Math.min(text.length(), samples / SAMPLES_PER_CHARACTER);
        String rest = text.substring(text.lastIndexOf(' ', spoken) + 1).strip();
        boolean begun = rest.length() < text.strip().length();
        return begun && rest.split(" +").length < LEAST_WORDS ? "" : rest;
    }
}
