package org.offhook.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What a call leaves to learn from. */
class ExchangesTest {
    private static final long SECOND = 1_000_000_000L;
    private final Exchanges exchanges = new Exchanges();

    private static Heard heard(String words) {
        return new Heard(words, null, true, false, 0, 0);
    }

    /** The caller was last heard at one second. */
    private static Speech spoken() {
        return new Speech(new short[0], 900, SECOND);
    }

    private static UtteranceText saying(String words) {
        var text = new UtteranceText();
        text.add(words, 16_000);
        return text;
    }

    @Test
    void anAnswerThatWasHeardToItsEndIsToldOnceWithHowLongItTook() {
        exchanges.answers(7, heard("when do you open"), "hours", false, spoken());
        exchanges.started(7, SECOND + 140_000_000);
        exchanges.ended(7, saying("At ten."));
        exchanges.ended(7, saying("At ten."));
        assertEquals(
                List.of(new Exchange("when do you open", "hours", false, "At ten.", false, 140)),
                exchanges.drain());
        assertEquals(List.of(), exchanges.drain());
    }

    @Test
    void whatTheCallerInterruptedTeachesNothing() {
        exchanges.answers(7, heard("when do you open"), "hours", false, spoken());
        exchanges.started(7, 2 * SECOND);
        exchanges.answers(9, heard("no, where are you"), "", false, spoken());
        exchanges.ended(7, saying("At ten."));
        exchanges.started(9, 3 * SECOND);
        exchanges.ended(9, saying("In Mill Street."));
        assertEquals(
                List.of(
                        new Exchange(
                                "no, where are you", "", false, "In Mill Street.", false, 2000)),
                exchanges.drain());
    }

    @Test
    void aGreetingAnswersNobody() {
        exchanges.answers(1, null, "greeting", true, null);
        exchanges.started(1, SECOND);
        exchanges.ended(1, saying("Hello."));
        exchanges.answers(2, heard("  "), "sorry", true, spoken());
        exchanges.ended(2, saying("Sorry?"));
        assertTrue(exchanges.drain().isEmpty());
    }

    @Test
    void anAnswerWhoseBeginningNobodySawHasNoWait() {
        exchanges.answers(3, heard("hello"), "hello", true, spoken());
        exchanges.ended(3, saying("Hello."));
        assertEquals(0, exchanges.drain().getFirst().waitedMillis());
    }

    @Test
    void aCallThatNeverEndsKeepsItsFirstHundred() {
        for (int i = 1; i <= 150; i++) {
            exchanges.answers(i, heard("question " + i), "", false, spoken());
            exchanges.ended(i, saying("answer"));
        }
        List<Exchange> all = exchanges.drain();
        assertEquals(100, all.size());
        assertEquals("question 100", all.getLast().question());
    }
}
