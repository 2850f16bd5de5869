package org.offhook.agent;

import java.util.SplittableRandom;
import org.offhook.media.Pcm;

/** Plays several kinds of music for tests, at 16 kHz, the same each time. */
enum HoldMusicBand {
    /** Chords held for two seconds. */
    ORGAN {
        @Override
        short[] play(int seconds) {
            var sound = new Sound(seconds);
            for (int i = 0; i < seconds / 2; i++) {
                for (double hertz : CHORDS[i % 4]) {
                    sound.note(hertz, 2.0 * i, 2.0, 0, 0, 6);
                }
            }
            return sound.samples();
        }
    },
    /** The same with the vibrato of strings: a third of a semitone up and down. */
    STRINGS {
        @Override
        short[] play(int seconds) {
            var sound = new Sound(seconds);
            for (int i = 0; i < seconds / 2; i++) {
                for (double hertz : CHORDS[i % 4]) {
                    sound.note(hertz, 2.0 * i, 2.0, 0, 0.01, 8);
                }
            }
            return sound.samples();
        }
    },
    /** Broken chords, four notes a second, each fading. */
    PIANO {
        @Override
        short[] play(int seconds) {
            var sound = new Sound(seconds);
            for (int i = 0; i < 4 * seconds; i++) {
                double[] chord = CHORDS[i / 6 % 4];
                sound.note(chord[i % 3] * (i % 2 + 1), i / 4.0, 0.5, 4, 0, 8);
            }
            return sound.samples();
        }
    },
    /** High notes that ring into each other. */
    MUSIC_BOX {
        @Override
        short[] play(int seconds) {
            var sound = new Sound(seconds);
            for (int i = 0; i < 3 * seconds; i++) {
                sound.note(MELODY[i * 7 % MELODY.length] * 1.5, i / 3.0, 0.8, 5, 0, 3);
            }
            return sound.samples();
        }
    },
    /** A melody over bass and drums. */
    COMBO {
        @Override
        short[] play(int seconds) {
            var sound = new Sound(seconds);
            for (int i = 0; i < 2 * seconds; i++) {
                sound.note(MELODY[i * 5 % MELODY.length], i / 2.0, 0.5, 0.5, 0.002, 12);
                sound.note(CHORDS[i / 4 % 4][0] / 2, i / 2.0, 0.5, 1, 0, 6);
                sound.drum(i / 2.0);
                sound.drum(i / 2.0 + 0.25);
            }
            return sound.samples();
        }
    };

    private static final double[][] CHORDS = {
        {261.6, 329.6, 392.0}, {220.0, 261.6, 329.6}, {174.6, 220.0, 261.6}, {196.0, 246.9, 293.7}
    };
    private static final double[] MELODY = {392.0, 440.0, 493.9, 523.3, 587.3, 659.3};

    abstract short[] play(int seconds);

    private static final class Sound {
        private static final double PEAK = 9_000;

        private final SplittableRandom random = new SplittableRandom(5);
        private final double[] sum;

        Sound(int seconds) {
            sum = new double[seconds * Pcm.RATE_HZ];
        }

        void note(double hertz, double at, double lasts, double fading, double vibrato, int tones) {
            int from = (int) (at * Pcm.RATE_HZ);
            int count = (int) (lasts * Pcm.RATE_HZ);
            double phase = 0;
            for (int i = 0; i < count && from + i < sum.length; i++) {
                double time = (double) i / Pcm.RATE_HZ;
                double bend = 1 + vibrato * Math.sin(2 * Math.PI * 5.5 * time);
                phase += 2 * Math.PI * hertz * bend / Pcm.RATE_HZ;
                double edges = Math.min(1, Math.min(time / 0.01, (lasts - time) / 0.02));
                for (int k = 1; k <= tones; k++) {
                    double strength = edges * Math.exp(-fading * time) / Math.pow(k, 1.2);
                    sum[from + i] += strength * Math.sin(k * phase);
                }
            }
        }

        void drum(double at) {
            int from = (int) (at * Pcm.RATE_HZ);
            for (int i = 0; i < 1_500 && from + i < sum.length; i++) {
                sum[from + i] += random.nextDouble(-1.5, 1.5) * Math.exp(-i / 300.0);
            }
        }

        short[] samples() {
            double highest = 0;
            for (double each : sum) {
                highest = Math.max(highest, Math.abs(each));
            }
            short[] all = new short[sum.length];
            for (int i = 0; i < all.length; i++) {
                all[i] = (short) (sum[i] / highest * PEAK);
            }
            return all;
        }
    }
}
