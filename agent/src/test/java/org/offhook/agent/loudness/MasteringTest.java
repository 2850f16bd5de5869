package org.offhook.agent.loudness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.offhook.agent.Syllables;

/** Levels in dBFS, times in milliseconds. */
class MasteringTest {
    private static final int MILLI = 16;

    @ParameterizedTest
    @ValueSource(ints = {-45, -30, -20, -12, -7})
    void speechOfAnyLevelComesOutAsLoud(int level) {
        short[] out = mastered(Syllables.speech(500, 2_000, 500, level));
        assertEquals(Loudness.TARGET_LUFS, Loudness.of(out, out.length), 0.5);
        assertTrue(peak(out) <= -2.99, "peak " + peak(out));
    }

    @Test
    void noiseIsNotRaisedToSpeech() {
        short[] noise = Syllables.speech(0, 1_000, 0, -56);
        double before = Loudness.of(noise, noise.length);
        short[] out = mastered(noise);
        assertEquals(before + 30, Loudness.of(out, out.length), 0.5);
    }

    @Test
    void aSharpPeakIsHeldDownAndTheRestStaysAsLoud() {
        short[] spiky = Syllables.speech(100, 2_000, 100, -30);
        for (int click = 3_200; click < 30_000; click += 8_000) {
            spiky[click] = 20_000;
            spiky[click + 1] = -20_000;
        }
        short[] out = mastered(spiky);
        assertTrue(peak(out) <= -2.99, "peak " + peak(out));
        assertTrue(peak(out) > -5, "peak " + peak(out));
        assertEquals(Loudness.TARGET_LUFS, Loudness.of(out, out.length), 1.0);
    }

    @Test
    void silenceAroundSpeechIsShort() {
        short[] out = mastered(Syllables.speech(700, 1_000, 900, -25));
        int first = 0;
        while (Math.abs(out[first]) < 100) {
            first++;
        }
        int last = out.length - 1;
        while (Math.abs(out[last]) < 100) {
            last--;
        }
        assertTrue(first < 30 * MILLI, "before: " + first);
        assertTrue(out.length - last < 150 * MILLI, "after: " + (out.length - last));
        assertTrue(last - first > 990 * MILLI, "speech: " + (last - first));
    }

    @Test
    void speechWithoutSilenceKeepsItsLength() {
        assertEquals(
                1_000 * MILLI, mastered(Syllables.speech(0, 1_000, 0, -25)).length, 10 * MILLI);
    }

    @Test
    void aQuietBeginningIsSpeech() {
        short[] pcm = Syllables.speech(500, 1_000, 500, -20);
        // An f, 20 dB below.
        noise(pcm, 400, 500, -40);
        assertEquals(1_220 * MILLI, mastered(pcm).length, 25 * MILLI);
    }

    @Test
    void aBreathOrAClickBeforeSpeechIsSilence() {
        short[] pcm = Syllables.speech(500, 1_000, 500, -20);
        noise(pcm, 200, 500, -50);
        pcm[100 * MILLI] = 10_000;
        assertEquals(1_120 * MILLI, mastered(pcm).length, 25 * MILLI);
    }

    @Test
    void aLongHoleIsShortenedAndAShortPauseIsKept() {
        short[] hole =
                join(Syllables.speech(50, 1_000, 600, -20), Syllables.speech(600, 1_000, 50, -20));
        short[] pause =
                join(Syllables.speech(50, 1_000, 150, -20), Syllables.speech(150, 1_000, 50, -20));
        assertEquals(20 + 2_000 + 500 + 50, mastered(hole).length / MILLI, 25);
        assertEquals(20 + 2_000 + 300 + 50, mastered(pause).length / MILLI, 25);
    }

    @Test
    void itBeginsAndEndsAtZero() {
        short[] cutInSpeech = mastered(Syllables.speech(0, 1_000, 0, -20));
        assertEquals(0, cutInSpeech[0]);
        assertEquals(0, cutInSpeech[cutInSpeech.length - 1]);
    }

    @Test
    void silenceIsNoSpeech() {
        assertEquals(0, mastered(new short[16_000]).length);
        assertEquals(0, mastered(new short[0]).length);
        short[] faint = new short[16_000];
        Arrays.fill(faint, (short) 5);
        assertEquals(0, mastered(faint).length);
    }

    @Test
    void onlyTheUsedSamplesCount() {
        short[] pcm = Syllables.speech(0, 1_000, 0, -25);
        short[] longer = Arrays.copyOf(pcm, pcm.length + 5_000);
        Arrays.fill(longer, pcm.length, longer.length, (short) 30_000);
        assertEquals(pcm.length, Mastering.master(longer, pcm.length).length, 200);
        assertEquals(1, Mastering.master(new short[] {9_000, 1}, 1).length);
    }

    private static short[] mastered(short[] pcm) {
        return Mastering.master(pcm, pcm.length);
    }

    private static void noise(short[] pcm, int fromMillis, int toMillis, double level) {
        var random = new Random(3);
        for (int i = fromMillis * MILLI; i < toMillis * MILLI; i++) {
            pcm[i] = (short) (random.nextGaussian() * 32_768 * Math.pow(10, level / 20));
        }
    }

    private static short[] join(short[] first, short[] second) {
        short[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static double peak(short[] pcm) {
        int peak = 1;
        for (short sample : pcm) {
            peak = Math.max(peak, Math.abs(sample));
        }
        return 20 * Math.log10(peak / 32_768.0);
    }
}
