package org.offhook.server.doctor;

import java.util.List;
import org.offhook.agent.answering.Tone;
import org.offhook.media.Pcm;

/** Sounds that any codec of a telephone passes on and that nothing else makes. Pure. */
final class KnownSounds {
    /** Three notes each: what the caller sings is not what the called sings. */
    static final List<Integer> OF_CALLER = List.of(500, 800, 1_100);

    static final List<Integer> OF_CALLED = List.of(1_400, 1_000, 600);

    private static final int WANDERING_HZ = 30;
    private static final int NOTE_MILLIS = 400;
    private static final int KEY_MILLIS = 160;
    private static final int PAUSE_MILLIS = 100;
    private static final double NOTE_LEVEL = 8_000;
    private static final double KEY_LEVEL = 6_000;
    private static final int RAMP_SAMPLES = 80;

    private KnownSounds() {}

    static short[] notes(List<Integer> hz) {
        var sound = new Sound(hz.size() * (NOTE_MILLIS + PAUSE_MILLIS));
        for (int note : hz) {
            sound.add(NOTE_MILLIS, NOTE_LEVEL, note);
            sound.pause();
        }
        return sound.samples;
    }

    /** Keys as tones (ITU-T Q.23). */
    static short[] keys(String keys) {
        var sound = new Sound(PAUSE_MILLIS + keys.length() * (KEY_MILLIS + PAUSE_MILLIS));
        sound.pause(); // the first packets of an utterance may come too late to be played whole
        for (char key : keys.toCharArray()) {
            int at = KeyTones.KEYS.indexOf(key);
            sound.add(KEY_MILLIS, KEY_LEVEL, KeyTones.LOW_HZ[at / 4], KeyTones.HIGH_HZ[at % 4]);
            sound.pause();
        }
        return sound.samples;
    }

    /** Whether these notes were heard, in this order, whatever else was. */
    static boolean isIn(List<Tone> heard, List<Integer> notes) {
        int next = 0;
        for (Tone tone : heard) {
            if (next < notes.size() && Math.abs(tone.hz() - notes.get(next)) <= WANDERING_HZ) {
                next++;
            }
        }
        return next == notes.size();
    }

    private static final class Sound {
        private final short[] samples;
        private int at;

        Sound(int millis) {
            this.samples = new short[millis * Pcm.RATE_HZ / 1000];
        }

        void add(int millis, double level, int... hz) {
            int length = millis * Pcm.RATE_HZ / 1000;
            for (int i = 0; i < length; i++) {
                double ramp = Math.min(1.0, Math.min(i, length - i) / (double) RAMP_SAMPLES);
                double sum = 0;
                for (int one : hz) {
                    sum += Math.sin(2 * Math.PI * one * i / Pcm.RATE_HZ);
                }
                samples[at++] = (short) (level * ramp * sum);
            }
        }

        void pause() {
            at += PAUSE_MILLIS * Pcm.RATE_HZ / 1000;
        }
    }
}
