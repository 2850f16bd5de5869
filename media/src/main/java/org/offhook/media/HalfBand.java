package org.offhook.media;

/**
 * Doubles or halves the sample rate of one stream: the resampler of every G.711 call, so written
 * for speed. A half-band filter has every second coefficient zero: one output of two is an input,
 * the other a sum over 32 neighbours, computed for a whole block at once so that the compiler can
 * use vectors. One thread; allocates nothing after construction.
 */
final class HalfBand {
    private static final int TAPS = 32;
    private static final int HALF = TAPS / 2;
    private static final int BLOCK = 512;
    private static final int CENTRE = HALF - 1;

    /** Coefficients are 2.14 fixed point: any sum of products then fits into an int. */
    private static final int BITS = 14;

    /** One side of the filter, which is symmetric. */
    private static final int[] SIDE = side();

    private final boolean doubling;

    /** What is summed over: the input when doubling, its even samples when halving. */
    private final int[] line = new int[TAPS + BLOCK];

    /** The odd samples when halving: the centre of the filter lies on them. */
    private final int[] odd = new int[TAPS + BLOCK];

    private final int[] sums = new int[BLOCK + 1];
    private int filled = TAPS - 1;
    private int oddFilled = TAPS - 1;
    private boolean oddIsNext;

    HalfBand(boolean doubling) {
        this.doubling = doubling;
    }

    private static int[] side() {
        double[] exact = new double[HALF];
        double sum = 0;
        for (int i = 0; i < HALF; i++) {
            exact[i] = Sinc.windowed(i - CENTRE - 0.5, 1.0, TAPS / 2.0);
            sum += 2 * exact[i];
        }
        int[] side = new int[HALF];
        for (int i = 0; i < HALF; i++) {
            side[i] = (int) Math.rint(exact[i] / sum * (1 << BITS));
        }
        return side;
    }

    int resample(short[] in, int inLength, short[] out) {
        int written = 0;
        for (int read = 0; read < inLength; ) {
            int count = Math.min(inLength - read, BLOCK);
            if (doubling) {
                written = twice(in, read, count, out, written);
            } else {
                written = half(in, read, count, out, written);
            }
            read += count;
        }
        return written;
    }

    private int twice(short[] in, int from, int count, short[] out, int start) {
        for (int i = 0; i < count; i++) {
            line[TAPS - 1 + i] = in[from + i];
        }
        sum(count);
        int at = start;
        for (int i = 0; i < count; i++) {
            out[at++] = (short) line[i + CENTRE];
            out[at++] = clip(sums[i] + (1 << BITS - 1) >> BITS);
        }
        System.arraycopy(line, count, line, 0, TAPS - 1);
        return at;
    }

    private int half(short[] in, int from, int count, short[] out, int start) {
        for (int i = 0; i < count; i++) {
            if (oddIsNext) {
                odd[oddFilled++] = in[from + i];
            } else {
                line[filled++] = in[from + i];
            }
            oddIsNext = !oddIsNext;
        }
        int outputs = filled - (TAPS - 1);
        sum(outputs);
        for (int i = 0; i < outputs; i++) {
            int sum = sums[i] + (odd[i + CENTRE] << BITS);
            out[start + i] = clip(sum + (1 << BITS) >> BITS + 1);
        }
        System.arraycopy(line, outputs, line, 0, TAPS - 1);
        System.arraycopy(odd, outputs, odd, 0, oddFilled - outputs);
        filled -= outputs;
        oddFilled -= outputs;
        return start + outputs;
    }

    /** sums[i] = the filter over line[i] to line[i + 31], four taps a side at a time. */
    private void sum(int count) {
        final int[] x = line;
        final int[] y = sums;
        final int[] side = SIDE;
        for (int tap = 0; tap < HALF; tap += 4) {
            final int a = side[tap];
            final int b = side[tap + 1];
            final int c = side[tap + 2];
            final int d = side[tap + 3];
            final int left = tap;
            final int right = TAPS - 1 - tap;
            for (int i = 0; i < count; i++) {
                int part = a * (x[i + left] + x[i + right]);
                part += b * (x[i + left + 1] + x[i + right - 1]);
                part += c * (x[i + left + 2] + x[i + right - 2]);
                part += d * (x[i + left + 3] + x[i + right - 3]);
                y[i] = left == 0 ? part : y[i] + part;
            }
        }
    }

    private static short clip(int sample) {
        return (short) Math.clamp(sample, Short.MIN_VALUE, Short.MAX_VALUE);
    }
}
