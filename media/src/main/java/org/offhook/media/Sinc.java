package org.offhook.media;

/** The Kaiser-windowed sinc (about 70 dB) that the resamplers' filters are cut from. */
final class Sinc {
    private static final double KAISER_BETA = 7;

    private Sinc() {}

    /**
     * One point of the filter.
     *
     * @param distance from its centre, in samples
     * @param bandwidth where it is 6 dB down, as a share of the Nyquist frequency
     * @param halfWidth beyond which it is zero, in samples
     */
    static double windowed(double distance, double bandwidth, double halfWidth) {
        double x = distance / halfWidth;
        if (Math.abs(x) > 1) {
            return 0;
        }
        double angle = Math.PI * bandwidth * distance;
        double sinc = angle == 0 ? 1 : Math.sin(angle) / angle;
        return sinc * bessel(KAISER_BETA * Math.sqrt(1 - x * x)) / bessel(KAISER_BETA);
    }

    /** The modified Bessel function of order 0, by its series. */
    private static double bessel(double x) {
        double sum = 1;
        double term = 1;
        for (int k = 1; k < 40; k++) {
            term *= x / 2 / k * (x / 2 / k);
            sum += term;
        }
        return sum;
    }
}
