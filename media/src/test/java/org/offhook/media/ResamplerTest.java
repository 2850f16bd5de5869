package org.offhook.media;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResamplerTest {
    @ParameterizedTest(name = "{0} to {1} Hz: {2} Hz goes through")
    @CsvSource({
        "8000, 16000, 300", "8000, 16000, 3300", "16000, 8000, 300", "16000, 8000, 3300",
        "24000, 16000, 1000", "24000, 16000, 6500", "22050, 16000, 1000", "22050, 16000, 6500",
        "44100, 16000, 1000", "44100, 16000, 6500", "48000, 16000, 1000", "48000, 16000, 6500",
        "16000, 48000, 1000", "16000, 16000, 5000",
    })
    void tonesOfSpeechGoThrough(int fromHz, int toHz, int toneHz) {
        short[] out = resample(fromHz, toHz, Tone.sine(toneHz, fromHz, fromHz, 10_000));
        double level = Tone.amplitude(out, toHz / 10, toHz * 9 / 10, toneHz, toHz);
        assertEquals(10_000, level, 120);
        double all = Tone.level(out, toHz / 10, toHz * 9 / 10) * Math.sqrt(2);
        assertEquals(level, all, 30, "something else is in it");
    }

    @ParameterizedTest(name = "{0} to {1} Hz: {2} Hz is kept out")
    @CsvSource({
        "16000, 8000, 5000", "16000, 8000, 7000", "24000, 16000, 8800", "24000, 16000, 11000",
        "22050, 16000, 9000", "44100, 16000, 9000", "44100, 16000, 20000", "48000, 16000, 9000",
        "48000, 16000, 15000",
    })
    void whatWouldAliasIsKeptOut(int fromHz, int toHz, int toneHz) {
        short[] out = resample(fromHz, toHz, Tone.sine(toneHz, fromHz, fromHz, 10_000));
        double level = Tone.level(out, toHz / 10, toHz * 9 / 10);
        assertTrue(level < 10, "left of 10,000: " + level);
    }

    @Test
    void doublingMakesNoImages() {
        short[] out = resample(8_000, 16_000, Tone.sine(1_000, 8_000, 8_000, 10_000));
        double image = Tone.amplitude(out, 1_000, 15_000, 7_000, 16_000);
        assertTrue(image < 10, "7 kHz at " + image);
    }

    @ParameterizedTest
    @CsvSource({"8000, 16000", "16000, 8000", "24000, 16000", "22050, 16000", "48000, 16000"})
    void piecesOfAnyLengthGiveTheSameAsTheWhole(int fromHz, int toHz) {
        short[] tone = Tone.sine(440, fromHz, fromHz / 2, 9_000);
        short[] whole = resample(fromHz, toHz, tone);
        var random = new SplittableRandom(5);
        var resampler = new Resampler(fromHz, toHz);
        short[] pieces = new short[whole.length];
        int written = 0;
        for (int read = 0; read < tone.length; ) {
            int count = Math.min(random.nextInt(1_500), tone.length - read);
            short[] out = new short[resampler.mostOut(count)];
            int got = resampler.resample(Arrays.copyOfRange(tone, read, read + count), count, out);
            System.arraycopy(out, 0, pieces, written, got);
            written += got;
            read += count;
        }
        assertEquals(whole.length, written);
        assertArrayEquals(whole, pieces);
    }

    @Test
    void aFrameIsAFrame() {
        var up = new Resampler(8_000, 16_000);
        var down = new Resampler(16_000, 8_000);
        short[] out = new short[400];
        for (int i = 0; i < 10; i++) {
            assertEquals(320, up.resample(new short[160], 160, out));
            assertEquals(160, down.resample(new short[320], 320, out));
        }
    }

    @Test
    void theLoudestSignalIsClippedNotWrapped() {
        short[] square = new short[16_000];
        for (int i = 0; i < square.length; i++) {
            square[i] = i / 20 % 2 == 0 ? Short.MAX_VALUE : Short.MIN_VALUE;
        }
        short[] out = resample(16_000, 8_000, square);
        for (int i = 100; i < out.length - 1; i++) {
            boolean middle = i % 10 == 5 && Math.abs(out[i]) < 20_000;
            assertTrue(!middle || Math.signum(out[i - 1]) != Math.signum(out[i + 1]), "at " + i);
        }
    }

    @Test
    void ratesNobodyHasAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Resampler(0, 16_000));
        assertThrows(IllegalArgumentException.class, () -> new Resampler(15_999, 16_000));
    }

    private static short[] resample(int fromHz, int toHz, short[] in) {
        var resampler = new Resampler(fromHz, toHz);
        short[] out = new short[resampler.mostOut(in.length)];
        return Arrays.copyOf(out, resampler.resample(in, in.length, out));
    }
}
