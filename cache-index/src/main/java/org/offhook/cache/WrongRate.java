package org.offhook.cache;

/**
 * What counted answers prove about the share of wrong ones: exact one-sided bounds for a binomial
 * proportion (Clopper and Pearson, 1934). Pure; any thread.
 */
public final class WrongRate {
    /** Of all bounds that are given without saying how sure. */
    public static final double CONFIDENCE = 0.95;

    private static final int MOST_STEPS = 200;

    private WrongRate() {}

    /**
     * The share that is exceeded only with probability 1 - {@value #CONFIDENCE}.
     *
     * @param wrong 0 to {@code total}
     * @return 0 to 1; 1 where nothing was counted
     */
    public static double upperBound(long wrong, long total) {
        return upperBound(wrong, total, CONFIDENCE);
    }

    static double upperBound(long wrong, long total, double confidence) {
        if (wrong < 0 || wrong > total) {
            throw new IllegalArgumentException(wrong + " wrong of " + total);
        }
        if (wrong == total) {
            return 1;
        }
        // The share p at which seeing so few is as unlikely as 1 - confidence; it falls with p.
        double low = 0;
        double high = 1;
        for (int step = 0; step < MOST_STEPS && high - low > 1e-9; step++) {
            double middle = (low + high) / 2;
            if (atMost(wrong, total, middle) > 1 - confidence) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }

    /** Whether {@link #upperBound} is at most {@code target}; one sum in place of its thirty. */
    static boolean proves(long wrong, long total, double target) {
        // The median of what is counted is within one of the mean: so many wrong prove nothing.
        return wrong < total
                && wrong < total * target + 1
                && atMost(wrong, total, target) <= 1 - CONFIDENCE;
    }

    /** How many right answers in a row, besides the counted, prove less than {@code target}. */
    public static long moreNeeded(long wrong, long total, double target) {
        long low = total;
        long high = Math.max(total, 1);
        while (!proves(wrong, high, target)) {
            low = high;
            high *= 2;
        }
        while (low < high) {
            long middle = (low + high) / 2;
            if (proves(wrong, middle, target)) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return high - total;
    }

    /** P(X <= wrong) of a binomial distribution, summed by the ratio of neighbours. */
    private static double atMost(long wrong, long total, double share) {
        double log = total * Math.log1p(-share);
        double odds = Math.log(share) - Math.log1p(-share);
        double sum = Math.exp(log);
        for (long k = 1; k <= wrong; k++) {
            log += Math.log(total - k + 1.0) - Math.log(k) + odds;
            sum += Math.exp(log);
        }
        return Math.min(1, sum);
    }
}
