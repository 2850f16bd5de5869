package org.offhook.server.doctor;

import java.util.Optional;
import org.offhook.media.Pcm;

/**
 * Hears keys in audio of which it is known that keys are in it (ITU-T Q.23): no speech, no echo.
 * One thread.
 */
final class KeyTones {
    static final String KEYS = "123A456B789C*0#D";
    static final int[] LOW_HZ = {697, 770, 852, 941};
    static final int[] HIGH_HZ = {1_209, 1_336, 1_477, 1_633};

    /** Share of a frame's energy that the two tones must have. */
    private static final double PUREST_NOISE = 0.7;

    private static final double QUIETEST_MEAN_SQUARE = 200.0 * 200.0;
    private static final int SHORTEST_FRAMES = 2;

    private char current;
    private int frames;

    /** The next frame: a key, once it has sounded for two frames. */
    Optional<Character> onFrame(short[] samples) {
        char now = key(samples);
        frames = now == current ? frames + 1 : 1;
        current = now;
        return now != 0 && frames == SHORTEST_FRAMES ? Optional.of(now) : Optional.empty();
    }

    /** 0 for none. */
    private static char key(short[] samples) {
        double energy = 0;
        for (short sample : samples) {
            energy += (double) sample * sample;
        }
        if (energy / samples.length < QUIETEST_MEAN_SQUARE) {
            return 0;
        }
        int low = strongest(samples, LOW_HZ);
        int high = strongest(samples, HIGH_HZ);
        double tones = power(samples, LOW_HZ[low]) + power(samples, HIGH_HZ[high]);
        // A sinusoid of amplitude a has a²n/2 of energy and a Goertzel power of a²n²/4.
        boolean pure = tones * 2 / samples.length > PUREST_NOISE * energy;
        return pure ? KEYS.charAt(low * 4 + high) : 0;
    }

    private static int strongest(short[] samples, int[] hz) {
        int best = 0;
        for (int i = 1; i < hz.length; i++) {
            if (power(samples, hz[i]) > power(samples, hz[best])) {
                best = i;
            }
        }
        return best;
    }

    /** Goertzel's filter. */
    private static double power(short[] samples, int hz) {
        double coefficient = 2 * Math.cos(2 * Math.PI * hz / Pcm.RATE_HZ);
        double before = 0;
        double last = 0;
        for (short sample : samples) {
            double now = sample + coefficient * last - before;
            before = last;
            last = now;
        }
        return last * last + before * before - coefficient * last * before;
    }
}
