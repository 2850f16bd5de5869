package org.offhook.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Levels in dBFS, times in milliseconds. */
class SpeechLevelTest {
    private static final int MILLI = 16;

    @ParameterizedTest
    @ValueSource(ints = {-45, -30, -20, -12, -7})
    void speechOfAnyLevelComesOutAtTheSame(int level) {
        short[] out = levelled(speech(500, 2_000, 500, level));
        assertEquals(-20, rms(out), 1.0);
        assertTrue(peak(out) <= -2.99, "peak " + peak(out));
    }

    @Test
    void peaksAreHeldBackWithoutHeldBackSpeech() {
        short[] pcm = speech(100, 2_000, 100, -30);
        for (int click = 3_200; click < 30_000; click += 8_000) {
            pcm[click] = 20_000;
            pcm[click + 1] = -20_000;
        }
        short[] out = levelled(pcm);
        assertTrue(peak(out) <= -2.99, "peak " + peak(out));
        assertTrue(peak(out) > -4, "peak " + peak(out));
    }

    @Test
    void silenceAroundSpeechIsShort() {
        short[] out = levelled(speech(700, 1_000, 900, -25));
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
        assertEquals(1_000 * MILLI, levelled(speech(0, 1_000, 0, -25)).length, 10 * MILLI);
    }

    @Test
    void aQuietBeginningIsSpeech() {
        short[] pcm = speech(500, 1_000, 500, -20);
        var random = new Random(3);
        // An f, 20 dB below.
        for (int i = 400 * MILLI; i < 500 * MILLI; i++) {
            pcm[i] = (short) (random.nextGaussian() * 32_768 * Math.pow(10, -40 / 20.0));
        }
        assertEquals(1_220 * MILLI, levelled(pcm).length, 25 * MILLI);
    }

    @Test
    void aBreathOrAClickBeforeSpeechIsSilence() {
        short[] pcm = speech(500, 1_000, 500, -20);
        var random = new Random(3);
        for (int i = 200 * MILLI; i < 500 * MILLI; i++) {
            pcm[i] = (short) (random.nextGaussian() * 32_768 * Math.pow(10, -50 / 20.0));
        }
        pcm[100 * MILLI] = 10_000;
        assertEquals(1_120 * MILLI, levelled(pcm).length, 25 * MILLI);
    }

    @Test
    void noiseIsNotRaisedToSpeech() {
        short[] out = levelled(speech(0, 1_000, 0, -56));
        assertEquals(-26, rms(out), 1.5);
    }

    @Test
    void silenceIsNoSpeech() {
        assertEquals(0, levelled(new short[16_000]).length);
        assertEquals(0, levelled(new short[0]).length);
        short[] faint = new short[16_000];
        Arrays.fill(faint, (short) 5);
        assertEquals(0, levelled(faint).length);
    }

    @Test
    void onlyTheUsedSamplesCount() {
        short[] pcm = speech(0, 1_000, 0, -25);
        short[] longer = Arrays.copyOf(pcm, pcm.length + 5_000);
        Arrays.fill(longer, pcm.length, longer.length, (short) 30_000);
        assertEquals(pcm.length, SpeechLevel.levelled(longer, pcm.length).length, 200);
        assertEquals(1, SpeechLevel.levelled(new short[] {9_000, 1}, 1).length);
    }

    private static short[] levelled(short[] pcm) {
        return SpeechLevel.levelled(pcm, pcm.length);
    }

    /** Noise with syllables of 200 ms, and silence around it. */
    static short[] speech(int beforeMillis, int millis, int afterMillis, double level) {
        var random = new Random(11);
        short[] pcm = new short[(beforeMillis + millis + afterMillis) * MILLI];
        for (int i = 0; i < millis * MILLI; i++) {
            double syllable = 0.6 + 0.4 * Math.cos(2 * Math.PI * i / (200 * MILLI));
            double noise = Math.clamp(random.nextGaussian(), -3, 3) * syllable / 0.66;
            double sample = noise * 32_768 * Math.pow(10, level / 20);
            pcm[beforeMillis * MILLI + i] = (short) Math.clamp(sample, -32_768, 32_767);
        }
        return pcm;
    }

    /** Of the windows of 10 ms that are not 25 dB below the loudest. */
    private static double rms(short[] pcm) {
        double loudest = 0;
        double[] powers = new double[pcm.length / 160];
        for (int w = 0; w < powers.length; w++) {
            for (int i = 0; i < 160; i++) {
                powers[w] += (double) pcm[w * 160 + i] * pcm[w * 160 + i] / 160;
            }
            loudest = Math.max(loudest, powers[w]);
        }
        double limit = loudest / 316;
        double mean = Arrays.stream(powers).filter(power -> power >= limit).average().orElseThrow();
        return 10 * Math.log10(mean / 32_768 / 32_768);
    }

    private static double peak(short[] pcm) {
        int peak = 1;
        for (short sample : pcm) {
            peak = Math.max(peak, Math.abs(sample));
        }
        return 20 * Math.log10(peak / 32_768.0);
    }
}
