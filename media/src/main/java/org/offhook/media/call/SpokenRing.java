package org.offhook.media.call;

import org.offhook.media.codec.CodecType;

/**
 * The queue of what is to be said, counted in samples at 16 kHz: samples, and G.711 codes as they
 * came, each in the place of the two samples it stands for. One producer at a time writes; the
 * media thread reads and never waits. Frames start at even places, so a code is never cut.
 */
final class SpokenRing {
    /** The kind of a pair of samples. That of a code is the ordinal of its {@link CodecType}. */
    static final byte SAMPLES = -1;

    private final short[] slots;

    /** One for each pair of slots. */
    private final byte[] kinds;

    private volatile long written;
    private volatile long read;

    SpokenRing(int samples) {
        slots = new short[samples + samples % 2];
        kinds = new byte[slots.length / 2];
    }

    /** Samples ever written. */
    long written() {
        return written;
    }

    /** Samples ever read or passed over. */
    long read() {
        return read;
    }

    boolean isFull() {
        return room() < 2;
    }

    boolean isThreeQuartersFull() {
        return written - read > slots.length * 3L / 4;
    }

    private int room() {
        return (int) (slots.length - (written - read));
    }

    /** By a producer: samples that fit; returns how many did. */
    int put(short[] samples, int from, int most) {
        long to = written;
        int count = Math.min(most, room());
        int at = (int) (to % slots.length);
        int first = Math.min(count, slots.length - at);
        System.arraycopy(samples, from, slots, at, first);
        System.arraycopy(samples, from + first, slots, 0, count - first);
        for (long pair = to / 2; pair < (to + count + 1) / 2; pair++) {
            kinds[(int) (pair % kinds.length)] = SAMPLES;
        }
        written = to + count;
        return count;
    }

    /** By a producer: codes that fit; returns how many did. */
    int put(byte[] codes, int from, int most, CodecType law) {
        align();
        long to = written;
        int count = Math.min(most, room() / 2);
        for (int i = 0; i < count; i++) {
            int pair = (int) ((to / 2 + i) % kinds.length);
            slots[2 * pair] = codes[from + i];
            kinds[pair] = (byte) law.ordinal();
        }
        written = to + 2L * count;
        return count;
    }

    /** By a producer: the next place is an even one. Where it was not, the last sample is held. */
    void align() {
        long to = written;
        if (to % 2 != 0) {
            int at = (int) (to % slots.length);
            slots[at] = slots[at - 1];
            written = to + 1;
        }
    }

    /**
     * By the media thread: takes what stands in the next {@code count} places; they must be filled.
     *
     * @param out samples; in the first of two places a code
     * @param outKinds one for two places
     */
    void take(short[] out, byte[] outKinds, int count) {
        long from = read;
        int at = (int) (from % slots.length);
        int first = Math.min(count, slots.length - at);
        System.arraycopy(slots, at, out, 0, first);
        System.arraycopy(slots, 0, out, first, count - first);
        int pairs = (count + 1) / 2;
        int atPair = at / 2;
        int firstPairs = Math.min(pairs, kinds.length - atPair);
        System.arraycopy(kinds, atPair, outKinds, 0, firstPairs);
        System.arraycopy(kinds, 0, outKinds, firstPairs, pairs - firstPairs);
        read = from + count;
    }

    /** By the media thread: what is before this will not be played. */
    void passTo(long sample) {
        read = sample;
    }
}
