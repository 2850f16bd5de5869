package org.offhook.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.offhook.media.Pcm;
import org.offhook.media.PreparedAudio;

class UtteranceTextTest {
    @Test
    void pausesInPreparedAudioCountForNoWord() {
        short[] tone = Tone.of(400, 4_000);
        // "We open at nine", two seconds of nothing, "and close at five".
        Arrays.fill(tone, Pcm.RATE_HZ, 3 * Pcm.RATE_HZ, (short) 0);
        var said = new UtteranceText();
        said.add("We open at nine and close at five", PreparedAudio.encode(tone, tone.length));
        assertEquals("We open at nine", said.heard(49));
        assertEquals("We open at nine", said.heard(140));
        assertEquals("We open at nine and", said.heard(175));
        assertEquals("We open at nine and close at five", said.heard(201));
    }

    @Test
    void isCutAtTheWordWhereTheCallerStoppedListening() {
        var said = new UtteranceText();
        said.add("We open at nine.", 50L * Pcm.FRAME_SAMPLES);
        said.add("On Sunday we are closed all day.", 150L * Pcm.FRAME_SAMPLES);
        assertEquals("", said.heard(0));
        assertEquals("We open", said.heard(28));
        assertEquals("We open at nine.", said.heard(50));
        assertEquals("We open at nine. On Sunday we", said.heard(95));
        assertEquals("We open at nine. On Sunday we are closed all day.", said.heard(150));
    }
}
