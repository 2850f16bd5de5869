package org.offhook.agent;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class EchoGuardTest {
    private static final int AGENT = 2_000 * 2_000;

    private final EchoGuard guard = new EchoGuard();

    @Test
    void echoAtMinusTwentyDecibelsIsToldForHalfASecond() {
        assertTrue(guard.mayBeEcho(AGENT / 100, AGENT, false));
        for (int frame = 0; frame < 20; frame++) {
            assertTrue(guard.mayBeEcho(AGENT / 100, 0, false), "400 ms on the way");
        }
    }

    @Test
    void aCallerAsLoudAsTheAgentIsHeard() {
        guard.mayBeEcho(0, AGENT, false);
        assertFalse(guard.mayBeEcho(AGENT, AGENT, false));
        assertFalse(guard.mayBeEcho(AGENT / 10, AGENT, false), "also ten decibels below it");
    }

    @Test
    void whileTheAgentIsSilentEverythingIsHeard() {
        guard.mayBeEcho(0, AGENT, false);
        for (int frame = 0; frame < 32; frame++) {
            guard.mayBeEcho(0, 0, false);
        }
        assertFalse(guard.mayBeEcho(50 * 50, 0, false));
    }

    @Test
    void aLoudEchoIsKnownByItsRiseAndFall() {
        speakFor(100, 8, 0.35);
        assertTrue(guard.mayBeEcho(squared(0.35 * loudness(92)), squared(loudness(100)), false));
        assertFalse(
                guard.mayBeEcho(squared(2_000), squared(loudness(101)), false),
                "the caller is louder than this echo ever was");
    }

    @Test
    void onALineWithoutEchoAQuietCallerIsHeard() {
        int quiet = AGENT / 100;
        assertTrue(guard.mayBeEcho(quiet, AGENT, false), "nothing is known yet");
        speakFor(100, 8, 0);
        assertFalse(guard.mayBeEcho(quiet, AGENT, false));
    }

    @Test
    void theCallersOwnVoiceTeachesNothing() {
        speakFor(100, 8, 0.35);
        for (int frame = 0; frame < 200; frame++) {
            guard.mayBeEcho(squared(3_000 + 17 * (frame % 7)), squared(loudness(frame)), true);
        }
        assertFalse(guard.mayBeEcho(squared(3_000), squared(loudness(200)), false));
    }

    @Test
    void theFirstFramesOfACallerWhomNobodyHasNoticedTeachNothing() {
        speakFor(30, 8, 0.1);
        for (int frame = 30; frame < 55; frame++) {
            double back = frame < 38 ? 0.1 * loudness(frame - 8) : 0;
            guard.mayBeEcho(squared(back + 20), 0, false);
        }
        for (int frame = 0; frame < 60; frame++) {
            boolean noticed = frame >= 4;
            guard.mayBeEcho(squared(1_500 + 170 * (frame % 7)), 0, noticed);
        }
        for (int frame = 0; frame < 60; frame++) {
            double back = frame < 8 ? 0 : 0.1 * loudness(frame - 8);
            boolean isEcho =
                    guard.mayBeEcho(squared(back + 20), squared(loudness(frame)), frame < 20);
            assertTrue(isEcho || back < 50, "frame " + frame);
        }
    }

    @Test
    void aCoughTeachesNothing() {
        speakFor(100, 8, 0.1);
        for (int frame = 100; frame < 125; frame++) {
            guard.mayBeEcho(squared(500 + 90 * (frame % 4)), squared(loudness(frame)), false);
        }
        assertAllIsEcho(125, 0.1);
    }

    @Test
    void aHandsetTakenFromTheEarIsAnotherLine() {
        speakFor(100, 8, 0.1);
        speakFor(250, 8, 0.4);
        assertAllIsEcho(250, 0.4);
    }

    @Test
    void aJitterBufferThatGrowsOnTheWayIsNoCaller() {
        speakFor(100, 8, 0.1);
        assertAllIsEcho(100, 11, 0.1);
    }

    private void assertAllIsEcho(int from, double gain) {
        assertAllIsEcho(from, 8, gain);
    }

    /** The next three seconds. */
    private void assertAllIsEcho(int from, int delay, double gain) {
        for (int frame = from; frame < from + 150; frame++) {
            double back = gain * loudness(frame - delay);
            boolean isEcho = guard.mayBeEcho(squared(back), squared(loudness(frame)), false);
            assertTrue(isEcho || back < 50, "frame " + frame + ", loudness " + back);
        }
    }

    private void speakFor(int frames, int delay, double gain) {
        for (int frame = 0; frame < frames; frame++) {
            double back = frame < delay ? 0 : gain * loudness(frame - delay);
            guard.mayBeEcho(squared(back + 20 + frame % 5), squared(loudness(frame)), false);
        }
    }

    /** Syllables of uneven length and strength. */
    private static double loudness(int frame) {
        return 2_000 * Math.abs(Math.sin(frame / 3.1) * Math.cos(frame / 7.3));
    }

    private static long squared(double amplitude) {
        return Math.round(amplitude * amplitude);
    }
}
