package org.offhook.agent.local;

/** What a telephone does to 16 kHz speech: 8 kHz and G.711 µ-law, there and back. */
public final class Telephone {
    private static final int TAPS = 63;
    private static final double CUT_HZ = 3_600;
    private static final double RATE_HZ = 16_000;
    private static final int BIAS = 0x84;
    private static final int CLIP = 32_635;

    private Telephone() {}

    /** The same number of samples, again at 16 kHz. */
    public static short[] carry(short[] wide) {
        return up(throughMuLaw(down(wide)));
    }

    /** 16 to 8 kHz. */
    static short[] down(short[] wide) {
        short[] filtered = lowPass(wide, 1);
        var narrow = new short[wide.length / 2];
        for (int i = 0; i < narrow.length; i++) {
            narrow[i] = filtered[2 * i];
        }
        return narrow;
    }

    static short[] throughMuLaw(short[] samples) {
        var heard = new short[samples.length];
        for (int i = 0; i < samples.length; i++) {
            heard[i] = expand(compress(samples[i]));
        }
        return heard;
    }

    private static short[] up(short[] narrow) {
        var wide = new short[narrow.length * 2];
        for (int i = 0; i < narrow.length; i++) {
            wide[2 * i] = narrow[i];
        }
        return lowPass(wide, 2);
    }

    /** G.711 table 2: sign, exponent and four bits, inverted. */
    private static int compress(short sample) {
        int sign = sample < 0 ? 0x80 : 0;
        int magnitude = Math.min(Math.abs((int) sample), CLIP) + BIAS;
        int exponent = 31 - Integer.numberOfLeadingZeros(magnitude) - 7;
        int mantissa = magnitude >> (exponent + 3) & 0x0F;
        return ~(sign | exponent << 4 | mantissa) & 0xFF;
    }

    private static short expand(int code) {
        int bits = ~code & 0xFF;
        int exponent = bits >> 4 & 7;
        int magnitude = (((bits & 0x0F) << 3) + BIAS << exponent) - BIAS;
        return (short) ((bits & 0x80) != 0 ? -magnitude : magnitude);
    }

    /** A windowed sinc without delay. */
    private static short[] lowPass(short[] in, double gain) {
        var kernel = new double[TAPS];
        double sum = 0;
        for (int i = 0; i < TAPS; i++) {
            double t = i - (TAPS - 1) / 2.0;
            double x = 2 * Math.PI * CUT_HZ / RATE_HZ * t;
            double hann = 0.5 - 0.5 * Math.cos(2 * Math.PI * (i + 0.5) / TAPS);
            kernel[i] = (t == 0 ? 1 : Math.sin(x) / x) * hann;
            sum += kernel[i];
        }
        var out = new short[in.length];
        for (int n = 0; n < in.length; n++) {
            double value = 0;
            for (int i = 0; i < TAPS; i++) {
                int at = n + i - TAPS / 2;
                value += at < 0 || at >= in.length ? 0 : kernel[i] * in[at];
            }
            out[n] = (short) Math.clamp(Math.round(value * gain / sum), -32_768, 32_767);
        }
        return out;
    }
}
