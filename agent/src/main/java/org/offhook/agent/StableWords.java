package org.offhook.agent;

import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Which words of a segment that is still being said have stayed long enough to be worth a look.
 * Pure: time is an argument. Punctuation and case do not count.
 */
final class StableWords {
    /** Recognisers take back what they guess mostly within a syllable. */
    private static final long STAY_NANOS = TimeUnit.MILLISECONDS.toNanos(150);

    /** Each may cost a request to a language model; somebody who speaks slowly would cost many. */
    private static final int MOST_LOOKS = 4;

    private int segment;
    private String words = "";
    private long sinceNanos;
    private boolean confirmed;
    private boolean taken;
    private int looks;

    /**
     * @param isFinal whether the recogniser will not change them
     * @return whether words that were taken are not what is being said any more
     */
    boolean heard(int ofSegment, String now, boolean isFinal, long nowNanos) {
        if (ofSegment == segment && same(now, words)) {
            confirmed = true;
            return false;
        }
        boolean outdated = taken;
        looks = ofSegment == segment ? looks : 0;
        segment = ofSegment;
        words = now;
        sinceNanos = nowNanos;
        confirmed = isFinal;
        taken = false;
        return outdated;
    }

    /** Whether there is something to wait for. */
    boolean isPromising() {
        return confirmed && !taken && looks < MOST_LOOKS && !words.isBlank();
    }

    /** How long the words that promise something have still to stay; 0: they may be taken. */
    long waitNanos(long nowNanos) {
        return Math.max(0, sinceNanos + STAY_NANOS - nowNanos);
    }

    /** The words, to be looked up. */
    String take() {
        taken = true;
        looks++;
        return words;
    }

    /** Whether what was taken is still what is being said. */
    boolean isTaken() {
        return taken;
    }

    int segment() {
        return segment;
    }

    /** Whether only spelling differs. */
    static boolean same(String one, String other) {
        return bare(one).equals(bare(other));
    }

    private static String bare(String words) {
        return words.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]+", " ").strip();
    }
}
