package org.offhook.media;

/** Makes tones, and says how much of one is in some samples (Goertzel). */
public final class Tone {
    private Tone() {}

    /** A sine of the given amplitude. */
    public static short[] sine(double hz, int rateHz, int samples, double amplitude) {
        short[] tone = new short[samples];
        for (int i = 0; i < samples; i++) {
            tone[i] = (short) Math.round(amplitude * Math.sin(2 * Math.PI * hz * i / rateHz));
        }
        return tone;
    }

    /** The amplitude of one frequency within a stretch of samples. */
    public static double amplitude(short[] samples, int from, int to, double hz, int rateHz) {
        double step = 2 * Math.PI * hz / rateHz;
        double coefficient = 2 * Math.cos(step);
        double last = 0;
        double beforeLast = 0;
        for (int i = from; i < to; i++) {
            // A Hann window: neighbours do not leak in, whatever the phase at the ends.
            double window = 0.5 - 0.5 * Math.cos(2 * Math.PI * (i - from) / (to - from));
            double now = window * samples[i] + coefficient * last - beforeLast;
            beforeLast = last;
            last = now;
        }
        double power = last * last + beforeLast * beforeLast - coefficient * last * beforeLast;
        return Math.sqrt(power) * 4 / (to - from);
    }

    /** Root mean square. */
    public static double level(short[] samples, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += (double) samples[i] * samples[i];
        }
        return Math.sqrt(sum / (to - from));
    }
}
