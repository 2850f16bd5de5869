package org.offhook.media.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.offhook.media.Tone;

/** What goes into a codec comes out: tones, found again by their frequency. */
class CodecToneTest {
    private static final int FRAMES = 50;

    @ParameterizedTest
    @EnumSource(CodecType.class)
    void aToneGoesThroughAndSilenceStaysSilent(CodecType codec) {
        int rateHz = codec.sampleRateHz();
        int frameSamples = rateHz / 50;
        short[] tone = Tone.sine(1_000, rateHz, FRAMES * frameSamples, 8_000);
        short[] heard = new short[tone.length];
        byte[] payload = new byte[Encoder.MAX_PAYLOAD];
        short[] out = new short[rateHz / 1000 * Decoder.MAX_PACKET_MILLIS];
        try (Encoder encoder = codec.newEncoder();
                Decoder decoder = codec.newDecoder()) {
            for (int i = 0; i < FRAMES; i++) {
                short[] frame = Arrays.copyOfRange(tone, i * frameSamples, (i + 1) * frameSamples);
                int length = encoder.encode(frame, payload, 0);
                assertEquals(20, decoder.millisIn(payload, 0, length));
                assertEquals(frameSamples, decoder.decode(payload, length, out));
                System.arraycopy(out, 0, heard, i * frameSamples, frameSamples);
            }
            int from = 10 * frameSamples;
            double level = Tone.amplitude(heard, from, heard.length, 1_000, rateHz);
            double other = Tone.amplitude(heard, from, heard.length, 1_400, rateHz);
            assertEquals(8_000, level, 1_000);
            assertTrue(other < level / 50, "1400 Hz at " + other);

            for (int i = 0; i < 10; i++) {
                int length = encoder.silence(payload, 0);
                assertEquals(frameSamples, decoder.decode(payload, length, out));
            }
            assertTrue(Tone.level(out, 0, frameSamples) < 20, "silence is heard");
        }
    }

    @ParameterizedTest
    @EnumSource(CodecType.class)
    void aLostFrameSoundsLikeItsNeighboursAndALongLossLikeNothing(CodecType codec) {
        int rateHz = codec.sampleRateHz();
        int frameSamples = rateHz / 50;
        short[] tone = Tone.sine(200, rateHz, 20 * frameSamples, 8_000);
        byte[] payload = new byte[Encoder.MAX_PAYLOAD];
        short[] out = new short[rateHz / 1000 * Decoder.MAX_PACKET_MILLIS];
        try (Encoder encoder = codec.newEncoder();
                Decoder decoder = codec.newDecoder()) {
            for (int i = 0; i < 20; i++) {
                short[] frame = Arrays.copyOfRange(tone, i * frameSamples, (i + 1) * frameSamples);
                int length = encoder.encode(frame, payload, 0);
                decoder.decode(payload, length, out);
            }
            double before = Tone.level(out, 0, frameSamples);
            assertEquals(frameSamples, decoder.conceal(out));
            double first = Tone.level(out, 0, frameSamples);
            assertTrue(first > before / 2 && first < before * 1.5, first + " after " + before);
            for (int i = 0; i < 10; i++) {
                decoder.conceal(out);
            }
            assertEquals(0, Tone.level(out, 0, frameSamples));
        }
    }

    @Test
    void opusRecoversALostFrameFromTheNextOne() {
        // A vowel-like sound whose pitch moves, so that concealment alone cannot know it.
        short[] vowel = new short[FRAMES * 320];
        double phase = 0;
        for (int i = 0; i < vowel.length; i++) {
            phase += 2 * Math.PI * (120 + 80 * Math.sin(i / 1_500.0)) / 16_000;
            vowel[i] = (short) (3_000 * (Math.sin(phase) + Math.sin(5 * phase) / 2));
        }
        byte[] payload = new byte[Encoder.MAX_PAYLOAD];
        short[] whole = new short[1_920];
        short[] recovered = new short[1_920];
        short[] concealed = new short[1_920];
        int lostFrame = 30;
        try (Encoder encoder = CodecType.OPUS.newEncoder();
                Decoder one = CodecType.OPUS.newDecoder();
                Decoder two = CodecType.OPUS.newDecoder();
                Decoder three = CodecType.OPUS.newDecoder()) {
            for (int i = 0; i <= lostFrame; i++) {
                short[] frame = Arrays.copyOfRange(vowel, i * 320, (i + 1) * 320);
                int length = encoder.encode(frame, payload, 0);
                one.decode(payload, length, whole);
                if (i < lostFrame) {
                    two.decode(payload, length, recovered);
                    three.decode(payload, length, concealed);
                }
            }
            short[] next = Arrays.copyOfRange(vowel, (lostFrame + 1) * 320, (lostFrame + 2) * 320);
            int length = encoder.encode(next, payload, 0);
            assertEquals(320, two.recover(payload, length, recovered));
            assertEquals(320, three.conceal(concealed));
        }
        double error = difference(whole, recovered);
        double concealError = difference(whole, concealed);
        assertTrue(error < concealError, "recovered " + error + ", concealed " + concealError);
    }

