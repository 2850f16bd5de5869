package org.offhook.media.codec;

/**
 * The step of one sub-band's quantizer, which grows with large codes and shrinks with small ones
 * (ITU-T G.722 §3.5, blocks 3L and 3H of §6.2): it adapts in the logarithm and leaks, so that two
 * ends that disagree soon agree again. One thread.
 */
final class G722Step {
    /** 2<sup>11</sup> times the powers of two from 0 to 31/32. */
    private static final int[] POWERS = {
        2048, 2093, 2139, 2186, 2233, 2282, 2332, 2383, 2435, 2489, 2543, 2599, 2656, 2714, 2774,
        2834, 2896, 2960, 3025, 3091, 3158, 3228, 3298, 3371, 3444, 3520, 3597, 3676, 3756, 3838,
        3922, 4008
    };

    private final int most;
    private final int shift;
    private int logarithm;
    private int size;

    /**
     * @param most of the logarithm, in 1/2048
     * @param shift how far the powers are above the smallest step
     */
    G722Step(int most, int shift) {
        this.most = most;
        this.shift = shift;
        this.size = sizeOf(0);
    }

    int size() {
        return size;
    }

    /** A code of this weight came. */
    void adapt(int weight) {
        logarithm = Math.clamp((logarithm * 127 >> 7) + weight, 0, most);
        size = sizeOf(logarithm);
    }

    private int sizeOf(int log) {
        int power = POWERS[log >> 6 & 31];
        int down = shift - (log >> 11);
        return (down < 0 ? power << -down : power >> down) << 2;
    }
}
