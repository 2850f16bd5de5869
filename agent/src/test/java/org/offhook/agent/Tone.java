package org.offhook.agent;

import java.util.Collection;
import org.offhook.media.Pcm;

/** Speech for simulations: tones, and how they are told apart again (Goertzel). */
final class Tone {
    private static final int CALLER_HZ = 300;

    private static final int AMPLITUDE = 8_000;

    private Tone() {}

    static short[] of(int hertz, int millis) {
        short[] samples = new short[millis * (Pcm.RATE_HZ / 1000)];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (short) (AMPLITUDE * Math.sin(2 * Math.PI * hertz * i / Pcm.RATE_HZ));
        }
        return samples;
    }

    /** A caller's voice: its pitch glides as all voices do, or it would be taken for music. */
    static short[] voice(int millis) {
        short[] samples = new short[millis * (Pcm.RATE_HZ / 1000)];
        double phase = 0;
        for (int i = 0; i < samples.length; i++) {
            double hertz = CALLER_HZ * (1 + 0.15 * Math.sin(2 * Math.PI * 3 * i / Pcm.RATE_HZ));
            phase += 2 * Math.PI * hertz / Pcm.RATE_HZ;
            samples[i] = (short) (AMPLITUDE * Math.sin(phase));
        }
        return samples;
    }

    /** The candidate that makes up most of a frame, 0 for silence, -1 for something else. */
    static int pitchOf(short[] frame, Collection<Integer> candidates) {
        double energy = 0;
        for (short sample : frame) {
            energy += (double) sample * sample;
        }
        if (energy / frame.length < 300.0 * 300.0) {
            return 0;
        }
        int best = -1;
        double most = 0.5 * energy * frame.length / 2;
        for (int hertz : candidates) {
            double power = power(frame, hertz);
            if (power > most) {
                most = power;
                best = hertz;
            }
        }
        return best;
    }

    private static double power(short[] frame, int hertz) {
        double coefficient = 2 * Math.cos(2 * Math.PI * hertz / Pcm.RATE_HZ);
        double before = 0;
        double last = 0;
        for (short sample : frame) {
            double now = sample + coefficient * last - before;
            before = last;
            last = now;
        }
        return last * last + before * before - coefficient * last * before;
    }

    /** Takes anything loud for speech. */
    static final class Activity implements VoiceActivity {
        @Override
        public float probability(float[] window) {
            double energy = 0;
            for (float sample : window) {
                energy += sample * sample;
            }
            return energy / window.length > 0.0005 ? 0.95f : 0.02f;
        }

        @Override
        public void reset() {}

        @Override
        public void close() {}
    }
}
