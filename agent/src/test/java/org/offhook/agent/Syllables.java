package org.offhook.agent;

import java.util.Random;
import org.offhook.media.Pcm;

/** Something like speech, for levels. */
public final class Syllables {
    private static final int MILLI = Pcm.RATE_HZ / 1000;

    private Syllables() {}

    /** Noise with syllables of 200 ms at a level in dBFS, and silence around it. */
    public static short[] speech(int beforeMillis, int millis, int afterMillis, double level) {
        var random = new Random(11);
        short[] pcm = new short[(beforeMillis + millis + afterMillis) * MILLI];
        for (int i = 0; i < millis * MILLI; i++) {
            double syllable = 0.6 + 0.4 * Math.cos(2 * Math.PI * i / (200 * MILLI));
            double noise = Math.clamp(random.nextGaussian(), -3, 3) * syllable / 0.66;
            double sample = noise * 32_768 * Math.pow(10, level / 20);
            pcm[beforeMillis * MILLI + i] = (short) Math.clamp(sample, -32_768, 32_767);
        }
        return pcm;
    }
}
