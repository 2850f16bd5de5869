package org.offhook.agent;

import java.io.IOException;
import java.util.Arrays;
import org.offhook.media.Pcm;

/** Writes down a long message piece by piece, cut where it is quietest. */
final class MessageWords {
    private static final int LONGEST = 18 * Pcm.RATE_HZ;
    private static final int SHORTEST = 8 * Pcm.RATE_HZ;

    /** Kept of the quiet around what is spoken. */
    private static final int MARGIN = Pcm.RATE_HZ / 4;

    /** Below this mean square (about -58 dBFS) nobody speaks. */
    private static final long SPEECH = 40L * 40L;

    private MessageWords() {}

    static String of(short[] samples, Recognition recognition)
            throws IOException, InterruptedException {
        var words = new StringBuilder();
        int segment = 0;
        for (int from = 0; from < samples.length; ) {
            int to = cut(samples, from);
            short[] piece = spokenPart(Arrays.copyOfRange(samples, from, to));
            int spoken = millisSpoken(piece);
            if (spoken > 0) {
                var speech = new Speech(piece, spoken, System.nanoTime(), 0, ++segment);
                String more = recognition.words(speech, () -> false);
                words.append(words.isEmpty() || more.isEmpty() ? "" : " ").append(more);
            }
            from = to;
        }
        return words.toString();
    }

    /** Without the quiet before and after: seconds of it make a recogniser say nothing at all. */
    private static short[] spokenPart(short[] piece) {
        int first = piece.length;
        int last = 0;
        for (int at = 0; at < piece.length; at += Pcm.FRAME_SAMPLES) {
            if (meanSquare(piece, at, Pcm.FRAME_SAMPLES) > SPEECH) {
                first = Math.min(first, at);
                last = at + Pcm.FRAME_SAMPLES;
            }
        }
        int from = Math.max(0, first - MARGIN);
        int to = Math.min(piece.length, last + MARGIN);
        return from < to ? Arrays.copyOfRange(piece, from, to) : new short[0];
    }

    private static int cut(short[] samples, int from) {
        if (samples.length - from <= LONGEST) {
            return samples.length;
        }
        int best = from + LONGEST;
        long quietest = Long.MAX_VALUE;
        for (int at = from + SHORTEST; at < from + LONGEST; at += Pcm.FRAME_SAMPLES) {
            // A tenth of a second: one quiet frame may be the middle of a word.
            long loudness = meanSquare(samples, at, 5 * Pcm.FRAME_SAMPLES);
            if (loudness < quietest) {
                quietest = loudness;
                best = at + 5 * Pcm.FRAME_SAMPLES / 2;
            }
        }
        return best;
    }

    private static int millisSpoken(short[] piece) {
        int frames = 0;
        for (int at = 0; at < piece.length; at += Pcm.FRAME_SAMPLES) {
            frames += meanSquare(piece, at, Pcm.FRAME_SAMPLES) > SPEECH ? 1 : 0;
        }
        return frames * Pcm.FRAME_MILLIS;
    }

    private static long meanSquare(short[] samples, int from, int length) {
        long sum = 0;
        int to = Math.min(samples.length, from + length);
        for (int i = from; i < to; i++) {
            sum += (long) samples[i] * samples[i];
        }
        return sum / Math.max(1, to - from);
    }
}
