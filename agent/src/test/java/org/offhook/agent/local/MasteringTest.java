package org.offhook.agent.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class MasteringTest {
    private static final int MILLI = 16;

    @Test
    void quietAndLoudSpeechComeOutAlike() {
        short[] quiet = Mastering.master(tone(300, 1_000, 300), 1_600 * MILLI);
        short[] loud = Mastering.master(tone(300, 20_000, 300), 1_600 * MILLI);

        assertEquals(-21.5, dbfs(quiet, 100, 900), 0.3);
        assertEquals(-21.5, dbfs(loud, 100, 900), 0.3);
    }

    @Test
    void silenceAtTheEndsIsTrimmed() {
        short[] speech = Mastering.master(tone(700, 8_000, 900), 2_600 * MILLI);

        assertEquals(20 + 1_000 + 100, speech.length / MILLI, 10);
        assertTrue(firstAbove(speech, 500) < 30 * MILLI);
    }

    @Test
    void aLongHoleIsShortenedAndAShortPauseIsKept() {
        short[] hole = join(tone(50, 8_000, 600), tone(600, 8_000, 50));
        short[] pause = join(tone(50, 8_000, 150), tone(150, 8_000, 50));

        assertEquals(20 + 2_000 + 500 + 50, length(hole), 15);
        assertEquals(20 + 2_000 + 300 + 50, length(pause), 15);
    }

    @Test
    void aSharpPeakIsHeldDownAndTheRestStaysAsLoud() {
        short[] spiky = tone(100, 2_000, 100);
        spiky[600 * MILLI] = 32_000;
        short[] speech = Mastering.master(spiky, spiky.length);

        int peak = 0;
        for (short sample : speech) {
            peak = Math.max(peak, Math.abs(sample));
        }
        assertTrue(20 * Math.log10(peak / 32_767.0) <= -4.4, "peak " + peak);
        assertEquals(-21.5, dbfs(speech, 100, 400), 0.8);
    }

    @Test
    void itBeginsAndEndsAtZero() {
        short[] cutInSpeech = Mastering.master(tone(0, 9_000, 0), 1_000 * MILLI);

        assertEquals(0, cutInSpeech[0]);
        assertEquals(0, cutInSpeech[cutInSpeech.length - 1]);
    }

    @Test
    void silenceIsNoSpeech() {
        assertEquals(0, Mastering.master(new short[16_000], 16_000).length);
        assertEquals(0, Mastering.master(new short[0], 0).length);
    }

    private static double length(short[] speech) {
        return (double) Mastering.master(speech, speech.length).length / MILLI;
    }

    /** One second of 400 Hz between two silences. */
    private static short[] tone(int silenceBefore, int amplitude, int silenceAfter) {
        short[] samples = new short[(silenceBefore + 1_000 + silenceAfter) * MILLI];
        for (int i = 0; i < 1_000 * MILLI; i++) {
            samples[silenceBefore * MILLI + i] =
                    (short) (amplitude * Math.sin(2 * Math.PI * 400 * i / 16_000));
        }
        return samples;
    }

    private static short[] join(short[] first, short[] second) {
        short[] both = new short[first.length + second.length];
        System.arraycopy(first, 0, both, 0, first.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static int firstAbove(short[] samples, int level) {
        int i = 0;
        while (Math.abs(samples[i]) <= level) {
            i++;
        }
        return i;
    }

    private static double dbfs(short[] samples, int fromMillis, int toMillis) {
        double sum = 0;
        for (int i = fromMillis * MILLI; i < toMillis * MILLI; i++) {
            sum += (double) samples[i] * samples[i];
        }
        double rms = Math.sqrt(sum / ((toMillis - fromMillis) * MILLI));
        return 20 * Math.log10(rms / 32_767);
    }
}
