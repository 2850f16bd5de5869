package org.offhook.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.offhook.media.Pcm;

/** Somebody has said hello and waited, as machines meant to deceive do; time is the test's. */
class SecondThoughtsTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long ANSWERED = 5 * SECOND;

    private final List<String> told = new ArrayList<>();
    private final SecondThoughts thoughts =
            new SecondThoughts(new NoAnswerer(), () -> told.add("a machine"), ANSWERED);

    private void hears(int hz, int millis, long atNanos) {
        var samples = new short[Pcm.FRAME_SAMPLES];
        for (int frame = 0; frame < millis / Pcm.FRAME_MILLIS; frame++) {
            for (int i = 0; i < samples.length; i++) {
                double phase = 2 * Math.PI * hz * (frame * samples.length + i) / Pcm.RATE_HZ;
                samples[i] = (short) (hz == 0 ? 0 : 6_000 * Math.sin(phase));
            }
            thoughts.doubt(Arrays.copyOf(samples, samples.length), atNanos);
        }
    }

    private static Speech speech(int voicedMillis) {
        return new Speech(new short[320], voicedMillis, SECOND, 0, 1);
    }

    @Test
    void aBeepIsAMachinesAndIsToldOnce() {
        hears(1_000, 400, ANSWERED + 3 * SECOND);
        hears(0, 200, ANSWERED + 3 * SECOND);
        assertTrue(thoughts.isMachine() && thoughts.hasBeeped());
        hears(1_000, 400, ANSWERED + 4 * SECOND);
        hears(0, 200, ANSWERED + 4 * SECOND);
        assertEquals(List.of("a machine"), told);
    }

    @Test
    void laterItIsATonePlayedByAPerson() {
        hears(1_000, 400, ANSWERED + 13 * SECOND);
        hears(0, 200, ANSWERED + 13 * SECOND);
        assertFalse(thoughts.isMachine());
        assertEquals(List.of(), told);
    }

    @Test
    void ringingTonesAndShortOnesAreNoBeep() {
        hears(425, 1_000, ANSWERED + SECOND);
        hears(0, 200, ANSWERED + SECOND);
        hears(1_000, 80, ANSWERED + SECOND);
        hears(0, 200, ANSWERED + SECOND);
        assertFalse(thoughts.isMachine());
    }

    @Test
    void whoSpeaksWithoutEndIsAMachineThatHasNotBeeped() {
        thoughts.notice(new TurnEvent.SpeechContinues(1, speech(4_000)));
        assertFalse(thoughts.isMachine());
        thoughts.notice(new TurnEvent.SpeechContinues(2, speech(6_100)));
        assertTrue(thoughts.isMachine());
        assertFalse(thoughts.hasBeeped());
        thoughts.notice(new TurnEvent.SpeechPaused(3, speech(7_000)));
        assertEquals(List.of("a machine"), told);
    }
}
