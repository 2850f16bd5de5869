package org.offhook.media.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.offhook.media.Tone;

/** G.722: its bits are the Recommendation's, its losses and cuts are not heard. */
class G722Test {
    private static final int RATE_HZ = 16_000;
    private static final int FRAME = 320;
    private static final int FRAMES = 200;

    /** Samples by which encoder and decoder together delay. */
    private static final int DELAY = 22;

    /** Of what spandsp 0.0.6 makes of {@link #signal}: it passes ITU-T's test sequences. */
    private static final long SPANDSP_CODES = 0x46CA2DC7L;

    /** Of what spandsp 0.0.6 makes of those codes. */
    private static final long SPANDSP_SAMPLES = 0x315529F3L;

    private final short[] out = new short[RATE_HZ / 1000 * Decoder.MAX_PACKET_MILLIS];

    @Test
    void codesAndSamplesAreThoseOfAnotherImplementationToTheBit() {
        byte[] codes = coded(signal());
        var codesCrc = new CRC32();
        codesCrc.update(codes);
        assertEquals(SPANDSP_CODES, codesCrc.getValue(), "codes");
        var bytes = ByteBuffer.allocate(4 * codes.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asShortBuffer().put(decoded(codes));
        var samplesCrc = new CRC32();
        samplesCrc.update(bytes.array());
        assertEquals(SPANDSP_SAMPLES, samplesCrc.getValue(), "samples");
    }

    @Test
    void itIsWideband() {
        for (int hz : new int[] {100, 1_000, 3_000, 5_000, 6_500}) {
            short[] tone = Tone.sine(hz, RATE_HZ, FRAMES * FRAME, 8_000);
            double decibels = signalToNoise(tone, decoded(coded(tone)), RATE_HZ);
            assertTrue(decibels > (hz < 4_000 ? 30 : 12), hz + " Hz: " + decibels + " dB");
        }
    }

    @Test
    void payloadsOfAnyLengthAreOneStream() {
        byte[] codes = coded(signal());
        short[] whole = decoded(codes);
        short[] pieces = new short[whole.length];
        var lengths = new SplittableRandom(2);
        var decoder = new G722Decoder();
        for (int from = 0; from < codes.length; ) {
            int length = Math.min(8 * lengths.nextInt(1, 121), codes.length - from);
            byte[] payload = Arrays.copyOfRange(codes, from, from + length);
            assertEquals(length / 8, decoder.millisIn(payload, 0, length));
            assertEquals(2 * length, decoder.decode(payload, length, out));
            System.arraycopy(out, 0, pieces, 2 * from, 2 * length);
            from += length;
        }
        assertEquals(-1, Arrays.mismatch(whole, pieces));
    }

    @Test
    void afterALossTheSoundIsSoonBackAndNeverABurst() {
        byte[] codes = coded(voice());
        short[] whole = decoded(codes);
        for (int lost : new int[] {1, 3, 10}) {
            double sum = 0;
            double loudest = 0;
            for (int from = 20; from < 60; from++) {
                short[] holed = decoded(codes, from, lost);
                int end = (from + lost) * FRAME;
                sum += signalToNoise(whole, holed, end + 2 * FRAME, end + 4 * FRAME, 0);
                double meant = Tone.level(whole, end, end + FRAME);
                loudest = Math.max(loudest, Tone.level(holed, end, end + FRAME) / meant);
            }
            assertTrue(sum / 40 > 10, lost + " lost: " + sum / 40 + " dB 40 to 80 ms later");
            assertTrue(loudest < 3, lost + " lost: louder by " + loudest);
        }
    }

    @Test
    void aLossFromLoudToQuietIsFollowedByQuiet() {
        short[] voice = voice();
        int turn = 50 * FRAME;
        for (int i = turn; i < voice.length; i++) {
            voice[i] /= 50;
        }
        byte[] codes = coded(voice);
        double meant = Tone.level(decoded(codes), turn + 10 * FRAME, voice.length);
        short[] holed = decoded(codes, 48, 6);
        double level = Tone.level(holed, 54 * FRAME, 56 * FRAME);
        assertTrue(level < 3 * meant, level + " in place of " + meant);
    }

    @Test
    void whatIsCutOffFadesAndSilenceIsSilentAtOnce() {
        short[] loud = Tone.sine(200, RATE_HZ, 20 * FRAME, 16_000);
        int steepest = 2 * steepestStep(loud, 0, loud.length);
        for (int cut = 10; cut < 18; cut++) {
            // The payloads are made elsewhere, as prepared audio's are.
            byte[] codes = coded(loud);
            var encoder = new G722Encoder();
            var decoder = new G722Decoder();
            short[] heard = new short[(cut + 3) * FRAME];
            byte[] payload = new byte[FRAME / 2];
            for (int i = 0; i < cut + 3; i++) {
                if (i < cut) {
                    System.arraycopy(codes, i * FRAME / 2, payload, 0, FRAME / 2);
                    encoder.sent(payload, 0, FRAME / 2);
                } else if (i == cut) {
                    encoder.fade(payload, 0);
                } else {
                    encoder.silence(payload, 0);
                }
                decoder.decode(payload, payload.length, out);
                System.arraycopy(out, 0, heard, i * FRAME, FRAME);
            }
            int worst = steepestStep(heard, cut * FRAME - 100, heard.length);
            double left = Tone.level(heard, cut * FRAME + 160, (cut + 1) * FRAME);
            assertTrue(worst < steepest, "a step of " + worst);
            assertTrue(left < 100, "10 ms after the cut a level of " + left);
            assertTrue(Tone.level(heard, (cut + 2) * FRAME, heard.length) < 10);
        }
    }

    /** A voice-like buzz whose pitch and loudness move, in integers, with some noise. */
    static short[] signal() {
        var random = new SplittableRandom(722);
        short[] samples = new short[FRAMES * FRAME];
        int phase = 0;
        for (int i = 0; i < samples.length; i++) {
            int pitchHz = 90 + i / 40 % 200;
            phase = (phase + pitchHz) % RATE_HZ;
            int saw = phase - RATE_HZ / 2;
            int loudness = i / 100 % 160;
            samples[i] = (short) (saw * loudness / 130 + random.nextInt(-loudness, loudness + 1));
        }
        return samples;
    }

    private static short[] voice() {
        short[] voice = new short[FRAMES * FRAME / 2];
        double phase = 0;
        for (int i = 0; i < voice.length; i++) {
            phase += 2 * Math.PI * (130 + 20 * Math.sin(i / 4_000.0)) / RATE_HZ;
            double formants = Math.sin(phase) + Math.sin(4 * phase) / 2 + Math.sin(20 * phase) / 8;
            voice[i] = (short) (5_000 * formants);
        }
        return voice;
    }

    private static byte[] coded(short[] samples) {
        byte[] codes = new byte[samples.length / 2];
        var encoder = new G722Encoder();
        for (int from = 0; from < samples.length; from += FRAME) {
            short[] frame = Arrays.copyOfRange(samples, from, from + FRAME);
            assertEquals(FRAME / 2, encoder.encode(frame, codes, from / 2));
        }
        return codes;
    }

    private short[] decoded(byte[] codes) {
        return decoded(codes, 0, 0);
    }

    private short[] decoded(byte[] codes, int firstLost, int lost) {
        short[] samples = new short[2 * codes.length];
        var decoder = new G722Decoder();
        for (int i = 0; i < codes.length / 160; i++) {
            if (i >= firstLost && i < firstLost + lost) {
                assertEquals(FRAME, decoder.conceal(out));
            } else {
                decoder.decode(Arrays.copyOfRange(codes, i * 160, i * 160 + 160), 160, out);
            }
            System.arraycopy(out, 0, samples, i * FRAME, FRAME);
        }
        return samples;
    }

    private static double signalToNoise(short[] meant, short[] heard, int from) {
        return signalToNoise(meant, heard, from, meant.length - DELAY, DELAY);
    }

    private static double signalToNoise(short[] meant, short[] heard, int from, int to, int delay) {
        double signal = 0;
        double noise = 1;
        for (int i = from; i < to; i++) {
            double error = meant[i] - heard[i + delay];
            signal += (double) meant[i] * meant[i];
            noise += error * error;
        }
        return 10 * Math.log10(signal / noise);
    }

    private static int steepestStep(short[] samples, int from, int to) {
        int steepest = 0;
        for (int i = from + 1; i < to; i++) {
            steepest = Math.max(steepest, Math.abs(samples[i] - samples[i - 1]));
        }
        return steepest;
    }
}
