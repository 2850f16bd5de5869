package org.offhook.tests.bench;

import java.util.SplittableRandom;
import org.offhook.media.codec.G711;

/**
 * Something like a voice in codes of G.711: syllables with a pitch that wanders, every third of
 * them a hiss; three seconds of it and one of a quiet room, over and over.
 */
final class JitterVoice {
    static final int RATE_HZ = 8_000;
    private static final int PERIOD_SAMPLES = 4 * RATE_HZ;
    private static final int PARTIALS = 12;
    private static final byte[] CODES = codes();

    private JitterVoice() {}

    /** The code of one sample. */
    static byte code(int sample) {
        return CODES[sample % PERIOD_SAMPLES];
    }

    private static byte[] codes() {
        var random = new SplittableRandom(11);
        var codes = new byte[PERIOD_SAMPLES];
        double phase = 0;
        for (int i = 0; i < PERIOD_SAMPLES; i++) {
            double seconds = (double) i / RATE_HZ;
            phase += 2 * Math.PI * (130 + 30 * Math.sin(4 * seconds)) / RATE_HZ;
            double loudness = Math.pow(Math.sin(4 * Math.PI * seconds), 2);
            boolean hisses = (int) (4 * seconds) % 3 == 2;
            double sound = hisses ? random.nextDouble(-0.3, 0.3) : voiced(phase);
            double sample = seconds < 3 ? 5_000 * loudness * sound : random.nextInt(-20, 21);
            codes[i] = G711.MU_LAW.encode((short) sample);
        }
        return codes;
    }

    private static double voiced(double phase) {
        double sum = 0;
        for (int partial = 1; partial <= PARTIALS; partial++) {
            sum += Math.sin(partial * phase) / partial;
        }
        return sum;
    }
}
