package org.offhook.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndOfTurnTest {
    private static final Duration USUAL = Duration.ofMillis(640);

    private final EndOfTurn endOfTurn =
            new EndOfTurn(Locale.ENGLISH, USUAL, Duration.ofMillis(1_800));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "When do you open?                | 480",
                "I would like to book a table.    | 640",
                "Yes.                             | 448",
                "I would like to book a table and | 1600",
                "My number is                     | 1600",
                "It is, um,                       | 1600",
                "Five five five                   | 1280",
                "0 1 5 5                          | 1280",
                "J. O. H.                         | 1280",
            })
    void wordsTellHowLongToWait(String words, int millis) {
        assertEquals(Duration.ofMillis(millis), endOfTurn.silence(words, ""));
    }

    @Test
    void whoIsAskedToSpellGetsTime() {
        assertEquals(
                Duration.ofMillis(1_280),
                endOfTurn.silence("Miller.", "Could you spell your name?"));
    }

    @Test
    void whoThinksWhileSpeakingGetsMoreTimeUpToALimit() {
        Duration before = endOfTurn.silence("I think so.", "");
        for (int i = 0; i < 20; i++) {
            endOfTurn.wentOnAfter(Duration.ofMillis(500));
        }
        Duration patient = endOfTurn.silence("I think so.", "");
        assertTrue(patient.compareTo(before) > 0);
        assertEquals(Duration.ofMillis(1_800), endOfTurn.silence("and", ""));
        for (int i = 0; i < 20; i++) {
            endOfTurn.wasOver();
        }
        assertEquals(before, endOfTurn.silence("I think so.", ""));
    }

    @Test
    void anotherLanguageGetsTheUsualTime() {
        var german = new EndOfTurn(Locale.GERMAN, USUAL, Duration.ofMillis(1_800));
        assertEquals(USUAL, german.silence("Ich war in", ""));
    }
}
