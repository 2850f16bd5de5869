package org.offhook.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where an answer is cut: live parts are shown in brackets. */
class SlottedTextTest {
    private static String cut(String say) {
        return SlottedText.parts(say).stream()
                .map(part ->
                        part instanceof SlottedText.Part.Live
                                ? "[" + part.text() + "]"
                                : part.text())
                .collect(Collectors.joining(" | "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '=',
            value = {
                "We open at nine. = We open at nine.",
                // Where a voice pauses, so that the clause is one melody.
                "Yes. You come on {date}, please. Bye. = Yes. | [You come on {date},] | please. Bye.",
                "One moment, {name}, thank you. = One moment, | [{name},] | thank you.",
                // Something prepared is heard first.
                "Hello {name}, how are you? = Hello | [{name},] | how are you?",
                "It is {time} now. = It is | [{time} now.]",
                "{name}, good day. = [{name},] | good day.",
                // No pause in an abbreviation, a number or a web address.
                "Well, ask for Dr. {name} here. = Well, | [ask for Dr. {name} here.]",
                "It costs 3.50. Today is {weekday}. = It costs 3.50. | [Today is {weekday}.]",
                "You called from {number}. Right? = You called from | [{number}.] | Right?",
                // Each clause for itself, so that either may be kept.
                "Well, it is {weekday}, and {time}. = Well, | [it is {weekday},] | [and {time}.]",
                "He said \"no.\" Today is {date}. = He said \"no.\" | [Today is {date}.]",
            })
    void isCutWhereAVoicePauses(String say, String parts) {
        assertEquals(parts, cut(say));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '=',
            value =
                    "Well, the one who looks after all of the orders that come in from abroad is {name}"
                            + " who is here from eight to noon every day. = Well, the one who looks"
                            + " after all of the orders that come in from abroad is | [{name}] | who"
                            + " is here from eight to noon every day.")
    void aLongClauseIsCutAtTheSlotItself(String say, String parts) {
        assertEquals(parts, cut(say));
    }
}
