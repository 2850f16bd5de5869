package org.offhook.media.call;

import java.util.Arrays;
import org.offhook.media.Pcm;
import org.offhook.media.rtp.DtmfReceiver;

/**
 * Hears the keys of a caller whose telephone sends them as tones in the audio (ITU-T Q.23), and not
 * a voice that happens to have two of their frequencies. Pure; one thread; nothing is allocated
 * after construction.
 *
 * <p>Each 10 ms the energy at the eight frequencies is measured (Goertzel), in that half block for
 * itself and, with its phase, together with the one before. A digit is told when one tone of each
 * group holds nearly all energy of the last 40 ms, in a proportion that keypads have. Voices have a
 * fundamental and harmonics beside any two of them, and do not hold them still: that is what keeps
 * them out (talk-off).
 */
public final class InBandDigits {
    /** Returned where no press begins. */
    public static final char NONE = DtmfReceiver.NONE;

    private static final int RATE_HZ = 8_000;
    private static final int HALF = RATE_HZ / 100;
    private static final int TONES = 8;
    private static final double[] HERTZ = {697, 770, 852, 941, 1_209, 1_336, 1_477, 1_633};
    private static final String KEYS = "123A456B789C*0#D";

    /** Blocks of 20 ms, 10 ms apart, that must agree: 40 ms of tone. */
    private static final int FEWEST_BLOCKS = 3;

    /** After so many without it a press is over: an interruption of 10 ms is none. */
    private static final int BLOCKS_OF_A_PAUSE = 2;

    /** Of a tone's amplitude; -33 dBm0. */
    private static final double LEAST_AMPLITUDE = 500;

    /**
     * Energy of 10 ms in which no tone is looked for: those of a press hold at least ten times as
     * much of it in either half of a block (they may hold at most HALF times its energy, squared).
     * What a call without telephone events costs in silence is this sum.
     */
    private static final double FAINT_ENERGY = LEAST_AMPLITUDE * LEAST_AMPLITUDE * HALF / 4 / 30;

    /** Of the energy that both tones must hold; even a tone 1.5 % off does. */
    private static final double LEAST_SHARE = 0.75;

    /** By so much a tone must stand above the others of its group: 6 dB. */
    private static final double DOMINANCE = 4;

    /** A tone has the same phase in both halves of a block; of one 1.5 % off so much is left. */
    private static final double LEAST_STEADINESS = 0.45;

    /** Of a tone's energy in one half of a block against the other: one may be half full. */
    private static final double LEAST_OF_A_HALF = 0.2;

    /**
     * The high tone against the low: -9 to +6 dB (keypads send it 2 dB louder; lines take more).
     */
    private static final double LEAST_TWIST = 0.126;

    private static final double MOST_TWIST = 4;

    private final double[] factor = new double[TONES];
    private final double[] cosine = new double[TONES];
    private final double[] sine = new double[TONES];
    private final double[] turnReal = new double[TONES];
    private final double[] turnImaginary = new double[TONES];

    private final double[] last = new double[TONES];
    private final double[] beforeLast = new double[TONES];
    private final double[] half = new double[HALF];
    private double energy;

    private final double[] realBefore = new double[TONES];
    private final double[] imaginaryBefore = new double[TONES];
    private double energyBefore;
    private final double[] halves = new double[TONES];
    private final double[] weaker = new double[TONES];
    private final double[] together = new double[TONES];

    private char candidate = NONE;
    private int agreeing;
    private char pressed = NONE;
    private int missing;

    public InBandDigits() {
        for (int i = 0; i < TONES; i++) {
            double angle = 2 * Math.PI * HERTZ[i] / RATE_HZ;
            factor[i] = 2 * Math.cos(angle);
            cosine[i] = Math.cos(angle);
            sine[i] = Math.sin(angle);
            turnReal[i] = Math.cos(angle * HALF);
            turnImaginary[i] = Math.sin(angle * HALF);
        }
    }

    /**
     * 20 ms as in {@link Pcm}.
     *
     * @return the digit that was recognised as pressed within them, or {@link #NONE}
     */
    public char onFrame(short[] frame) {
        char first = onHalf(frame, 0);
        char second = onHalf(frame, Pcm.FRAME_SAMPLES / 2);
        return second == NONE ? first : second;
    }

    private char onHalf(short[] frame, int from) {
        long fourfold = 0;
        for (int i = 0; i < HALF; i++) {
            // A mean of two is filter enough: no tone is near 4 kHz.
            int two = frame[from + 2 * i] + frame[from + 2 * i + 1];
            half[i] = two / 2.0;
            fourfold += (long) two * two;
        }
        energy = fourfold / 4.0;
        if (energy >= FAINT_ENERGY) {
            resonate(0);
            resonate(TONES / 2);
            return onMeasured();
        }
        Arrays.fill(last, 0);
        Arrays.fill(beforeLast, 0);
        if (energyBefore >= FAINT_ENERGY) {
            return onMeasured();
        }
        energyBefore = energy;
        return onBlock(NONE, false);
    }

