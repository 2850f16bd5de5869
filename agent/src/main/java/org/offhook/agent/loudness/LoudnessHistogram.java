package org.offhook.agent.loudness;

/**
 * Blocks of speech counted by their loudness, from which the loudness of all of them follows
 * however many there are (the gates of ITU-R BS.1770-4; EBU R 128). Pure; for one thread.
 */
final class LoudnessHistogram {
    /** The absolute gate: below is silence. */
    static final double SILENCE_LUFS = -70;

    private static final double RELATIVE_GATE_LU = -10;

    /** Bins so fine that which side of the gate a whole bin falls on does not matter. */
    private static final int BINS_PER_LU = 10;

    private static final int BINS = 80 * BINS_PER_LU;

    private final double[] powers = new double[BINS];
    private final double[] counts = new double[BINS];
    private double blocks;

    /**
     * @param power mean square of K-weighted samples, 1 being full scale squared
     */
    void add(double power) {
        double lufs = lufs(power);
        if (!(lufs > SILENCE_LUFS)) {
            return;
        }
        int bin = Math.min(BINS - 1, (int) ((lufs - SILENCE_LUFS) * BINS_PER_LU));
        powers[bin] += power;
        counts[bin]++;
        blocks++;
    }

    /** Adds what another one counted. */
    void add(LoudnessHistogram other) {
        for (int bin = 0; bin < BINS; bin++) {
            powers[bin] += other.powers[bin];
            counts[bin] += other.counts[bin];
        }
        blocks += other.blocks;
    }

    /** Lets what was counted so far weigh half. */
    void halve() {
        for (int bin = 0; bin < BINS; bin++) {
            powers[bin] /= 2;
            counts[bin] /= 2;
        }
        blocks /= 2;
    }

    /** Blocks counted, those of silence left out. */
    double blocks() {
        return blocks;
    }

    /** Negative infinity where nothing but silence was counted. */
    double integratedLufs() {
        double gate = lufs(mean(0)) + RELATIVE_GATE_LU;
        int first = (int) Math.max(0, Math.ceil((gate - SILENCE_LUFS) * BINS_PER_LU));
        return lufs(mean(first));
    }

    private double mean(int firstBin) {
        double power = 0;
        double count = 0;
        for (int bin = firstBin; bin < BINS; bin++) {
            power += powers[bin];
            count += counts[bin];
        }
        return count == 0 ? 0 : power / count;
    }

    static double lufs(double power) {
        return -0.691 + 10 * Math.log10(power);
    }
}
