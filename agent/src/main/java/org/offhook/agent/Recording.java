package org.offhook.agent;

import java.io.IOException;
import java.util.Arrays;
import org.offhook.media.Pcm;

/** Keeps what a voice says. Used by one thread. */
final class Recording implements Voice.Sink {
    /** A prepared answer beyond this is a mistake. */
    private static final int LONGEST_SAMPLES = 300 * Pcm.RATE_HZ;

    private short[] samples = new short[10 * Pcm.RATE_HZ];
    private int length;
    private boolean tooLong;

    @Override
    public boolean accept(short[] more, int count) {
        tooLong = count > LONGEST_SAMPLES - length;
        if (tooLong) {
            return false;
        }
        if (length + count > samples.length) {
            samples = Arrays.copyOf(samples, Math.max(2 * samples.length, length + count));
        }
        System.arraycopy(more, 0, samples, length, count);
        length += count;
        return true;
    }

    /** The samples, of which {@link #length} are used. */
    short[] samples() throws IOException {
        if (tooLong) {
            throw new IOException("speech of more than " + LONGEST_SAMPLES / Pcm.RATE_HZ + " s");
        }
        return samples;
    }

    int length() {
        return length;
    }
}
