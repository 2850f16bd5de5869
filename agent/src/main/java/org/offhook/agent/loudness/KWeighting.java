package org.offhook.agent.loudness;

/**
 * The filter that weighs frequencies as ears do: a high shelf for the head, then a high pass (ITU-R
 * BS.1770-4, annex 1). Pure; one for each stream, for one thread.
 *
 * <p>The standard gives coefficients for 48 kHz alone. They are the bilinear transform of the
 * analogue filters below, which is taken anew for each rate.
 */
final class KWeighting {
    private static final double SHELF_HZ = 1681.974450955533;
    private static final double SHELF_Q = 0.7071752369554196;
    private static final double SHELF_GAIN = Math.pow(10, 3.999843853973347 / 20);

    /** Share of the shelf's gain, as an exponent, at its middle. */
    private static final double SHELF_MIDDLE = 0.4996667741545416;

    private static final double HIGH_PASS_HZ = 38.13547087602444;
    private static final double HIGH_PASS_Q = 0.5003270373238773;

    private final Section shelf;
    private final Section highPass;

    KWeighting(int rateHz) {
        shelf = shelf(rateHz);
        highPass = highPass(rateHz);
    }

    double weigh(double sample) {
        return highPass.filter(shelf.filter(sample));
    }

    static Section shelf(int rateHz) {
        double k = Math.tan(Math.PI * SHELF_HZ / rateHz);
        double middle = Math.pow(SHELF_GAIN, SHELF_MIDDLE);
        double a0 = 1 + k / SHELF_Q + k * k;
        return new Section(
                (SHELF_GAIN + middle * k / SHELF_Q + k * k) / a0,
                2 * (k * k - SHELF_GAIN) / a0,
                (SHELF_GAIN - middle * k / SHELF_Q + k * k) / a0,
                2 * (k * k - 1) / a0,
                (1 - k / SHELF_Q + k * k) / a0);
    }

    static Section highPass(int rateHz) {
        double k = Math.tan(Math.PI * HIGH_PASS_HZ / rateHz);
        double a0 = 1 + k / HIGH_PASS_Q + k * k;
        return new Section(1, -2, 1, 2 * (k * k - 1) / a0, (1 - k / HIGH_PASS_Q + k * k) / a0);
    }

    /** A filter of second order, transposed direct form II. */
    static final class Section {
        private final double b0;
        private final double b1;
        private final double b2;
        private final double a1;
        private final double a2;
        private double first;
        private double second;

        Section(double b0, double b1, double b2, double a1, double a2) {
            this.b0 = b0;
            this.b1 = b1;
            this.b2 = b2;
            this.a1 = a1;
            this.a2 = a2;
        }

        double filter(double in) {
            double out = b0 * in + first;
            first = b1 * in - a1 * out + second;
            second = b2 * in - a2 * out;
            return out;
        }

        /** b0, b1, b2, a1, a2. */
        double[] coefficients() {
            return new double[] {b0, b1, b2, a1, a2};
        }
    }
}
