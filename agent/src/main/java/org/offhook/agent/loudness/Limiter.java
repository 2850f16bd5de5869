package org.offhook.agent.loudness;

import java.util.Arrays;

/**
 * Holds peaks down by turning the volume down before they come and slowly up again, so that nothing
 * clips and nothing clicks. Puts samples out {@link #DELAY_SAMPLES} late. Pure; one for each
 * stream, for one thread.
 */
final class Limiter {
    /** 5 ms at 16 kHz. */
    static final int DELAY_SAMPLES = 80;

    /** What is left above -3 dBFS is for the peaks that appear between samples in a codec. */
    static final double CEILING = 32_768 * Math.pow(10, -3 / 20.0);

    /** Of the gain between two samples: 150 dB a second, slower than a pitch period. */
    private static final double RELEASE = Math.pow(10, 150 / 20.0 / 16_000);

    private static final int WINDOW = DELAY_SAMPLES + 1;

    private final double[] samples = new double[WINDOW];

    /** Gain that each sample may have at most. */
    private final double[] allowed = new double[WINDOW];

    /** Least of {@link #allowed} over a window, rising slowly. */
    private final double[] held = new double[WINDOW];

    private double heldSum = WINDOW;
    private int at;
    private double least = 1;
    private int leastAt;
    private double before;
    private double last;

    Limiter() {
        Arrays.fill(allowed, 1);
        Arrays.fill(held, 1);
    }

    /** Takes a sample and returns the one that came {@link #DELAY_SAMPLES} before. */
    double limit(double sample) {
        double peak = Math.max(Math.abs(sample), Math.abs(between(sample)));
        samples[at] = sample;
        allowed[at] = CEILING / Math.max(CEILING, peak);
        double ahead = leastAllowed();
        int previous = (at + WINDOW - 1) % WINDOW;
        double oldest = held[at];
        held[at] = Math.min(ahead, Math.min(1, held[previous] * RELEASE));
        heldSum += held[at] - oldest;
        at = (at + 1) % WINDOW;
        if (at == 0) {
            heldSum = Arrays.stream(held).sum();
        }
        // Each value in the window is small enough for the oldest sample, so their mean is.
        return samples[at] * (heldSum / WINDOW);
    }

    /** Halfway between the two samples before this one, by a parabola through all three. */
    private double between(double sample) {
        double middle = 0.75 * last + 0.375 * before - 0.125 * sample;
        before = last;
        last = sample;
        return middle;
    }

    private double leastAllowed() {
        if (allowed[at] <= least) {
            least = allowed[at];
            leastAt = at;
        } else if (leastAt == at) {
            // It has just left the window.
            least = 2;
            for (int i = 1; i <= WINDOW; i++) {
                int index = (at + i) % WINDOW;
                if (allowed[index] <= least) {
                    least = allowed[index];
                    leastAt = index;
                }
            }
        }
        return least;
    }
}
