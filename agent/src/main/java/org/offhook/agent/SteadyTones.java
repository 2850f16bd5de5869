package org.offhook.agent;

/**
 * How much of a sound is tones that keep their pitch: the peaks of its spectrum are followed from
 * window to window, and those that have stayed within {@link #TOLERANCE_HZ} for {@link
 * #STEADY_WINDOWS} windows are steady. A voice glides, all its harmonics with it; an instrument
 * holds its notes. At 8 kHz. Pure; one thread; allocates nothing after construction.
 */
final class SteadyTones {
    private static final float BIN_HZ = 8_000f / Spectrum.SAMPLES;
    private static final float TOLERANCE_HZ = 4;

    /** 192 ms after a peak first appeared. */
    private static final int STEADY_WINDOWS = 6;

    /** What a telephone carries: about 90 to 3,400 Hz. */
    private static final int LOWEST_BIN = 7;

    private static final int HIGHEST_BIN = 218;

    /** Peaks more than 30 dB below the strongest are noise. */
    private static final float FAINT = 0.001f;

    private static final int MOST = (HIGHEST_BIN - LOWEST_BIN) / 2 + 2;

    private final Spectrum spectrum = new Spectrum();
    private final float[] power = new float[Spectrum.BINS];
    private float[] tones = new float[MOST];
    private int[] ages = new int[MOST];
    private int count;
    private float[] formerTones = new float[MOST];
    private int[] formerAges = new int[MOST];
    private int formerCount;

    /** Silence: no tone goes on. */
    void forget() {
        count = 0;
    }

    /**
     * @param samples {@link Spectrum#SAMPLES}, the newest half of them new
     * @return share of the peaks' amplitude that is steady, 0 to 1
     */
    float steadiness(float[] samples) {
        spectrum.of(samples, power);
        becomeFormer();
        float strongest = 0;
        for (int bin = LOWEST_BIN; bin <= HIGHEST_BIN; bin++) {
            strongest = Math.max(strongest, power[bin]);
        }
        float all = 0;
        float steady = 0;
        int nearest = 0;
        for (int bin = LOWEST_BIN; bin <= HIGHEST_BIN; bin++) {
            if (!isPeak(bin, strongest)) {
                continue;
            }
            float hz = frequency(bin);
            while (nearest + 1 < formerCount
                    && Math.abs(formerTones[nearest + 1] - hz)
                            <= Math.abs(formerTones[nearest] - hz)) {
                nearest++;
            }
            boolean goesOn =
                    nearest < formerCount && Math.abs(formerTones[nearest] - hz) < TOLERANCE_HZ;
            tones[count] = hz;
            ages[count] = goesOn ? formerAges[nearest] + 1 : 0;
            float amplitude = (float) Math.sqrt(power[bin - 1] + power[bin] + power[bin + 1]);
            all += amplitude;
            steady += ages[count] >= STEADY_WINDOWS ? amplitude : 0;
            count++;
        }
        return all == 0 ? 0 : steady / all;
    }

    private void becomeFormer() {
        float[] spareTones = formerTones;
        int[] spareAges = formerAges;
        formerTones = tones;
        formerAges = ages;
        formerCount = count;
        tones = spareTones;
        ages = spareAges;
        count = 0;
    }

    private boolean isPeak(int bin, float strongest) {
        return power[bin] > power[bin - 1]
                && power[bin] >= power[bin + 1]
                && power[bin] > strongest * FAINT;
    }

    /** Between bins: the top of the parabola through three logarithms. */
    private float frequency(int bin) {
        double left = Math.log(power[bin - 1] + 1e-12);
        double middle = Math.log(power[bin] + 1e-12);
        double right = Math.log(power[bin + 1] + 1e-12);
        double bend = left - 2 * middle + right;
        double shift = bend == 0 ? 0 : (left - right) / (2 * bend);
        return (float) ((bin + shift) * BIN_HZ);
    }
}
