package org.offhook.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.offhook.media.codec.CodecType;
import org.offhook.media.codec.Decoder;
import org.offhook.media.codec.Encoder;

class PreparedAudioTest {
    private static final int SAMPLES = 3 * Pcm.RATE_HZ + 123;

    @TempDir private Path folder;

    @ParameterizedTest
    @EnumSource(CodecType.class)
    void everyCodecsPayloadsSoundLikeTheMaster(CodecType codec) {
        PreparedAudio audio = tone();
        int rateHz = codec.sampleRateHz();
        short[] heard = new short[audio.frames() * rateHz / 50];
        short[] out = new short[rateHz / 1000 * Decoder.MAX_PACKET_MILLIS];
        byte[] payload = new byte[Encoder.MAX_PAYLOAD];
        try (Decoder decoder = codec.newDecoder()) {
            for (int i = 0; i < audio.frames(); i++) {
                int length = audio.copyPayload(codec, i, payload, 0);
                int samples = decoder.decode(payload, length, out);
                assertEquals(rateHz / 50, samples);
                System.arraycopy(out, 0, heard, i * samples, samples);
            }
        }
        double level = Tone.amplitude(heard, rateHz / 2, 2 * rateHz, 700, rateHz);
        assertEquals(9_000, level, 900);
    }

    @Test
    void lengthsAreWholeFramesAndTheMasterIsExact() {
        PreparedAudio audio = tone();
        assertEquals(SAMPLES, audio.pcm().length);
        assertEquals(20 * audio.frames(), audio.millis());
        int most = SAMPLES / Pcm.FRAME_SAMPLES + 2;
        assertTrue(audio.frames() > SAMPLES / Pcm.FRAME_SAMPLES && audio.frames() <= most);
        assertEquals(1, PreparedAudio.encode(new short[] {1}, 1).pcm().length);
    }

    @Test
    void aFileReadsBackWithTheSameOpusPacketsAndLength() throws IOException {
        PreparedAudio audio = tone();
        Path file = folder.resolve("tone.opus");
        audio.write(file);
        PreparedAudio read = PreparedAudio.read(file);
        assertEquals(audio.frames(), read.frames());
        assertEquals(SAMPLES, read.pcm().length);
        byte[] one = new byte[Encoder.MAX_PAYLOAD];
        byte[] other = new byte[Encoder.MAX_PAYLOAD];
        for (int i = 0; i < audio.frames(); i++) {
            int length = audio.copyPayload(CodecType.OPUS, i, one, 0);
            assertEquals(length, read.copyPayload(CodecType.OPUS, i, other, 0));
            assertTrue(Arrays.equals(one, 0, length, other, 0, length), "packet " + i);
        }
        double level = Tone.amplitude(read.pcm(), 8_000, 40_000, 700, Pcm.RATE_HZ);
        assertEquals(9_000, level, 900);
        int bitsPerSecond = (int) (Files.size(file) * 8 * 1000 / audio.millis());
        assertTrue(bitsPerSecond < 40_000, bitsPerSecond + " bit/s");
    }

    @Test
    void everyFlippedByteOfAFileIsNoticed() throws IOException {
        Path file = folder.resolve("tone.opus");
        PreparedAudio.encode(new short[4_000], 4_000).write(file);
        byte[] bytes = Files.readAllBytes(file);
        for (int i = 0; i < bytes.length; i++) {
            byte[] broken = bytes.clone();
            broken[i] ^= 0x10;
            int at = i;
            assertThrows(
                    IOException.class,
                    () -> PreparedAudio.read(new ByteArrayInputStream(broken)),
                    () -> "byte " + at);
        }
    }

    @Test
    void everyCutOffFileIsRefusedByName() throws IOException {
        Path file = folder.resolve("short.opus");
        PreparedAudio.encode(new short[4_000], 4_000).write(file);
        byte[] bytes = Files.readAllBytes(file);
        for (int length = 0; length < bytes.length; length += 7) {
            Files.write(file, Arrays.copyOf(bytes, length));
            var refused = assertThrows(IOException.class, () -> PreparedAudio.read(file));
            assertTrue(refused.getMessage().contains("short.opus"), refused.getMessage());
        }
    }

    @Test
    void noiseIsNoFile() {
        var random = new SplittableRandom(3);
        for (int i = 0; i < 2_000; i++) {
            byte[] noise = new byte[random.nextInt(500)];
            random.nextBytes(noise);
            noise = noise.length > 4 && i % 2 == 0 ? withCapture(noise) : noise;
            var in = new ByteArrayInputStream(noise);
            assertThrows(IOException.class, () -> PreparedAudio.read(in));
        }
    }

    @Test
    void nothingAndTooMuchAreNoUtterances() {
        assertThrows(IllegalArgumentException.class, () -> PreparedAudio.encode(new short[0], 0));
        int tooMany = 601 * Pcm.RATE_HZ;
        short[] samples = new short[tooMany];
        assertThrows(IllegalArgumentException.class, () -> PreparedAudio.encode(samples, tooMany));
    }

    private static byte[] withCapture(byte[] noise) {
        System.arraycopy(new byte[] {'O', 'g', 'g', 'S', 0}, 0, noise, 0, 5);
        return noise;
    }

    private static PreparedAudio tone() {
        return PreparedAudio.encode(Tone.sine(700, Pcm.RATE_HZ, SAMPLES, 9_000), SAMPLES);
    }
}
