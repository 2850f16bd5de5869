package org.offhook.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.offhook.media.Pcm;
import org.offhook.media.call.InBandDigits;
import org.offhook.tests.peer.Sound;

/** Talk-off: whatever is said, in an hour of it no key is heard. */
@Timeout(600)
class SpeechIsNoKeyTest {
    private static final String[] SAYINGS = {
        "Good morning, I would like to move my appointment from Tuesday to Thursday if I may.",
        "Seven, seven, three, nine, zero, one, four, eight, five, two, six. Did you get all that?",
        "We were away all year, you know; one owl, more moons, and an hour in the rain.",
        "Please see me, he's keen to feel the deep green sea breeze, Steve, indeed he is.",
        "Oh no, the phone rang alone, and Joan was slow to go home along the old stone road.",
        "Who knew? You two threw the blue shoe through, too, and flew to the zoo at noon.",
        "Aah. Eee. Ooo. Mmm. Nnn. Hmm, mm-hm, uh-huh, ah, okay, well, er, let me think.",
        "Is the clinic open on the twenty-third of December, and can I park behind the building?",
    };

    @TempDir private Path folder;

    @Test
    void noKeyIsHeardInAnHourOfVoicesFastAndSlow() throws Exception {
        long frames = 0;
        for (int i = 0; i < SAYINGS.length; i++) {
            short[] said = Sound.spoken(SAYINGS[i], folder).at(Pcm.RATE_HZ).samples();
            // Pitch and formants move with the rate: from a deep voice to a child's.
            for (int percent = 60; percent <= 180; percent++) {
                frames += assertNoKey(stretched(said, percent / 100.0), SAYINGS[i] + " " + percent);
            }
        }
        assertTrue(frames > 60 * 60 * 50, "only " + frames / 50 + " s of speech");
    }

    private static short[] stretched(short[] samples, double rate) {
        short[] out = new short[(int) ((samples.length - 1) / rate)];
        for (int i = 0; i < out.length; i++) {
            double at = i * rate;
            int whole = (int) at;
            double part = at - whole;
            out[i] = (short) (samples[whole] * (1 - part) + samples[whole + 1] * part);
        }
        return out;
    }

    private static long assertNoKey(short[] samples, String what) {
        var detector = new InBandDigits();
        var frame = new short[Pcm.FRAME_SAMPLES];
        int frames = samples.length / Pcm.FRAME_SAMPLES;
        for (int i = 0; i < frames; i++) {
            System.arraycopy(samples, i * Pcm.FRAME_SAMPLES, frame, 0, frame.length);
            char digit = detector.onFrame(frame);
            assertEquals(InBandDigits.NONE, digit, "at frame " + i + " of: " + what);
        }
        return frames;
    }
}
