package org.offhook.media.call;

/**
 * Plays samples at 16 kHz slower or faster without changing their pitch, by similarity of the
 * waveform: two stretches that look alike are faded into each other, and what lies between them is
 * left out, or played twice. One cut at a time, at the start of what is given. Pure; one thread;
 * allocates nothing.
 */
final class TimeScale {
    /** How long one stretch is faded into the other: 6 ms. */
    static final int FADE_SAMPLES = 96;

    /** The most that one cut takes away or adds: 15 ms, the period of a voice of 67 Hz. */
    static final int MOST_SAMPLES = 240;

    /** The least: 2.5 ms, the period of a voice of 400 Hz. */
    static final int FEWEST_SAMPLES = 40;

    /** Similarity at which a cut is not heard. */
    static final double ALIKE = 0.8;

    /** Similarity at which it is heard less than what it avoids. */
    static final double SOMEWHAT_ALIKE = 0.4;

    /** Any similarity will do: a cut is still no step. */
    static final double WHATEVER = -1;

    /** Mean square of what is as good as silence: -64 dBov. */
    private static final long SILENCE = 400;

    private int distance;

    /**
     * Looks for a stretch like the one at the start, and makes it the next cut's.
     *
     * @param most how far it may be from the start: what a cut may take away or add
     * @param needed similarity (normalised correlation), 1 for the same
     * @return false where nothing is so much alike
     */
    boolean find(short[] samples, int length, int most, double needed) {
        // Even, so that the same cut can be made in codes at 8 kHz.
        int last = Math.min(Math.min(most, MOST_SAMPLES), length - FADE_SAMPLES) & ~1;
        distance = last;
        if (last < FEWEST_SAMPLES) {
            return false;
        }
        long energy = product(samples, 0, 0);
        if (energy < SILENCE * FADE_SAMPLES) {
            boolean silent = product(samples, last, last) < SILENCE * FADE_SAMPLES;
            return silent || needed == WHATEVER;
        }
        double best = WHATEVER;
        long there = product(samples, FEWEST_SAMPLES, FEWEST_SAMPLES);
        for (int from = FEWEST_SAMPLES; from <= last; from += 2) {
            double energies = (double) energy * (there + 1);
            double alike = product(samples, 0, from) / Math.sqrt(energies);
            if (alike > best) {
                best = alike;
                distance = from;
            }
            there += gained(samples, from) + gained(samples, from + 1);
        }
        return best >= needed;
    }

    /** What the energy of a stretch grows by when it begins a sample later. */
    private static long gained(short[] samples, int from) {
        int enters = from + FADE_SAMPLES < samples.length ? samples[from + FADE_SAMPLES] : 0;
        return enters * enters - samples[from] * samples[from];
    }

    private static long product(short[] samples, int one, int other) {
        long sum = 0;
        for (int i = 0; i < FADE_SAMPLES; i++) {
            sum += samples[one + i] * samples[other + i];
        }
        return sum;
    }

    /** What the next cut takes away or adds: even. */
    int distance() {
        return distance;
    }

    /**
     * Leaves out what lies between the two stretches.
     *
     * @return the length of what is left
     */
    int shorten(short[] samples, int length) {
        for (int i = 0; i < FADE_SAMPLES; i++) {
            samples[i] = faded(samples[i], samples[distance + i], i);
        }
        int rest = length - distance - FADE_SAMPLES;
        System.arraycopy(samples, distance + FADE_SAMPLES, samples, FADE_SAMPLES, rest);
        return length - distance;
    }

    /**
     * Plays what lies between the two stretches twice.
     *
     * @param samples room for {@link #MOST_SAMPLES} more
     * @return the length of it all
     */
    int lengthen(short[] samples, int length) {
        System.arraycopy(samples, 0, samples, distance, length);
        // The first stretch stands where the second was now, and that one a distance behind it.
        for (int i = 0; i < FADE_SAMPLES; i++) {
            int at = distance + i;
            samples[at] = faded(samples[distance + at], samples[at], i);
        }
        return length + distance;
    }

    private static short faded(int from, int to, int at) {
        return faded(from, to, at, FADE_SAMPLES);
    }

    /** The sample at one place of a fade. */
    static short faded(int from, int to, int at, int length) {
        return (short) ((from * (length - at) + to * at) / length);
    }
}
