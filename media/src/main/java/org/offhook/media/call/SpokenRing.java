package org.offhook.media.call;

import org.offhook.media.Pcm;
import org.offhook.media.codec.CodecType;

/**
 * The queue of what is to be said, counted in samples at 16 kHz: samples, and G.711 codes as they
 * came, each in the place of the two samples it stands for. One producer at a time writes; the
 * media thread reads and never waits. Frames start at even places, so a code is never cut. The last
 * of what was read is kept, so that it can be said once more.
 */
final class SpokenRing {
    /** The kind of a pair of samples. That of a code is the ordinal of its {@link CodecType}. */
    static final byte SAMPLES = -1;

    /** Frames that are kept after they were read: some two syllables. */
    static final int KEPT_FRAMES = 16;

    private static final int KEPT = KEPT_FRAMES * Pcm.FRAME_SAMPLES;
    private static final CodecType[] CODECS = CodecType.values();

    private final int capacity;
    private final short[] slots;

    /** One for each pair of slots. */
    private final byte[] kinds;

    private volatile long written;
    private volatile long read;

    /** The media thread's own: the furthest that was ever read. */
    private long furthest;

    /**
     * @param samples how far a producer may be ahead
     */
    SpokenRing(int samples) {
        capacity = samples + samples % 2;
        slots = new short[capacity + KEPT];
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
        return written - read > capacity * 3L / 4;
    }

    /** None where the reader has gone back and the producer had been far ahead. */
    private int room() {
        return (int) Math.max(0, capacity - (written - read));
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
        furthest = Math.max(furthest, from + count);
        read = from + count;
    }

    /** By the media thread: what is before this will not be played. */
    void passTo(long sample) {
        furthest = Math.max(furthest, sample);
        read = sample;
    }

    /**
     * By the media thread: what was read last is read once more.
     *
     * @param frames wanted
     * @param start nothing before this is
     * @return frames that are
     */
    int goBack(int frames, long start) {
        long oldest = Math.max(start, furthest - KEPT);
        int most = (int) Math.max(0, (read - oldest) / Pcm.FRAME_SAMPLES);
        int back = Math.min(frames, most);
        read -= (long) back * Pcm.FRAME_SAMPLES;
        return back;
    }

    /**
     * How many frames before the next one the quietest begins, of so many; 0 where the next is. By
     * a thread that keeps the producers away, while nothing is read.
     *
     * @param start nothing before this counts
     */
    int quietestBack(int mostFrames, long start) {
        long now = read;
        int quietest = 0;
        long least = written - now < Pcm.FRAME_SAMPLES ? Long.MAX_VALUE : energy(now);
        long oldest =
                Math.max(start, now - Math.min(mostFrames, KEPT_FRAMES) * (long) Pcm.FRAME_SAMPLES);
        for (long at = now - Pcm.FRAME_SAMPLES; at >= oldest; at -= Pcm.FRAME_SAMPLES) {
            long energy = energy(at);
            if (energy < least) {
                least = energy;
                quietest = (int) ((now - at) / Pcm.FRAME_SAMPLES);
            }
        }
        return quietest;
    }

    private long energy(long from) {
        long sum = 0;
        for (long at = from; at < from + Pcm.FRAME_SAMPLES; at += 2) {
            int slot = (int) (at % slots.length);
            byte kind = kinds[slot / 2];
            // A code stands for two samples.
            long one =
                    kind == SAMPLES ? slots[slot] : CODECS[kind].law().decode((byte) slots[slot]);
            long other = kind == SAMPLES ? slots[slot + 1] : one;
            sum += one * one + other * other;
        }
        return sum;
    }
}
