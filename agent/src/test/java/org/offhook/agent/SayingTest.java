package org.offhook.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.offhook.media.Pcm;
import org.offhook.media.PreparedAudio;

class SayingTest {
    private static final long FRAME = 20_000_000;
    private static final int GAP = 30;

    private final Saying saying = new Saying();

    /** A second and a half of a tone with a gap of 40 ms in it. */
    private static PreparedAudio twoWords() {
        short[] tone = Tone.of(400, 1_500);
        Arrays.fill(tone, GAP * Pcm.FRAME_SAMPLES, (GAP + 2) * Pcm.FRAME_SAMPLES, (short) 0);
        return PreparedAudio.encode(tone, tone.length);
    }

    @Test
    void aPausedWordIsBegunAgain() {
        PreparedAudio audio = twoWords();
        saying.is(1, audio);
        saying.started(1, FRAME);
        saying.pause(FRAME * 37);
        int back = saying.resume(FRAME * 60);
        int at = 37 - back;
        assertEquals(GAP, at, 1.5, "between the words");
        assertEquals(37 - back + 10, saying.framesHeard(FRAME * 70), 1);
    }

    @Test
    void whatIsPausedInASilenceGoesOnThere() {
        saying.is(1, twoWords());
        saying.started(1, FRAME);
        saying.pause(FRAME * GAP + FRAME / 2);
        assertEquals(0, saying.resume(FRAME * 60), 1);
    }

    @Test
    void streamedAudioCannotGoBack() {
        saying.is(1);
        saying.started(1, FRAME);
        saying.pause(FRAME * 37);
        assertEquals(0, saying.resume(FRAME * 60));
    }

    @Test
    void aPauseBeforeTheFirstPacketIsNone() {
        saying.is(1, twoWords());
        saying.pause(FRAME);
        assertEquals(0, saying.resume(FRAME * 10));
        saying.started(1, FRAME * 11);
        assertEquals(10, saying.framesHeard(FRAME * 20), 1);
    }
}
