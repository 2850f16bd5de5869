package org.offhook.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.offhook.agent.Endpointer.Signal;

class EndpointerTest {
    private final Endpointer endpointer =
            new Endpointer(
                    Duration.ofMillis(96),
                    Duration.ofMillis(96),
                    Duration.ofMillis(640),
                    Duration.ofSeconds(3));
    private final List<String> heard = new ArrayList<>();
    private int windows;

    /** So many milliseconds of one probability; notes each signal with its time. */
    private EndpointerTest says(float probability, int millis) {
        for (int i = 0; i < millis / Endpointer.WINDOW_MILLIS; i++) {
            windows++;
            Signal signal = endpointer.onWindow(probability);
            if (signal != Signal.NONE) {
                heard.add(signal + "@" + windows * Endpointer.WINDOW_MILLIS);
            }
        }
        return this;
    }

    @Test
    void anEarlierFirstLookBringsNoEarlierSecondOne() {
        var early =
                new Endpointer(
                        Duration.ofMillis(96),
                        Duration.ofMillis(64),
                        Duration.ofMillis(640),
                        Duration.ofSeconds(3));
        var pausedMillis = new ArrayList<Integer>();
        for (int window = 1; window <= 24; window++) {
            if (early.onWindow(window <= 8 ? 0.9f : 0) == Signal.PAUSED) {
                pausedMillis.add((window - 8) * Endpointer.WINDOW_MILLIS);
            }
        }
        assertEquals(List.of(64, 288), pausedMillis);
    }

    @Test
    void aSentenceStartsPausesTwiceAndEnds() {
        says(0, 320).says(0.9f, 960).says(0, 960);
        assertEquals(List.of("STARTED@416", "PAUSED@1376", "PAUSED@1568", "ENDED@1920"), heard);
        assertFalse(endpointer.inSpeech());
        assertEquals(960, endpointer.voicedMillis());
    }

    @Test
    void aClickIsNotSpeech() {
        says(0, 320).says(0.9f, 64).says(0, 960);
        assertEquals(List.of(), heard);
    }

    @Test
    void aShortBreathInsideASentenceIsResumed() {
        says(0.9f, 320).says(0, 128).says(0.9f, 320).says(0, 704);
        assertEquals(
                List.of(
                        "STARTED@96",
                        "PAUSED@416",
                        "RESUMED@512",
                        "PAUSED@864",
                        "PAUSED@1056",
                        "ENDED@1408"),
                heard);
    }

    @Test
    void aDoubtfulProbabilityNeitherStartsNorEndsAnything() {
        says(0.4f, 960);
        assertEquals(List.of(), heard);
        says(0.9f, 320).says(0.4f, 960);
        assertTrue(endpointer.inSpeech());
    }

    @Test
    void endlessSpeechIsCut() {
        says(0.9f, 3200);
        assertEquals(List.of("STARTED@96", "PAUSED@3008", "ENDED@3040"), heard.subList(0, 3));
    }
}
