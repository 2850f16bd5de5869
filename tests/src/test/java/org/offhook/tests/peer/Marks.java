package org.offhook.tests.peer;

/**
 * Numbers as tones: the pitch under a question, the pitch of its answer. Goertzel's algorithm finds
 * them again behind a codec and a jitter buffer. Pure.
 */
public final class Marks {
    /** So many numbers can be told apart. */
    public static final int NUMBERS = 10;

    private static final int LOWEST_HZ = 1_000;
    private static final int STEP_HZ = 200;
    private static final double LEVEL = 9_000;

    /** Of the energy, what a mark has at least. */
    private static final double LEAST_SHARE = 0.02;

    /** How far it stands out from the strongest other. */
    private static final double LEAST_RATIO = 3;

    private Marks() {}

    private static double pitchHz(int number) {
        return LOWEST_HZ + (double) STEP_HZ * number;
    }

    /**
     * Adds the mark of a number to speech, as loud as is needed to find it, in pieces of 100 ms: a
     * tone that stays would be taken for music.
     */
    public static Sound under(Sound speech, int number) {
        short[] marked = speech.samples().clone();
        double step = 2 * Math.PI * pitchHz(number) / speech.rateHz();
        for (int i = 0; i < marked.length; i++) {
            double gate = Math.clamp(3 * Math.sin(2 * Math.PI * 5 * i / speech.rateHz()), 0, 1);
            double sum = 0.7 * marked[i] + gate * LEVEL / 3 * Math.sin(step * i);
            marked[i] = (short) Math.clamp(sum, Short.MIN_VALUE, Short.MAX_VALUE);
        }
        return new Sound(marked, speech.rateHz());
    }

    /** 16-bit little-endian samples of a number's tone. */
    static byte[] tone(int number, int rateHz, double seconds) {
        var bytes = new byte[2 * (int) (rateHz * seconds)];
        double step = 2 * Math.PI * pitchHz(Math.max(number, 0)) / rateHz;
        for (int i = 0; i < bytes.length / 2; i++) {
            int sample = number < 0 ? 0 : (int) (LEVEL * Math.sin(step * i));
            bytes[2 * i] = (byte) sample;
            bytes[2 * i + 1] = (byte) (sample >> 8);
        }
        return bytes;
    }

    /** The number in samples of 16 kHz; -1 where there is none. */
    public static int numberIn(short[] samples) {
        return numberIn(samples, samples.length, 16_000);
    }

    /** The number in samples; -1 where there is none. */
    public static int numberIn(short[] samples, int length, int rateHz) {
        double energy = 1;
        for (int i = 0; i < length; i++) {
            energy += (double) samples[i] * samples[i];
        }
        int best = -1;
        double bestPower = 0;
        double secondPower = 0;
        for (int number = 0; number < NUMBERS; number++) {
            double power = power(samples, length, pitchHz(number) / rateHz);
            if (power > bestPower) {
                secondPower = bestPower;
                bestPower = power;
                best = number;
            } else {
                secondPower = Math.max(secondPower, power);
            }
        }
        // A pure tone has a power of energy * length / 2.
        boolean isThere = bestPower > LEAST_SHARE * energy * length / 2;
        return isThere && bestPower > LEAST_RATIO * secondPower ? best : -1;
    }

    /** Whether there is hardly anything else. */
    static boolean isPure(short[] samples, int number, int rateHz) {
        double energy = 1;
        for (short sample : samples) {
            energy += (double) sample * sample;
        }
        double power = power(samples, samples.length, pitchHz(number) / rateHz);
        return power > 0.6 * energy * samples.length / 2;
    }

    private static double power(short[] samples, int length, double share) {
        double factor = 2 * Math.cos(2 * Math.PI * share);
        double last = 0;
        double beforeLast = 0;
        for (int i = 0; i < length; i++) {
            double now = samples[i] + factor * last - beforeLast;
            beforeLast = last;
            last = now;
        }
        return last * last + beforeLast * beforeLast - factor * last * beforeLast;
    }
}