    @Test
    void concealmentJoinsWithoutAClick() {
        short[] tone = Tone.sine(200, 8_000, 160 * 12, 8_000);
        int steepest = steepestStep(tone, tone.length);
        byte[] payload = new byte[160];
        short[] out = new short[960];
        short[] heard = new short[tone.length];
        try (Encoder encoder = CodecType.PCMU.newEncoder();
                Decoder decoder = CodecType.PCMU.newDecoder()) {
            for (int i = 0; i < 12; i++) {
                encoder.encode(Arrays.copyOfRange(tone, i * 160, (i + 1) * 160), payload, 0);
                if (i % 4 == 3) {
                    decoder.conceal(out);
                } else {
                    decoder.decode(payload, 160, out);
                }
                System.arraycopy(out, 0, heard, i * 160, 160);
            }
        }
        int worst = steepestStep(heard, heard.length);
        assertTrue(worst < 1.5 * steepest, "a step of " + worst + " in a tone of " + steepest);
        assertTrue(Tone.amplitude(heard, 160, heard.length, 200, 8_000) > 6_500);
    }

    @Test
    void noiseIsNeverMoreThanARefusal() {
        var random = new SplittableRandom(11);
        short[] out = new short[16 * Decoder.MAX_PACKET_MILLIS];
        for (CodecType codec : CodecType.values()) {
            try (Decoder decoder = codec.newDecoder()) {
                for (int i = 0; i < 2_000; i++) {
                    byte[] noise = new byte[random.nextInt(400)];
                    random.nextBytes(noise);
                    int millis = decoder.millisIn(noise, 0, noise.length);
                    int samples = decoder.decode(noise, noise.length, out);
                    assertTrue(millis == Decoder.FAILED || millis <= Decoder.MAX_PACKET_MILLIS);
                    assertTrue(samples == Decoder.FAILED || samples <= out.length);
                }
            }
        }
    }

    @Test
    void opusPacketsTellTheirLength() {
        byte[] packet = new byte[3];
        int[] silkHalfMillis = {20, 40, 80, 120};
        int[] celtHalfMillis = {5, 10, 20, 40};
        for (int config = 0; config < 32; config++) {
            packet[0] = (byte) (config << 3);
            int expected = config < 12 ? silkHalfMillis[config & 3] : celtHalfMillis[config & 3];
            if (config >= 12 && config < 16) {
                expected = (config & 1) == 0 ? 20 : 40;
            }
            assertEquals(expected, OpusPacket.halfMillis(packet, 0, 3), "config " + config);
            packet[0] |= 1;
            assertEquals(2 * expected, OpusPacket.halfMillis(packet, 0, 3), "two frames");
        }
        assertEquals(-1, OpusPacket.halfMillis(packet, 0, 0));
        packet[0] = 3;
        packet[1] = 0;
        assertEquals(-1, OpusPacket.halfMillis(packet, 0, 3), "no frames");
        packet[0] = 3 | 3 << 3;
        packet[1] = 3;
        assertEquals(-1, OpusPacket.halfMillis(packet, 0, 3), "180 ms");
    }

    @Test
    void theLibraryIsLookedForUnderLibjitsisNames() {
        assertEquals("linux-x86-64/libjnopus.so", NativeOpus.resource("Linux", "amd64"));
        assertEquals("linux-aarch64/libjnopus.so", NativeOpus.resource("Linux", "aarch64"));
        assertEquals("darwin-aarch64/libjnopus.dylib", NativeOpus.resource("Mac OS X", "aarch64"));
        assertEquals("win32-x86-64/jnopus.dll", NativeOpus.resource("Windows 11", "amd64"));
        assertTrue(NativeOpus.version().contains("1.5.2"), NativeOpus.version());
    }

    private static double difference(short[] one, short[] other) {
        short[] difference = new short[320];
        for (int i = 0; i < 320; i++) {
            difference[i] = (short) (one[i] - other[i]);
        }
        return Tone.level(difference, 0, 320);
    }

    private static int steepestStep(short[] samples, int length) {
        int steepest = 0;
        for (int i = 1; i < length; i++) {
            steepest = Math.max(steepest, Math.abs(samples[i] - samples[i - 1]));
        }
        return steepest;
    }
}
