package org.offhook.server.dial;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WavFileTest {
    @TempDir Path folder;

    private static byte[] wav(int encoding, int channels, int rate, int bits, String chunks) {
        var out = ByteBuffer.allocate(1_000).order(ByteOrder.LITTLE_ENDIAN);
        out.put("RIFF....WAVE".getBytes(StandardCharsets.US_ASCII));
        if (chunks.contains("list")) {
            out.put("LIST".getBytes(StandardCharsets.US_ASCII)).putInt(3);
            out.put(new byte[] {1, 2, 3, 0}); // odd chunks are padded
        }
        if (chunks.contains("fmt")) {
            out.put("fmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
            out.putShort((short) encoding).putShort((short) channels).putInt(rate);
            out.putInt(rate * channels * bits / 8).putShort((short) (channels * bits / 8));
            out.putShort((short) bits);
        }
        if (chunks.contains("data")) {
            out.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(-1); // a stream's
            out.putShort((short) 1).putShort((short) -2).putShort((short) 3);
        }
        return Arrays.copyOf(out.array(), out.position());
    }

    private static void refuses(String rule, byte[] bytes) {
        var refused = assertThrows(IOException.class, () -> WavFile.read("a.wav", bytes));
        assertEquals("a.wav: " + rule, refused.getMessage());
    }

    @Test
    void samplesAreFoundBehindOtherChunksAndInStreams() throws IOException {
        WavFile wav = WavFile.read("a.wav", wav(1, 1, 22_050, 16, "list fmt data"));
        assertEquals(22_050, wav.rateHz());
        assertArrayEquals(new short[] {1, -2, 3}, wav.samples());
    }

    @Test
    void whatCannotBePlayedIsSaid() {
        refuses("is not a WAV file", new byte[3]);
        refuses("is not a WAV file", new byte[100]);
        refuses("has no sound in it", wav(1, 1, 8_000, 16, "fmt"));
        refuses("has no sound in it", wav(1, 1, 8_000, 16, "data"));
        refuses(
                "must be mono 16-bit PCM, is format 1 with 2 channels of 16 bits",
                wav(1, 2, 8_000, 16, "fmt data"));
        refuses(
                "must be mono 16-bit PCM, is format 7 with 1 channels of 8 bits",
                wav(7, 1, 8_000, 8, "fmt data"));
        refuses("must be 8 to 48 kHz, is 96000 Hz", wav(1, 1, 96_000, 16, "fmt data"));
    }

    @Test
    void noByteSequenceBreaksTheReader() {
        byte[] good = wav(1, 1, 8_000, 16, "list fmt data");
        for (int length = 0; length < good.length; length++) {
            byte[] cut = Arrays.copyOf(good, length);
            try {
                WavFile.read("a.wav", cut);
            } catch (IOException said) {
                assertEquals("a.wav", said.getMessage().substring(0, 5));
            }
        }
    }

    @Test
    void aRecordingIsWrittenWithTwoChannels() throws IOException {
        Path file = folder.resolve("call.wav");
        WavFile.writeStereo(file, 16_000, new short[] {1, 2}, new short[] {-1, -2});
        byte[] bytes = Files.readAllBytes(file);
        assertEquals(44 + 8, bytes.length);
        refuses("must be mono 16-bit PCM, is format 1 with 2 channels of 16 bits", bytes);
        var samples = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).position(44);
        assertEquals(1, samples.getShort());
        assertEquals(-1, samples.getShort());
        assertEquals(2, samples.getShort());
        assertEquals(-2, samples.getShort());
    }
}
