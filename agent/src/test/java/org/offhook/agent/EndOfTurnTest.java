package org.offhook.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndOfTurnTest {
    private static final Duration USUAL = Duration.ofMillis(640);
    private static final Duration LONGEST = Duration.ofMillis(1_800);

    private final EndOfTurn endOfTurn = new EndOfTurn(Locale.ENGLISH, USUAL, LONGEST);

    private long millis(String words, String asked) {
        return endOfTurn.silence(words, asked).toMillis();
    }

    @ParameterizedTest
    @ValueSource(strings = {"My internet is not working.", "What time do you close on Friday?"})
    void aWholeSentenceIsAnsweredSoon(String words) {
        assertTrue(millis(words, "How can I help?") <= 450, words);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "I would like to book a table and",
                "I'd like to.",
                "It's about the, um,",
                "What's the price of",
                "I lost my."
            })
    void nobodyHasFinishedThere(String words) {
        assertTrue(millis(words, "") >= 900, words);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Five five five, | Five five five, one two three, four five six seven. | What is your phone number?",
                "555 | 555-123-4567 | What is your phone number?",
                "4, 5, 3, 5 | 4535 7712 9065 1143 | What is the number on the card?",
                "Brown. That's B. R. O. | Brown. That's B. R. O. W. N. | What's your name?",
                "Laura dot Fisher at. | Laura dot Fisher at gmail dot com. | What is your email address?",
            })
    void whatIsReadOutIsAwaitedWhole(String part, String whole, String asked) {
        assertTrue(millis(part, asked) > millis(whole, asked) + 200);
    }

    @Test
    void noPauseBetweenGroupsOfDigitsIsAsLongAsOneForThought() {
        assertEquals(1_280, millis("My order number is 4 7", "What is your order number?"));
        assertTrue(millis("My order number is", "What is your order number?") > 1_280);
    }

    @Test
    void theEndIsSoonerWhereTheAnswerIsWhatWasAskedFor() {
        assertTrue(millis("Yes.", "Is that correct?") < 500);
    }

    @Test
    void whoThinksWhileSpeakingGetsMoreTimeUpToALimit() {
        Duration before = endOfTurn.silence("I think about", "");
        for (int i = 0; i < 20; i++) {
            endOfTurn.wentOnAfter(Duration.ofMillis(500));
        }
        Duration patient = endOfTurn.silence("I think about", "");
        assertTrue(patient.compareTo(before) >= 0 && patient.compareTo(LONGEST) <= 0);
        for (int i = 0; i < 20; i++) {
            endOfTurn.wasOver();
        }
        assertEquals(before, endOfTurn.silence("I think about", ""));
    }

    @Test
    void theLessSureTheLongerTheSilence() {
        double before = -1;
        for (double finished = 0.99; finished > 0.01; finished -= 0.02) {
            double factor = EndOfTurn.SURENESS.silence(finished);
            assertTrue(factor >= before);
            before = factor;
        }
    }

    @Test
    void whoWasNotUnderstoodMayGoOnBeforeItIsSaid() {
        assertEquals(USUAL.multipliedBy(2), endOfTurn.silence("", ""));
    }

    @Test
    void anotherLanguageGetsTheUsualTime() {
        var german = new EndOfTurn(Locale.GERMAN, USUAL, LONGEST);
        assertEquals(USUAL, german.silence("Ich war in", ""));
    }
}
