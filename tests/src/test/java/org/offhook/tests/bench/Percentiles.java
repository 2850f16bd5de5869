package org.offhook.tests.bench;

import java.util.Arrays;
import java.util.Locale;

/** Sorted measurements of one thing. Immutable. */
final class Percentiles {
    private final double[] sorted;

    private Percentiles(double[] sorted) {
        this.sorted = sorted;
    }

    static Percentiles of(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return new Percentiles(sorted);
    }

    int count() {
        return sorted.length;
    }

    /** The value that {@code share} of all do not exceed; NaN without any (nearest rank). */
    double at(double share) {
        if (sorted.length == 0) {
            return Double.NaN;
        }
        int rank = (int) Math.ceil(share * sorted.length);
        return sorted[Math.clamp(rank - 1, 0, sorted.length - 1)];
    }

    /** For a person, in the unit of the measurements. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "p50 %.2f, p95 %.2f, p99 %.2f, max %.2f (n = %d)",
                at(0.5),
                at(0.95),
                at(0.99),
                at(1),
                sorted.length);
    }
}
