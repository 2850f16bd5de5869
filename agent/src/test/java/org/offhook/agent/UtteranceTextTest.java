package org.offhook.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.offhook.media.Pcm;

class UtteranceTextTest {
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
