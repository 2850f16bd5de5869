package org.offhook.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What one sentence asks and another, with much the same words, does not. */
class ContrastsTest {
    private static String between(String question, String phrasing) {
        Gist known = Gist.of(Wording.of(phrasing));
        return Contrasts.between(Gist.of(Wording.of(question)), known, Set.copyOf(known.stems()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "who does the tailor pay | who pays the tailor | direction differs",
                "is the gate above the stairs | are the stairs above the gate | direction differs",
                "is the cook paid by the waiter | does the cook pay the waiter | direction differs",
                "a ferry from malmo | is there a ferry to malmo | direction differs",
                "will the tram run | did the tram run | time differs",
                "was the ferry late | is the ferry late | time differs",
                "are some tables free | are all tables free | scope differs",
                "do only members vote | do members vote | scope differs",
                "does anyone need a key | does everyone need a key | scope differs",
                "is the shop already open | is the shop still open | scope differs",
                "is it open next week | is it open this week | scope differs",
                "is honking illegal | is honking legal | polarity differs",
                "how do i upload a photo | how do i download a photo | opposite words",
                "how much is the soup | how much is the salad | one word in place of another"
            })
    void anotherQuestionWithTheSameWords(String question, String phrasing, String reason) {
        assertEquals(reason, between(question, phrasing));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "is there a ferry to malmo from oslo | is there a ferry from oslo to malmo",
                "how do i get an appointment for a scan | how do i get a scan appointment",
                "is the cook paid by the waiter | does the waiter pay the cook",
                "is parking tickets paid by card possible | can i pay parking tickets by card",
                "is the big drive sold here | do you sell the big drive",
                "has the lift been repaired | was the elevator fixed",
                "when will you be open in may | when are you open in may",
                "is the room part of the package | does the package include the room",
                "how do i switch the alarm on | what is the way to activate the alarm",
                "can i reserve a table | can i book a table",
                "does each guest get a towel | does every guest get a towel",
                "what do i do when my bag was lost | what do i do if my bag is lost"
            })
    void theSameQuestionInOtherWords(String question, String phrasing) {
        assertEquals("", between(question, phrasing));
    }
}
