package org.offhook.agent.loudness;

import org.offhook.media.Pcm;

/**
 * Measures the loudness of a stream of speech as ITU-R BS.1770-4 and EBU R 128 do: K-weighted
 * blocks of 400 ms, one each 100 ms, those of silence and pauses left out. Pure; one for each
 * stream, for one thread.
 */
public final class Loudness {
    /**
     * What everything said shall have: the median of the demo's recordings (-23.0 to -22.2 LUFS).
     */
    public static final double TARGET_LUFS = -22.7;

    private static final int STEPS = 4;
    private static final double FULL_SCALE = 32_768;

    private final KWeighting weighting;
    private final int stepSamples;
    private final LoudnessHistogram histogram = new LoudnessHistogram();
    private final double[] steps = new double[STEPS];
    private double sum;
    private int inStep;
    private int stepsSeen;

    public Loudness() {
        this(Pcm.RATE_HZ);
    }

    /** For the standard's test signals. */
    Loudness(int rateHz) {
        weighting = new KWeighting(rateHz);
        stepSamples = rateHz / 10;
    }

    /**
     * Loudness of a whole recording; of one shorter than a block, that of its sound.
     *
     * @param samples PCM as in {@link Pcm}
     * @return LUFS; negative infinity for silence
     */
    public static double of(short[] samples, int length) {
        var loudness = new Loudness();
        loudness.take(samples, 0, length);
        loudness.end();
        return loudness.histogram.integratedLufs();
    }

    /** Measures the next stretch. Returns true if a block became complete in it. */
    boolean take(short[] samples, int from, int length) {
        boolean complete = false;
        for (int i = from; i < from + length; i++) {
            double weighed = weighting.weigh(samples[i] / FULL_SCALE);
            sum += weighed * weighed;
            if (++inStep == stepSamples) {
                steps[stepsSeen % STEPS] = sum;
                stepsSeen++;
                sum = 0;
                inStep = 0;
                if (stepsSeen >= STEPS) {
                    histogram.add(total() / (STEPS * stepSamples));
                    complete = true;
                }
            }
        }
        return complete;
    }

    /**
     * Nothing follows: the standard drops what is less than a block, but a short word is speech.
     */
    void end() {
        int samples = stepsSeen * stepSamples + inStep;
        if (stepsSeen < STEPS && samples > 0) {
            histogram.add((total() + sum) / samples);
        }
    }

    LoudnessHistogram histogram() {
        return histogram;
    }

    private double total() {
        double total = 0;
        for (double step : steps) {
            total += step;
        }
        return total;
    }
}
