package org.offhook.agent.loudness;

import java.util.Arrays;
import org.offhook.media.Pcm;

/**
 * Fits pieces of speech to each other: whatever silence they bring, what is heard between two is
 * the pause that belongs there, and it is entered and left without a click. Pure.
 */
public final class Seam {
    private static final int PER_MILLI = Pcm.RATE_HZ / 1000;
    private static final int WINDOW = 5 * PER_MILLI;
    private static final int FADE = 5 * PER_MILLI;

    /** Of speech that begins softly, so much is kept in front of what is loud enough to be seen. */
    private static final int MARGIN = 15 * PER_MILLI;

    /** Windows so far below the loudest are silence: 40 dB of power. */
    private static final double SILENT_SHARE = 1e-4;

    /** As voices pause. */
    private static final int AFTER_SENTENCE_MILLIS = 350;

    private static final int AFTER_CLAUSE_MILLIS = 180;
    private static final int BETWEEN_WORDS_MILLIS = 40;

    private Seam() {}

    /** How long a voice pauses behind this text, in milliseconds. */
    public static int pauseMillis(String text) {
        String bare = text.replaceAll("[\"')\\]\\s]+$", "");
        char last = bare.isEmpty() ? ' ' : bare.charAt(bare.length() - 1);
        return switch (last) {
            case '.', '!', '?', '…' -> AFTER_SENTENCE_MILLIS;
            case ',', ';', ':' -> AFTER_CLAUSE_MILLIS;
            default -> BETWEEN_WORDS_MILLIS;
        };
    }

    /**
     * A piece as it is to be heard before another one.
     *
     * @param samples PCM as in {@link Pcm}; not changed
     * @param pauseMillis of silence at its end
     */
    public static short[] before(short[] samples, int pauseMillis) {
        int end = samples.length;
        double least = loudest(samples) * SILENT_SHARE;
        while (end > 0 && power(samples, Math.max(0, end - WINDOW), end) <= least) {
            end = Math.max(0, end - WINDOW);
        }
        int kept = Math.min(samples.length, end + MARGIN);
        int pause = pauseMillis * PER_MILLI;
        short[] fitted = Arrays.copyOf(samples, kept);
        fadeOut(fitted);
        return Arrays.copyOf(fitted, Math.max(kept, end + pause));
    }

    /** A piece as it is to be heard behind another one. */
    public static short[] behind(short[] samples) {
        int begin = 0;
        double least = loudest(samples) * SILENT_SHARE;
        while (begin < samples.length
                && power(samples, begin, Math.min(samples.length, begin + WINDOW)) <= least) {
            begin = Math.min(samples.length, begin + WINDOW);
        }
        short[] fitted = Arrays.copyOfRange(samples, Math.max(0, begin - MARGIN), samples.length);
        fadeIn(fitted);
        return fitted;
    }

    private static double loudest(short[] samples) {
        double loudest = 0;
        for (int from = 0; from < samples.length; from += WINDOW) {
            loudest =
                    Math.max(
                            loudest, power(samples, from, Math.min(samples.length, from + WINDOW)));
        }
        return loudest;
    }

    private static double power(short[] samples, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += (double) samples[i] * samples[i];
        }
        return sum / Math.max(1, to - from);
    }

    private static void fadeIn(short[] samples) {
        for (int i = 0; i < Math.min(FADE, samples.length); i++) {
            samples[i] = (short) (samples[i] * i / FADE);
        }
    }

    private static void fadeOut(short[] samples) {
        for (int i = 0; i < Math.min(FADE, samples.length); i++) {
            int at = samples.length - 1 - i;
            samples[at] = (short) (samples[at] * i / FADE);
        }
    }
}
