package org.offhook.media.codec;

/**
 * The higher sub-band of G.722, 4 to 8 kHz, of encoder or decoder: samples at 8 kHz to codes of two
 * bits and back (ITU-T G.722 §3.3 to §3.6, §4.1, blocks 1H to 5H of §6.2). One thread.
 */
final class G722HighBand {
    private static final int DECISION = 564;

    /** What a code means, in 1/32768 of the step. */
    private static final int[] TWO_BITS = {-7408, -1616, 7408, 1616};

    private static final int[] WEIGHTS = {798, -214, 798, -214};
    private static final int MOST_LOGARITHM = 22_528;
    private static final int SHIFT = 10;
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
        int code = quantize(sample);
        predictor.remember(step.size() * TWO_BITS[code] >> 15);
        step.adapt(WEIGHTS[code]);
    }

    private int quantize(int sample) {
        int difference = G722Predictor.saturate(sample - predictor.estimate());
        int magnitude = difference < 0 ? ~difference : difference;
        int small = magnitude < DECISION * step.size() >> 12 ? 1 : 0;
        return difference < 0 ? small : 2 | small;
    }

    /** One code to its sample of 15 bits. */
    int decode(int code) {
        learn(code);
        return Math.clamp(predictor.reconstructed(), LEAST, MOST);
    }

    /** As if this code had been made, or decoded, here. */
    void learn(int code) {
        predictor.learn(step.size() * TWO_BITS[code] >> 15);
        step.adapt(WEIGHTS[code]);
    }
}
