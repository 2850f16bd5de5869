package org.offhook.agent.loudness;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The standard's own values. A tone at 997 Hz on one channel measures 3.01 LU below its peak in
 * dBFS; EBU Tech 3341 states its cases for two channels, which add 3.01 LU.
 */
class LoudnessTest {
    private static final double MONO = 3.01;

    @Test
    void at48KilohertzTheFiltersAreThoseOfTheStandard() {
        assertArrayEquals(
                new double[] {
                    1.53512485958697,
                    -2.69169618940638,
                    1.19839281085285,
                    -1.69065929318241,
                    0.73248077421585
                },
                KWeighting.shelf(48_000).coefficients(),
                1e-7);
        assertArrayEquals(
                new double[] {1, -2, 1, -1.99004745483398, 0.99007225036621},
                KWeighting.highPass(48_000).coefficients(),
                1e-7);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -20, -23, -40, -60})
    void aToneMeasuresItsLevel(double dbfs) {
        assertEquals(dbfs - MONO, measured(16_000, 997, dbfs, 5), 0.1);
    }

    @ParameterizedTest
    @CsvSource({"100", "300", "1000", "2000", "3400", "5000"})
    void at16KilohertzItHearsAsAt48(double hertz) {
        // The bilinear transform bends the shelf's top a little; speech has little there.
        assertEquals(
                measured(48_000, hertz, -20, 5),
                measured(16_000, hertz, -20, 5),
                hertz < 3_000 ? 0.15 : 0.4);
    }

    @ParameterizedTest
    @CsvSource({
        "-23 20,                                  -23.0",
        "-33 20,                                  -33.0",
        "-36 10; -23 60; -36 10,                  -23.0",
        "-72 10; -36 10; -23 60; -36 10; -72 10,  -23.0",
        "-26 20; -20 20.1; -26 20,                -23.0",
    })
    void theCasesOfTech3341(String levelsAndSeconds, double expected) {
        var loudness = new Loudness();
        long at = 0;
        for (String part : levelsAndSeconds.split("; ")) {
            String[] levelAndSeconds = part.split(" ");
            int length = (int) (Double.parseDouble(levelAndSeconds[1]) * 16_000);
            short[] tone = tone(16_000, 1_000, Double.parseDouble(levelAndSeconds[0]), length, at);
            loudness.take(tone, 0, length);
            at += length;
        }
        assertEquals(expected - MONO, loudness.histogram().integratedLufs(), 0.1);
    }

    @Test
    void howTheStreamIsCutDoesNotMatter() {
        short[] tone = tone(16_000, 997, -20, 20_000, 0);
        var cut = new Loudness();
        for (int i = 0; i < tone.length; i += 7) {
            cut.take(tone, i, Math.min(7, tone.length - i));
        }
        cut.end();
        assertEquals(Loudness.of(tone, tone.length), cut.histogram().integratedLufs(), 1e-9);
    }

    @Test
    void aWordShorterThanABlockIsMeasuredAsFarAsItGoes() {
        short[] word = tone(16_000, 997, -20, 1_600, 0);
        assertEquals(-20 - MONO, Loudness.of(word, word.length), 0.3);
    }

    @Test
    void silenceHasNoLoudness() {
        for (int length : new int[] {0, 1, 100, 6_400, 50_000}) {
            assertEquals(Double.NEGATIVE_INFINITY, Loudness.of(new short[length], length));
        }
    }

    @Test
    void aConstantIsNoSound() {
        short[] constant = new short[160_000];
        java.util.Arrays.fill(constant, (short) 8_000);
        var loudness = new Loudness();
        loudness.take(constant, 0, constant.length);
        // Switching it on is one.
        assertTrue(loudness.histogram().blocks() <= 4, "blocks " + loudness.histogram().blocks());
    }

    private static double measured(int rateHz, double hertz, double dbfs, int seconds) {
        var loudness = new Loudness(rateHz);
        short[] tone = tone(rateHz, hertz, dbfs, seconds * rateHz, 0);
        loudness.take(tone, 0, tone.length);
        return loudness.histogram().integratedLufs();
    }

    private static short[] tone(int rateHz, double hertz, double dbfs, int length, long at) {
        short[] samples = new short[length];
        double amplitude = 32_767 * Math.pow(10, dbfs / 20);
        for (int i = 0; i < length; i++) {
            double angle = 2 * Math.PI * hertz * (at + i) / rateHz;
            samples[i] = (short) Math.rint(amplitude * Math.sin(angle));
        }
        return samples;
    }
}
