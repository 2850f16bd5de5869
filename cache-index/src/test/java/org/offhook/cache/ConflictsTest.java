package org.offhook.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConflictsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "I don't need a referral | I need a referral | polarity differs",
                "I am unable to log in | how do I log in | polarity differs",
                "can I park for 5 hours | can I park for two hours | numbers differ",
                "are you open on Sunday | are you open on Saturday | days differ",
                "are you open | are you open on Saturday | days differ",
                "when does the shop open | when does the shop close | opposite words",
                "come before lunch | come after lunch | opposite words",
                "the train from York to Leeds | the train from Leeds to York | direction differs",
                "can you send me a fax | can I send you a fax | direction differs",
                "do you know my address | what is your address | owner differs",
                "where can I pay | how much do I pay | 'asks where, not how much'",
                "did you put milk on the list | put milk on the list | 'asks, does not order'"
            })
    void whatVectorsBlurIsToldApart(String question, String phrasing, String reason) {
        assertEquals(
                reason.replace("'", ""),
                Conflicts.between(Wording.of(question), Wording.of(phrasing), Set.of()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "I can't come | I won't come",
                "I need 2 tickets | two tickets please",
                "the train from York to Leeds | is there a train to Leeds from York",
                "open and close | when do you close",
                "where are you | what is your address"
            })
    void paraphrasesDoNotConflict(String question, String phrasing) {
        assertEquals("", Conflicts.between(Wording.of(question), Wording.of(phrasing), Set.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"saturday", "monday"})
    void aDayTheAnswerSpeaksOfMayBeAskedFor(String day) {
        assertEquals(
                "",
                Conflicts.between(
                        Wording.of("are you open on " + day),
                        Wording.of("are you open"),
                        Set.of("saturday", "monday")));
    }

    @ParameterizedTest
    @CsvSource({
        "and on Sunday, true",
        "how much is it, true",
        "what about Monday, true",
        "do I need one, true",
        "how much is a visit, false",
        "it is an emergency, false",
        "is there parking, false"
    })
    void someQuestionsMeanNothingAlone(String question, boolean dependent) {
        assertEquals(dependent, Conflicts.dependsOnContext(Wording.of(question)));
    }
}
