package org.offhook.agent;

import java.util.SplittableRandom;

/** Sounds that are not words, made at 8 kHz from a seed. Levels are set by the caller. */
final class OverlapNoises {
    private static final int RATE_HZ = OverlapVoices.RATE_HZ;
    private static final double PEAK = 12_000;

    enum Type {
        WHITE,
        PINK,
        BROWN,
        CLICKS,
        KEYBOARD,
        COUGH,
        DOOR,
        BREATH,
        HUM,
        IN_BAND_TONES,
        CAR,
        TAP_WATER,
        PAPER
    }

    private final SplittableRandom random;

    OverlapNoises(long seed) {
        random = new SplittableRandom(seed);
    }

    short[] make(Type type) {
        double[] sound =
                switch (type) {
                    case WHITE -> burst(noise(seconds(0.2, 2.5)), 0.01);
                    case PINK -> burst(lowPass(noise(seconds(0.2, 2.5)), 0.25), 0.02);
                    case BROWN -> burst(lowPass(noise(seconds(0.3, 3)), 0.03), 0.05);
                    case CLICKS -> impulses(random.nextInt(2, 7), 0.002, 0.1, 0.4);
                    case KEYBOARD -> impulses(random.nextInt(6, 18), 0.012, 0.08, 0.25);
                    case COUGH -> cough();
                    case DOOR -> door();
                    case BREATH -> breath();
                    case HUM -> tones(seconds(1, 3), 0.2, 50, 100, 150, 250);
                    case IN_BAND_TONES -> dial();
                    case CAR -> car();
                    case TAP_WATER -> burst(highPass(noise(seconds(1, 3)), 0.3), 0.2);
                    case PAPER -> paper();
                };
        double most = 1e-9;
        for (double sample : sound) {
            most = Math.max(most, Math.abs(sample));
        }
        var out = new short[sound.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = (short) (sound[i] / most * PEAK);
        }
        return out;
    }

    private int seconds(double least, double most) {
        return (int) (random.nextDouble(least, most) * RATE_HZ);
    }

    private double[] noise(int length) {
        var out = new double[length];
        for (int i = 0; i < length; i++) {
            out[i] = random.nextGaussian();
        }
        return out;
    }

    private static double[] lowPass(double[] in, double alpha) {
        var out = new double[in.length];
        double last = 0;
        for (int i = 0; i < in.length; i++) {
            last += alpha * (in[i] - last);
            out[i] = last;
        }
        return out;
    }

    private static double[] highPass(double[] in, double alpha) {
        double[] low = lowPass(in, alpha);
        var out = new double[in.length];
        for (int i = 0; i < in.length; i++) {
            out[i] = in[i] - low[i];
        }
        return out;
    }

    /** Fades in and out within these seconds. */
    private static double[] burst(double[] in, double edge) {
        int fade = (int) (edge * RATE_HZ);
        for (int i = 0; i < Math.min(fade, in.length / 2); i++) {
            in[i] *= (double) i / fade;
            in[in.length - 1 - i] *= (double) i / fade;
        }
        return in;
    }

    private double[] impulses(int count, double decay, double least, double most) {
        var out = new double[(int) (count * most * RATE_HZ) + RATE_HZ / 5];
        int at = 0;
        for (int n = 0; n < count; n++) {
            double loud = random.nextDouble(0.3, 1);
            for (int i = 0; i < RATE_HZ / 10 && at + i < out.length; i++) {
                out[at + i] += loud * random.nextGaussian() * Math.exp(-i / (decay * RATE_HZ));
            }
            at += seconds(least, most);
        }
        return out;
    }

    /** One to three barks: a hard onset of noise, with something of a voice behind it. */
    private double[] cough() {
        int barks = random.nextInt(1, 4);
        var out = new double[barks * RATE_HZ * 2 / 5];
        double pitch = random.nextDouble(90, 220);
        for (int bark = 0; bark < barks; bark++) {
            int length = seconds(0.15, 0.3);
            double[] hiss = lowPass(highPass(noise(length), 0.2), 0.6);
            for (int i = 0; i < length; i++) {
                double t = (double) i / RATE_HZ;
                double envelope = Math.min(1, t / 0.008) * Math.exp(-t / 0.07);
                double glide = pitch * (1 - 0.5 * t);
                double voice = t < 0.04 ? 0 : Math.signum(Math.sin(2 * Math.PI * glide * t));
                out[bark * RATE_HZ * 2 / 5 + i] = envelope * (hiss[i] + 0.25 * voice);
            }
        }
        return out;
    }

    private double[] door() {
        double[] thump = lowPass(noise(RATE_HZ / 2), 0.08);
        double[] latch = noise(RATE_HZ / 2);
        for (int i = 0; i < thump.length; i++) {
            double t = (double) i / RATE_HZ;
            thump[i] = 6 * thump[i] * Math.exp(-t / 0.09) + latch[i] * Math.exp(-t / 0.004);
        }
        return thump;
    }

    private double[] breath() {
        double[] air = lowPass(highPass(noise(seconds(0.5, 1.4)), 0.15), 0.5);
        for (int i = 0; i < air.length; i++) {
            air[i] *= Math.pow(Math.sin(Math.PI * i / air.length), 2);
        }
        return air;
    }

    private double[] tones(int length, double edge, double... hertz) {
        var out = new double[length];
        for (int n = 0; n < hertz.length; n++) {
            double phase = random.nextDouble(6);
            for (int i = 0; i < length; i++) {
                out[i] += Math.sin(phase + 2 * Math.PI * hertz[n] * i / RATE_HZ) / (n + 1);
            }
        }
        return burst(out, edge);
    }

    /** Keys as they sound, not RFC 4733 events. */
    private double[] dial() {
        double[] rows = {697, 770, 852, 941};
        double[] columns = {1_209, 1_336, 1_477};
        int keys = random.nextInt(1, 5);
        var out = new double[keys * RATE_HZ / 4];
        for (int key = 0; key < keys; key++) {
            double[] tone =
                    tones(
                            RATE_HZ / 8,
                            0.005,
                            rows[random.nextInt(rows.length)],
                            columns[random.nextInt(columns.length)]);
            System.arraycopy(tone, 0, out, key * RATE_HZ / 4, tone.length);
        }
        return out;
    }

    private double[] car() {
        double[] road = lowPass(noise(seconds(2, 3)), 0.06);
        double revolutions = random.nextDouble(70, 120);
        for (int i = 0; i < road.length; i++) {
            double t = (double) i / RATE_HZ;
            double swell = 0.7 + 0.3 * Math.sin(2 * Math.PI * 0.7 * t);
            road[i] =
                    swell * road[i] + 0.15 * Math.sin(2 * Math.PI * revolutions * (t + t * t / 9));
        }
        return burst(road, 0.3);
    }

    private double[] paper() {
        double[] rustle = highPass(noise(seconds(0.4, 1.5)), 0.4);
        double loud = 0;
        for (int i = 0; i < rustle.length; i++) {
            if (i % 160 == 0) {
                loud = Math.pow(random.nextDouble(), 3);
            }
            rustle[i] *= loud;
        }
        return rustle;
    }
}
