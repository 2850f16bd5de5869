package org.offhook.media.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.offhook.media.Pcm;
import org.offhook.media.Tone;
import org.offhook.media.Voice;

/** Sounds that are made shorter and longer. */
class TimeScaleTest {
    private static final int LENGTH = 2 * Pcm.FRAME_SAMPLES;

    private final TimeScale scale = new TimeScale();

    @Test
    void aToneIsCutByWholePeriodsAndGoesOnAsIfNothingHadBeen() {
        short[] tone = Tone.sine(200, Pcm.RATE_HZ, LENGTH, 8_000);
        assertTrue(scale.find(tone, LENGTH, TimeScale.MOST_SAMPLES, 0.99));
        int period = Pcm.RATE_HZ / 200;
        assertEquals(0, scale.distance() % period, "cut by " + scale.distance());
        short[] shorter = tone.clone();
        assertEquals(LENGTH - scale.distance(), scale.shorten(shorter, LENGTH));
        assertTone(tone, shorter, LENGTH - scale.distance());
        short[] longer = Arrays.copyOf(tone, LENGTH + TimeScale.MOST_SAMPLES);
        assertEquals(LENGTH + scale.distance(), scale.lengthen(longer, LENGTH));
        short[] expected = Tone.sine(200, Pcm.RATE_HZ, longer.length, 8_000);
        assertTone(expected, longer, LENGTH + scale.distance());
    }

    private static void assertTone(short[] expected, short[] actual, int length) {
        for (int i = 0; i < length; i++) {
            assertEquals(expected[i], actual[i], 2, "at " + i);
        }
    }

    @Test
    void cutsWhereverInAVoiceMakeNoStepsAndKeepBothEnds() {
        short[] voice = Voice.talking(Pcm.RATE_HZ, 2 * Pcm.RATE_HZ, false);
        int allowed = largestStep(voice, voice.length) + 7_000 * 2 / TimeScale.FADE_SAMPLES;
        int cuts = 0;
        for (int from = 0; from + LENGTH < voice.length; from += 77) {
            short[] piece = Arrays.copyOfRange(voice, from, from + LENGTH);
            boolean found = scale.find(piece, LENGTH, TimeScale.MOST_SAMPLES, TimeScale.ALIKE);
            cuts += found ? 1 : 0;
            int distance = scale.distance();
            assertTrue(distance >= TimeScale.FEWEST_SAMPLES && distance % 2 == 0);
            short[] shorter = piece.clone();
            int less = scale.shorten(shorter, LENGTH);
            assertTrue(largestStep(shorter, less) <= allowed, "a step at " + from);
            assertEquals(piece[0], shorter[0]);
            assertEquals(piece[LENGTH - 1], shorter[less - 1]);
            short[] longer = Arrays.copyOf(piece, LENGTH + TimeScale.MOST_SAMPLES);
            int more = scale.lengthen(longer, LENGTH);
            assertTrue(largestStep(longer, more) <= allowed, "a step at " + from);
            assertEquals(piece[0], longer[0]);
            assertEquals(piece[LENGTH - 1], longer[more - 1]);
        }
        assertTrue(cuts > 250, "a voice looks like itself nearly everywhere: " + cuts);
    }

    static int largestStep(short[] samples, int length) {
        int largest = 0;
        for (int i = 1; i < length; i++) {
            largest = Math.max(largest, Math.abs(samples[i] - samples[i - 1]));
        }
        return largest;
    }

    @Test
    void hissLooksLikeNothingAndSilenceLikeItself() {
        var random = new SplittableRandom(3);
        short[] hiss = new short[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            hiss[i] = (short) random.nextInt(-4_000, 4_000);
        }
        assertFalse(scale.find(hiss, LENGTH, TimeScale.MOST_SAMPLES, TimeScale.ALIKE));
        assertTrue(scale.find(hiss, LENGTH, TimeScale.MOST_SAMPLES, TimeScale.WHATEVER));
        short[] silence = new short[LENGTH];
        assertTrue(scale.find(silence, LENGTH, TimeScale.MOST_SAMPLES, TimeScale.ALIKE));
        assertEquals(TimeScale.MOST_SAMPLES, scale.distance(), "as much as may be at once");
        Arrays.fill(silence, 200, LENGTH, (short) 5_000);
        assertFalse(
                scale.find(silence, LENGTH, TimeScale.MOST_SAMPLES, TimeScale.ALIKE),
                "a word that begins is not cut");
    }

    @Test
    void noMoreIsCutThanMayBeAndNothingWhereThereIsTooLittle() {
        short[] tone = Tone.sine(200, Pcm.RATE_HZ, LENGTH, 8_000);
        assertTrue(scale.find(tone, LENGTH, 101, TimeScale.WHATEVER));
        assertTrue(scale.distance() <= 100);
        assertFalse(scale.find(tone, LENGTH, TimeScale.FEWEST_SAMPLES - 1, TimeScale.WHATEVER));
        assertFalse(scale.find(tone, TimeScale.FADE_SAMPLES + 20, 240, TimeScale.WHATEVER));
    }
}
