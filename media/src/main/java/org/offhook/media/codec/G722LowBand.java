package org.offhook.media.codec;

/**
 * The lower sub-band of G.722, 0 to 4 kHz, of encoder or decoder: samples at 8 kHz to codes of six
 * bits and back (ITU-T G.722 §3.3 to §3.6, §4.1, blocks 1L to 6L of §6.2). One thread.
 */
final class G722LowBand {
    /** Decision levels of a magnitude, in 1/4096 of the step. */
    private static final int[] DECISIONS = {
        35, 72, 110, 150, 190, 233, 276, 323, 370, 422, 473, 530, 587, 650, 714, 786, 858, 940,
        1023, 1121, 1219, 1339, 1458, 1612, 1765, 1980, 2195, 2557, 2919
    };

    /** What a code of six bits means, in 1/32768 of the step. */
    private static final int[] SIX_BITS = {
        -136, -136, -136, -136, -24808, -21904, -19008, -16704, -14984, -13512, -12280, -11192,
        -10232, -9360, -8576, -7856, -7192, -6576, -6000, -5456, -4944, -4464, -4008, -3576, -3168,
        -2776, -2400, -2032, -1688, -1360, -1040, -728, 24808, 21904, 19008, 16704, 14984, 13512,
        12280, 11192, 10232, 9360, 8576, 7856, 7192, 6576, 6000, 5456, 4944, 4464, 4008, 3576, 3168,
        2776, 2400, 2032, 1688, 1360, 1040, 728, 432, 136, -432, -136
    };

    /** The same of its upper four bits, from which both ends learn: two bits may be stolen. */
    private static final int[] FOUR_BITS = {
        0, -20456, -12896, -8968, -6288, -4240, -2584, -1200, 20456, 12896, 8968, 6288, 4240, 2584,
        1200, 0
    };

    /** How the upper four bits change the step. */
    private static final int[] WEIGHTS = {
        -60, 3042, 1198, 538, 334, 172, 58, -30, 3042, 1198, 538, 334, 172, 58, -30, -60
    };

    private static final int MOST_LOGARITHM = 18_432;
    private static final int SHIFT = 8;
    private static final int LEAST = -16_384;
    private static final int MOST = 16_383;

    private final G722Predictor predictor = new G722Predictor();
    private final G722Step step = new G722Step(MOST_LOGARITHM, SHIFT);

    /** One sample of 15 bits to its code. */
    int encode(int sample) {
        int code = quantize(sample);
        learn(code);
        return code;
    }

    /** A sample that was made up: the level follows it, but nothing is learnt of it. */
    void follow(int sample) {
        int upper = quantize(sample) >> 2;
        predictor.remember(step.size() * FOUR_BITS[upper] >> 15);
        step.adapt(WEIGHTS[upper]);
    }

    private int quantize(int sample) {
        int difference = G722Predictor.saturate(sample - predictor.estimate());
        int magnitude = difference < 0 ? ~difference : difference;
        int level = levelOf(magnitude, step.size());
        return codeOf(level, difference < 0);
    }

    /** One code to its sample of 15 bits. */
    int decode(int code) {
        int sample = predictor.estimate() + (step.size() * SIX_BITS[code] >> 15);
        learn(code);
        return Math.clamp(sample, LEAST, MOST);
    }

    /** As if this code had been made, or decoded, here. */
    void learn(int code) {
        int upper = code >> 2;
        predictor.learn(step.size() * FOUR_BITS[upper] >> 15);
        step.adapt(WEIGHTS[upper]);
    }

    /** The last sample, nearly as it was decoded. */
    int last() {
        return predictor.reconstructed();
    }

    /** How many decision levels a magnitude has passed, by halving: 0 to 29. */
    private static int levelOf(int magnitude, int size) {
        int from = 0;
        int to = DECISIONS.length;
        while (from < to) {
            int middle = from + to >>> 1;
            if (magnitude < DECISIONS[middle] * size >> 12) {
                to = middle;
            } else {
                from = middle + 1;
            }
        }
        return from;
    }

    /** Small magnitudes have the high codes; the two smallest negative ones stand at the end. */
    private static int codeOf(int level, boolean negative) {
        if (!negative) {
            return 61 - level;
        }
        return level < 2 ? 63 - level : 33 - level;
    }
}
