package org.offhook.media.rtp;

import java.util.Arrays;

/**
 * The last transit times of a stream, and below which most of them lie. Transit is arrival minus
 * media time: only differences mean anything. Pure; one thread.
 */
final class DelayWindow {
    /** 5 s of 20 ms packets: long enough for a quantile, short enough to forget a stall. */
    private static final int SIZE = 256;

    private static final int FEWEST = 24;
    private static final int BIN_NANOS = 1_000_000;
    private static final int BINS = 256;

    /**
     * Rarer delays are left to concealment: each of them is about one frame of it. At 0.97 that was
     * more than a fixed 60 ms conceal on a radio; 0.985 conceals less still, for up to 10 ms more
     * of delay, and delay is what every turn pays.
     */
    private static final double SHARE_IN_TIME = 0.98;

    /**
     * More delay than this is for a line that needs it all the time, not for one that stalls now
     * and then: what the caller says would be heard late for seconds, so that a few frames less are
     * concealed.
     */
    private static final int PATIENT_BINS = 100;

    private static final double SHARE_WHATEVER_IT_TAKES = 0.85;

    private final long[] transits = new long[SIZE];
    private final int[] bins = new int[BINS];
    private int count;
    private int at;
    private long mostlyBelow;
    private long smallest;

    void clear() {
        count = 0;
        at = 0;
    }

    void add(long transitNanos) {
        transits[at] = transitNanos;
        at = (at + 1) % SIZE;
        count = Math.min(count + 1, SIZE);
        if (at % 8 == 0 || count == FEWEST) {
            measure();
        }
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** False while too few packets have been seen to say anything. */
    boolean isKnown() {
        return count >= FEWEST;
    }

    /** The transit time that nearly all packets keep. */
    long mostlyBelowNanos() {
        return mostlyBelow;
    }

    /** How much later than the fastest packet nearly all packets come. */
    long spreadNanos() {
        return mostlyBelow - smallest;
    }

    private void measure() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < count; i++) {
            least = Math.min(least, transits[i]);
        }
        Arrays.fill(bins, 0);
        for (int i = 0; i < count; i++) {
            bins[(int) Math.min((transits[i] - least) / BIN_NANOS, BINS - 1)]++;
        }
        int all = bin(SHARE_WHATEVER_IT_TAKES);
        int bin = Math.max(all, Math.min(bin(SHARE_IN_TIME), PATIENT_BINS));
        smallest = least;
        mostlyBelow = least + (long) (bin + 1) * BIN_NANOS;
    }

    /** The bin up to which so many lie. */
    private int bin(double share) {
        int wanted = (int) Math.ceil(count * share);
        int bin = 0;
        for (int seen = bins[0]; seen < wanted; seen += bins[bin]) {
            bin++;
        }
        return bin;
    }
}