    /** Four tones at once: each sample waits for the one before, but not for the other tones. */
    private void resonate(int tone) {
        double factorA = factor[tone];
        double factorB = factor[tone + 1];
        double factorC = factor[tone + 2];
        double factorD = factor[tone + 3];
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        double formerA = 0;
        double formerB = 0;
        double formerC = 0;
        double formerD = 0;
        for (double sample : half) {
            double nextA = sample - formerA + factorA * a;
            double nextB = sample - formerB + factorB * b;
            double nextC = sample - formerC + factorC * c;
            double nextD = sample - formerD + factorD * d;
            formerA = a;
            formerB = b;
            formerC = c;
            formerD = d;
            a = nextA;
            b = nextB;
            c = nextC;
            d = nextD;
        }
        keep(tone, a, formerA);
        keep(tone + 1, b, formerB);
        keep(tone + 2, c, formerC);
        keep(tone + 3, d, formerD);
    }

    private void keep(int tone, double value, double former) {
        last[tone] = value;
        beforeLast[tone] = former;
    }

    private char onMeasured() {
        for (int i = 0; i < TONES; i++) {
            double real = last[i] * cosine[i] - beforeLast[i];
            double imaginary = last[i] * sine[i];
            // The older half is turned on to where the newer begins, so that phases add up.
            double turnedReal = realBefore[i] * turnReal[i] - imaginaryBefore[i] * turnImaginary[i];
            double turnedImaginary =
                    realBefore[i] * turnImaginary[i] + imaginaryBefore[i] * turnReal[i];
            double newer = square(real, imaginary);
            double older = square(realBefore[i], imaginaryBefore[i]);
            halves[i] = newer + older;
            weaker[i] = Math.min(newer, older);
            together[i] = square(real + turnedReal, imaginary + turnedImaginary);
            realBefore[i] = real;
            imaginaryBefore[i] = imaginary;
        }
        boolean isWhole = isWhole(strongest(0)) && isWhole(strongest(4));
        char heard = digitIn(energy + energyBefore);
        energyBefore = energy;
        return onBlock(heard, isWhole);
    }

    private static double square(double real, double imaginary) {
        return real * real + imaginary * imaginary;
    }

    /** Which digit a block of 20 ms is, by itself. */
    private char digitIn(double blockEnergy) {
        int low = strongest(0);
        int high = strongest(4);
        double least = LEAST_AMPLITUDE * HALF / 2;
        if (halves[low] < 2 * least * least || halves[high] < 2 * least * least) {
            return NONE;
        }
        double tonesEnergy = (halves[low] + halves[high]) * 2 / HALF;
        double twist = halves[high] / halves[low];
        boolean isDigit =
                tonesEnergy >= LEAST_SHARE * blockEnergy
                        && twist >= LEAST_TWIST
                        && twist <= MOST_TWIST
                        && stands(low, 0)
                        && stands(high, 4)
                        && isSteady(low)
                        && isSteady(high);
        return isDigit ? KEYS.charAt(low * 4 + high - 4) : NONE;
    }

    private int strongest(int from) {
        int best = from;
        for (int i = from + 1; i < from + 4; i++) {
            best = together[i] > together[best] ? i : best;
        }
        return best;
    }

    private boolean stands(int tone, int from) {
        for (int i = from; i < from + 4; i++) {
            if (i != tone && together[tone] < DOMINANCE * together[i]) {
                return false;
            }
        }
        return true;
    }

    private boolean isSteady(int tone) {
        return together[tone] >= LEAST_STEADINESS * 2 * halves[tone];
    }

    /** Whether a tone fills its block, or begins or ends in the midst of it. */
    private boolean isWhole(int tone) {
        return weaker[tone] >= LEAST_OF_A_HALF * (halves[tone] - weaker[tone]);
    }

    private char onBlock(char heard, boolean isWhole) {
        if (pressed != NONE) {
            missing = heard == pressed ? 0 : missing + 1;
            if (missing < BLOCKS_OF_A_PAUSE) {
                return NONE;
            }
            pressed = NONE;
            candidate = NONE;
        }
        char whole = isWhole ? heard : NONE;
        agreeing = whole == candidate ? agreeing + 1 : 1;
        candidate = whole;
        if (whole == NONE || agreeing < FEWEST_BLOCKS) {
            return NONE;
        }
        pressed = heard;
        missing = 0;
        return heard;
    }
}
