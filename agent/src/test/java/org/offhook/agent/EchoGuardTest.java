package org.offhook.agent;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class EchoGuardTest {
    private static final int AGENT = 2_000 * 2_000;

    private final EchoGuard guard = new EchoGuard();

    @Test
    void echoAtMinusTwentyDecibelsIsToldForHalfASecond() {
        assertTrue(guard.mayBeEcho(AGENT / 100, AGENT));
        for (int frame = 0; frame < 20; frame++) {
            assertTrue(guard.mayBeEcho(AGENT / 100, 0), "400 ms on the way");
        }
    }

    @Test
    void aCallerAsLoudAsTheAgentIsHeard() {
        guard.mayBeEcho(0, AGENT);
        assertFalse(guard.mayBeEcho(AGENT, AGENT));
        assertFalse(guard.mayBeEcho(AGENT / 10, AGENT), "also ten decibels below it");
    }

    @Test
    void whileTheAgentIsSilentEverythingIsHeard() {
        guard.mayBeEcho(0, AGENT);
        for (int frame = 0; frame < 25; frame++) {
            guard.mayBeEcho(0, 0);
        }
        assertFalse(guard.mayBeEcho(50 * 50, 0));
    }
}
