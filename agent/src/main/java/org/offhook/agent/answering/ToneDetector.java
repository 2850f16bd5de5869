package org.offhook.agent.answering;

import java.util.Optional;
import org.offhook.media.Pcm;

/**
 * Finds pure tones of any pitch in a call's audio. Each frame's pitch is estimated as if it held
 * one sinusoid and noise, then Goertzel's filter says how much of the frame's energy is really
 * there; a voice has harmonics and moves, two tones at once share the energy. Used by one thread;
 * no clock, allocates only when a tone ends.
 */
public final class ToneDetector {
    /** Samples at 8 kHz in a frame: telephone audio has nothing above. */
    private static final int NARROW = Pcm.FRAME_SAMPLES / 2;

    private static final double NARROW_RATE_HZ = Pcm.RATE_HZ / 2.0;

    /** About -48 dBFS: below is line noise. */
    private static final int QUIETEST_MEAN_SQUARE = 130 * 130;

    private static final double PUREST_VOICE = 0.82;
    private static final int LOWEST_HZ = 300;
    private static final int HIGHEST_HZ = 2_300;
    private static final int WANDERING_HZ = 30;
    private static final int SHORTEST_FRAMES = 5;

    private final double[] narrow = new double[NARROW];
    private double hz;
    private int frames;
    private int missed;
    private double candidate;

    /**
     * The next frame.
     *
     * @return a tone that ended two frames before
     */
    public Optional<Tone> onFrame(short[] samples) {
        double now = pitch(samples);
        if (frames > 0 && near(now, hz)) {
            frames += missed + 1;
            hz += (now - hz) / frames;
            missed = 0;
            return Optional.empty();
        }
        if (frames > 0 && missed == 0) {
            // One frame spoiled by noise, or the first of what follows.
            missed = 1;
            candidate = now;
            return Optional.empty();
        }
        Optional<Tone> ended = sounding();
        boolean two = missed == 1 && near(now, candidate);
        frames = now == 0 ? 0 : two ? 2 : 1;
        hz = now;
        missed = 0;
        return ended;
    }

    private static boolean near(double oneHz, double otherHz) {
        return oneHz > 0 && otherHz > 0 && Math.abs(oneHz - otherHz) <= WANDERING_HZ;
    }

    /** The tone that sounds, as far as it has; empty where none does. */
    public Optional<Tone> sounding() {
        return frames >= SHORTEST_FRAMES
                ? Optional.of(new Tone((int) Math.round(hz), millis()))
                : Optional.empty();
    }

    private int millis() {
        return frames * Pcm.FRAME_MILLIS;
    }

    /** In hertz; 0 where the frame holds no pure tone. */
    private double pitch(short[] samples) {
        double energy = 0;
        for (int i = 0; i < NARROW; i++) {
            narrow[i] = (samples[2 * i] + samples[2 * i + 1]) / 2.0;
            energy += narrow[i] * narrow[i];
        }
        if (energy < (double) QUIETEST_MEAN_SQUARE * NARROW) {
            return 0;
        }
        double cosine = cosine();
        if (!(Math.abs(cosine) < 1)) {
            return 0;
        }
        double radians = Math.acos(cosine);
        double found = radians * NARROW_RATE_HZ / (2 * Math.PI);
        boolean wanted = found >= LOWEST_HZ && found <= HIGHEST_HZ;
        return wanted && share(cosine, energy) >= PUREST_VOICE ? found : 0;
    }

    /** Cosine of the pitch, unmoved by white noise (Pisarenko 1973); NaN for silence. */
    private double cosine() {
        double one = 0;
        double two = 0;
        for (int i = 2; i < NARROW; i++) {
            one += narrow[i - 1] * (narrow[i] + narrow[i - 2]) / 2;
            two += narrow[i] * narrow[i - 2];
        }
        double root = Math.sqrt(two * two + 8 * one * one);
        return two < 0 ? 2 * one / (root - two) : (two + root) / (4 * one);
    }

    /** How much of the energy is at this pitch, 0 to about 1 (Goertzel). */
    private double share(double cosine, double energy) {
        double last = 0;
        double before = 0;
        for (int i = 0; i < NARROW; i++) {
            double next = narrow[i] + 2 * cosine * last - before;
            before = last;
            last = next;
        }
        double power = last * last + before * before - 2 * cosine * last * before;
        return 2 * power / (NARROW * energy);
    }
}
