package org.offhook.media.codec;

/**
 * What one sub-band of G.722 expects next: two poles and six zeros that learn from the signs of
 * what came (ITU-T G.722 §3.6, blocks 4L and 4H of §6.2). Encoder and decoder that have seen the
 * same differences expect the same. Numbers are those of the Recommendation, so the results are its
 * own to the bit. One thread.
 */
final class G722Predictor {
    private static final int ZEROS = 6;

    /** 0.75: beyond it the second pole could ring for ever. */
    private static final int SECOND_POLE_LIMIT = 12_288;

    /** 0.9375, of which the second pole takes its part. */
    private static final int FIRST_POLE_LIMIT = 15_360;

    private final int[] zeros = new int[ZEROS];
    private final int[] differences = new int[ZEROS];
    private int zeroPart;
    private int estimate;
    private int firstPole;
    private int secondPole;
    private int reconstructed;
    private int reconstructedBefore;
    private int partial;
    private int partialBefore;

    /** The next sample, as far as can be told. */
    int estimate() {
        return estimate;
    }

    /** The last sample, as a decoder has it. */
    int reconstructed() {
        return reconstructed;
    }

    /** By so much the sample differed from {@link #estimate}, coarsely. */
    void learn(int difference) {
        adaptPoles(saturate(zeroPart + difference));
        adaptZeros(difference);
        remember(difference);
    }

    /** The same, but nothing is learnt of it. */
    void remember(int difference) {
        partialBefore = partial;
        partial = saturate(zeroPart + difference);
        reconstructedBefore = reconstructed;
        reconstructed = saturate(estimate + difference);
        sumZeros(difference);
        int first = firstPole * saturate(2 * reconstructed) >> 15;
        int second = secondPole * saturate(2 * reconstructedBefore) >> 15;
        estimate = saturate(saturate(first + second) + zeroPart);
    }

    private void adaptPoles(int newPartial) {
        boolean likeLast = (newPartial ^ partial) >= 0;
        boolean likeBefore = (newPartial ^ partialBefore) >= 0;
        int towards = saturate(4 * firstPole);
        int step = (likeLast ? Math.min(-towards, Short.MAX_VALUE) : towards) >> 7;
        int second = step + (likeBefore ? 128 : -128) + (secondPole * 32_512 >> 15);
        secondPole = Math.clamp(second, -SECOND_POLE_LIMIT, SECOND_POLE_LIMIT);
        int first = saturate((likeLast ? 192 : -192) + (firstPole * 32_640 >> 15));
        int limit = FIRST_POLE_LIMIT - secondPole;
        firstPole = Math.clamp(first, -limit, limit);
    }

    private void adaptZeros(int difference) {
        int step = difference == 0 ? 0 : 128;
        for (int i = 0; i < ZEROS; i++) {
            int signed = (differences[i] ^ difference) >= 0 ? step : -step;
            zeros[i] = saturate(signed + (zeros[i] * 32_640 >> 15));
        }
    }

    private void sumZeros(int difference) {
        int sum = 0;
        int newer = difference;
        for (int i = 0; i < ZEROS; i++) {
            int older = differences[i];
            differences[i] = newer;
            sum += zeros[i] * saturate(2 * newer) >> 15;
            newer = older;
        }
        zeroPart = saturate(sum);
    }

    static int saturate(int value) {
        return Math.clamp(value, Short.MIN_VALUE, Short.MAX_VALUE);
    }
}
