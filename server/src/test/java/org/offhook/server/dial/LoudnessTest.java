package org.offhook.server.dial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class LoudnessTest {
    @Test
    void fullScaleIsZeroAndSilenceIsFarBelow() {
        var loud = new short[320];
        Arrays.fill(loud, Short.MIN_VALUE);
        assertEquals(0, Loudness.dbfs(loud, 0, 320), 0.01);
        Arrays.fill(loud, (short) (32_768 / 100));
        assertEquals(-40, Loudness.dbfs(loud, 0, 320), 0.1);
        assertTrue(Loudness.dbfs(new short[320], 0, 320) < -100);
    }

    @Test
    void speechEndsWithAVoicedFrame() {
        var samples = new short[320 * 10 + 100];
        Arrays.fill(samples, 640, 960, (short) 3_000);
        Arrays.fill(samples, 1_600, 1_920, (short) 3_000);
        short[] speech = Loudness.trimmed(samples);
        assertEquals(320 * 4, speech.length);
        assertEquals(3_000, speech[0]);
        assertEquals(3_000, speech[speech.length - 1]);
    }

    @Test
    void silenceIsNothingToSay() {
        assertEquals(0, Loudness.trimmed(new short[5_000]).length);
        assertEquals(0, Loudness.trimmed(new short[10]).length);
    }
}
