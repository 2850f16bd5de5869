package org.offhook.media;

/**
 * Changes the sample rate of one mono stream by a polyphase filter (Kaiser-windowed sinc, about 70
 * dB). Streaming: what one call leaves over the next one uses. One thread; allocates nothing after
 * construction.
 */
public final class Resampler {
    private static final int BLOCK_SAMPLES = 512;
    private static final int FEWEST_TAPS = 64;

    /** Where the filter is 6 dB down, as a share of the lower Nyquist frequency. */
    private static final double CUTOFF = 0.93;

    /** Coefficients are 2.14 fixed point: any sum of products then fits into an int. */
    private static final int COEFFICIENT_BITS = 14;

    private final int up;
    private final int down;
    private final int taps;
    private final int[][] phases;
    private final int[] line;

    /** Does the work where the rate is doubled or halved; else null. */
    private final HalfBand halfBand;

    private int filled;
    private int phase;

    /**
     * @param fromHz rate of the input; 8, 16, 22.05, 24, 44.1 or 48 kHz are meant, others work
     *     where the ratio is small
     * @param toHz rate of the output
     */
    public Resampler(int fromHz, int toHz) {
        if (fromHz < 8_000 || fromHz > 96_000 || toHz < 8_000 || toHz > 48_000) {
            throw new IllegalArgumentException("no such rates: " + fromHz + " to " + toHz);
        }
        int divisor = greatestCommonDivisor(fromHz, toHz);
        up = toHz / divisor;
        down = fromHz / divisor;
        if (up > 640) {
            throw new IllegalArgumentException("awkward ratio: " + fromHz + " to " + toHz);
        }
        boolean twofold = Math.max(up, down) == 2;
        halfBand = twofold ? new HalfBand(up == 2) : null;
        boolean filtered = up != down && !twofold;
        // A lower output rate needs a filter longer by as much.
        taps = up >= down ? FEWEST_TAPS : (FEWEST_TAPS * down / up + 7) / 8 * 8;
        phases = filtered ? design() : new int[0][];
        line = new int[filtered ? taps + BLOCK_SAMPLES : 0];
        filled = taps - 1;
    }

    /** The most samples that {@code inLength} samples can become. */
    public int mostOut(int inLength) {
        return (int) ((long) inLength * up / down) + 1;
    }

    /**
     * Resamples the next stretch of the stream.
     *
     * @param in samples; not changed
     * @param out written from 0; room for {@link #mostOut}
     * @return samples written
     */
    public int resample(short[] in, int inLength, short[] out) {
        if (up == down) {
            System.arraycopy(in, 0, out, 0, inLength);
            return inLength;
        }
        if (halfBand != null) {
            return halfBand.resample(in, inLength, out);
        }
        int written = 0;
        for (int read = 0; read < inLength; ) {
            int count = Math.min(inLength - read, BLOCK_SAMPLES);
            for (int i = 0; i < count; i++) {
                line[filled + i] = in[read + i];
            }
            filled += count;
            read += count;
            written = drain(out, written);
        }
        return written;
    }

    private int drain(short[] out, int start) {
        final int[] samples = line;
        int written = start;
        int at = 0;
        while (at + taps <= filled) {
            final int[] coefficients = phases[phase];
            int sum = 1 << COEFFICIENT_BITS - 1;
            for (int i = 0; i < coefficients.length; i++) {
                sum += coefficients[i] * samples[at + i];
            }
            int sample = sum >> COEFFICIENT_BITS;
            out[written++] = (short) Math.clamp(sample, Short.MIN_VALUE, Short.MAX_VALUE);
            phase += down;
            at += phase / up;
            phase %= up;
        }
        assert at <= filled : "a step is never longer than the filter";
        System.arraycopy(samples, at, samples, 0, filled - at);
        filled -= at;
        return written;
    }

    private int[][] design() {
        // In units of the input rate: the lower of the two Nyquist frequencies.
        double bandwidth = CUTOFF * Math.min(1.0, (double) up / down);
        double centre = (taps - 1) / 2.0;
        int[][] table = new int[up][taps];
        for (int p = 0; p < up; p++) {
            double[] exact = new double[taps];
            double sum = 0;
            for (int i = 0; i < taps; i++) {
                // The output lies p/up after the middle tap; half a tap early for an even count.
                double distance = i - Math.floor(centre) - (double) p / up;
                exact[i] = Sinc.windowed(distance, bandwidth, taps / 2.0);
                sum += exact[i];
            }
            for (int i = 0; i < taps; i++) {
                table[p][i] = (int) Math.rint(exact[i] / sum * (1 << COEFFICIENT_BITS));
            }
        }
        return table;
    }

    private static int greatestCommonDivisor(int a, int b) {
        return b == 0 ? a : greatestCommonDivisor(b, a % b);
    }
}
