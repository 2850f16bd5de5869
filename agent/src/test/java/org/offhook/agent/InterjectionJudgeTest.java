package org.offhook.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InterjectionJudgeTest {
    private static final String SAYING = "We are open from nine to five on weekdays and";

    private final InterjectionJudge judge = new InterjectionJudge(Locale.ENGLISH);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Mm-hmm.",
                "Yes.",
                "Okay.",
                "Yeah, yeah.",
                "Right.",
                "Uh-huh.",
                "I see.",
                "Okay, got it.",
                "Oh, okay.",
                "Sure, thank you.",
                "All right."
            })
    void nodsAreNoInterruptions(String words) {
        assertEquals(Interjection.BACKCHANNEL, judge.judge(words, 400, SAYING));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Wait.",
                "Stop.",
                "No.",
                "No, the other one.",
                "Sorry?",
                "What?",
                "Hold on.",
                "Okay but what about Sunday?",
                "Yes, I want to cancel.",
                "Are you a robot?"
            })
    void wordsAre(String words) {
        assertEquals(Interjection.WORDS, judge.judge(words, 400, SAYING));
    }

    @Test
    void aYesToAQuestionIsAnAnswer() {
        assertEquals(Interjection.WORDS, judge.judge("Yes.", 400, "Shall I put you through?"));
    }

    @Test
    void theAgentsOwnWordsAreEcho() {
        assertEquals(Interjection.ECHO, judge.judge("open from nine to fire", 900, SAYING));
    }

    @Test
    void aClickIsNothing() {
        assertEquals(Interjection.NOTHING, judge.judge("", 900, SAYING));
        assertEquals(Interjection.NOTHING, judge.judge("You", 96, SAYING));
    }
}
