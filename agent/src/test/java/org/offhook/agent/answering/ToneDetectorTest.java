package org.offhook.agent.answering;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.offhook.media.Pcm;

/** Tones as lines carry them: with noise, at any pitch, and everything that only resembles one. */
class ToneDetectorTest {
    private final List<Tone> heard = new ArrayList<>();
    private final ToneDetector detector = new ToneDetector();
    private final Random random = new Random(5);
    private long sample;

    /** Sines of these pitches and peaks, on noise of this deviation. */
    private void hear(int millis, double noise, int peak, int... hz) {
        for (int frame = 0; frame < millis / Pcm.FRAME_MILLIS; frame++) {
            short[] samples = new short[Pcm.FRAME_SAMPLES];
            for (int i = 0; i < samples.length; i++, sample++) {
                double sum = random.nextGaussian() * noise;
                for (int pitch : hz) {
                    sum += peak * Math.sin(2 * Math.PI * pitch * sample / Pcm.RATE_HZ);
                }
                samples[i] = (short) Math.clamp(sum, -32_768, 32_767);
            }
            detector.onFrame(samples).ifPresent(heard::add);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 480, 850, 1000, 1100, 1400, 1999, 2001, 2100})
    void aToneIsFoundWithItsPitchAndLength(int hz) {
        hear(200, 20, 0);
        hear(400, 20, 4_000, hz);
        hear(200, 20, 0);
        assertEquals(1, heard.size(), heard::toString);
        assertEquals(hz, heard.getFirst().hz(), 6);
        assertEquals(400, heard.getFirst().millis(), 40);
    }

    @ParameterizedTest
    @ValueSource(ints = {480, 950, 1400, 1800, 2100})
    void noiseFourteenDecibelsBelowDoesNotHideIt(int hz) {
        hear(200, 260, 0);
        hear(400, 260, 1_840, hz);
        hear(200, 260, 0);
        assertEquals(1, heard.size(), heard::toString);
        assertEquals(hz, heard.getFirst().hz(), 15);
        assertEquals(400, heard.getFirst().millis(), 60);
    }

    @Test
    void threeTonesStraightAfterEachOtherAreThree() {
        hear(330, 50, 2_000, 950);
        hear(330, 50, 2_000, 1_400);
        hear(330, 50, 2_000, 1_800);
        hear(100, 50, 0);
        assertEquals(3, heard.size(), heard::toString);
    }

    @Test
    void twoTonesAtOnceAreNone() {
        hear(1_000, 20, 3_000, 440, 480);
        hear(1_000, 20, 3_000, 480, 620);
        hear(500, 20, 3_000, 770, 1_336);
        hear(100, 20, 0);
        assertEquals(List.of(), heard);
    }

    @Test
    void harmonicsNoiseAndSilenceAreNone() {
        hear(1_000, 20, 1_500, 200, 400, 600, 800);
        hear(1_000, 20, 1_500, 350, 700, 1_050);
        hear(5_000, 800, 0);
        hear(1_000, 0, 0);
        assertEquals(List.of(), heard);
    }

    @Test
    void whatSoundsIsKnownBeforeItEnds() {
        hear(1_000, 20, 3_000, 2_100);
        Tone tone = detector.sounding().orElseThrow();
        assertTrue(tone.isNear(2_100, 10) && tone.millis() >= 940, tone::toString);
    }
}
