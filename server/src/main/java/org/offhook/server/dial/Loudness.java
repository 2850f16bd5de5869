package org.offhook.server.dial;

import java.util.Arrays;
import org.offhook.media.Pcm;

/** How loud samples are. Pure. */
final class Loudness {
    private static final int FRAME = Pcm.FRAME_SAMPLES;

    private Loudness() {}

    /** Root mean square in dB below full scale; very low for silence. */
    static double dbfs(short[] samples, int from, int length) {
        double squares = 0;
        for (int at = from; at < from + length; at++) {
            squares += (double) samples[at] * samples[at];
        }
        return 10 * Math.log10(squares / length / (32_768.0 * 32_768.0) + 1e-12);
    }

    /**
     * The samples from their first to their last voiced frame, in whole frames: so the last packet
     * sent is the end of speech, and a response time means what it says. Empty where no frame is
     * voiced.
     */
    static short[] trimmed(short[] samples) {
        int first = 0;
        while (first + FRAME <= samples.length && !voiced(samples, first)) {
            first += FRAME;
        }
        int end = first + (samples.length - first) / FRAME * FRAME;
        while (end > first && !voiced(samples, end - FRAME)) {
            end -= FRAME;
        }
        return Arrays.copyOfRange(samples, first, end);
    }

    private static boolean voiced(short[] samples, int from) {
        return dbfs(samples, from, FRAME) > DialScript.VOICED_DBFS;
    }
}
