package org.offhook.media.rtcp;

/**
 * How a call would be judged by those who hear it, from what the network does to it: the E-model
 * (ITU-T G.107) with its default values, that is without noise and echo, of which we know nothing.
 * Pure.
 *
 * <p>G.113 gives G.711 with concealment an equipment impairment of 0 and a packet-loss robustness
 * of 25.1. For G.722 and Opus it has none on this narrowband scale: they are counted as G.711,
 * since neither is worse than it, and so a wideband call is not rated above 4.4.
 */
public final class EModel {
    /** R without delay and loss, with the default values of table 2 of G.107. */
    private static final double UNIMPAIRED = 93.2;

    private static final double MOST_IMPAIRED = 95;
    private static final double LOSS_ROBUSTNESS = 25.1;
    private static final double FREE_DELAY_MILLIS = 100;

    private EModel() {}

    /**
     * The transmission rating R.
     *
     * @param delayMillis one way, mouth to ear
     * @param lostShare of frames that were concealed, from 0 to 1
     * @param burstRatio {@link Bursts#ratio}
     */
    public static double rating(double delayMillis, double lostShare, double burstRatio) {
        double percent = 100 * Math.clamp(lostShare, 0.0, 1.0);
        double equipment =
                percent == 0
                        ? 0
                        : MOST_IMPAIRED * percent / (percent / burstRatio + LOSS_ROBUSTNESS);
        return Math.clamp(UNIMPAIRED - delayImpairment(delayMillis) - equipment, 0.0, 100.0);
    }

    /** Idd (G.107 section 7.3): what delay alone does to a conversation. */
    private static double delayImpairment(double delayMillis) {
        if (delayMillis <= FREE_DELAY_MILLIS) {
            return 0;
        }
        double x = Math.log(delayMillis / FREE_DELAY_MILLIS) / Math.log(2);
        double near = Math.pow(1 + Math.pow(x, 6), 1.0 / 6);
        double far = 3 * Math.pow(1 + Math.pow(x / 3, 6), 1.0 / 6);
        return 25 * (near - far + 2);
    }

    /** The mean opinion score of a rating (G.107 annex B): 1 to 4.5. */
    public static double mos(double rating) {
        double r = Math.clamp(rating, 0.0, 100.0);
        return Math.max(1, 1 + 0.035 * r + r * (r - 60) * (100 - r) * 7e-6);
    }
}
