package org.offhook.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class SayingTest {
    private static final long FRAME = 20_000_000;

    private final Saying saying = new Saying();

    @Test
    void aPauseIsNotHeardAndWhatIsSaidTwiceCountsOnce() {
        saying.is(1);
        saying.started(1, FRAME);
        saying.pause(FRAME * 37);
        assertEquals(37, saying.framesHeard(FRAME * 60), 1);
        saying.resume(FRAME * 60, 7);
        assertEquals(37 - 7 + 10, saying.framesHeard(FRAME * 70), 1);
    }

    @Test
    void aPauseBeforeTheFirstPacketIsNone() {
        saying.is(1);
        saying.pause(FRAME);
        saying.resume(FRAME * 10, 0);
        saying.started(1, FRAME * 11);
        assertEquals(10, saying.framesHeard(FRAME * 20), 1);
    }
}
