package org.offhook.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InterjectionJudgeTest {
    private static final String SAYING = "We are open from nine to five on weekdays and";

    private final InterjectionJudge judge = new InterjectionJudge(Locale.ENGLISH);

    /** The caller's only sound so far, of so many milliseconds, has ended. */
    private static Speech sound(int millis) {
        return new Speech(Tone.of(1_000, millis), millis, 1, 96, 1);
    }

    private static Speech goesOn(int millis) {
        return new Speech(Tone.of(1_000, millis), millis, 1, 0, 1);
    }

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
        assertEquals(Interjection.BACKCHANNEL, judge.judge(words, sound(400), SAYING));
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
        assertEquals(Interjection.WORDS, judge.judge(words, sound(400), SAYING));
    }

    @Test
    void aYesToAQuestionIsAnAnswer() {
        assertEquals(
                Interjection.WORDS, judge.judge("Yes.", sound(400), "Shall I put you through?"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"God,", "Cute.", "Her.", "Worse."})
    void aShortSoundIsANodAlsoWhereItIsMisheard(String words) {
        assertEquals(Interjection.BACKCHANNEL, judge.judge(words, sound(320), SAYING));
        assertEquals(Interjection.WORDS, judge.judge(words, sound(900), SAYING));
    }

    @Test
    void twoWordsThatOnlySoundLikeANodAreWords() {
        assertEquals(Interjection.DOUBTFUL, judge.judge("Hard day.", goesOn(384), SAYING));
        assertEquals(Interjection.WORDS, judge.judge("Hard day.", sound(416), SAYING));
    }

    @Test
    void aNodThatHasNotGoneOnIsStillOne() {
        assertEquals(Interjection.BACKCHANNEL, judge.judge("Great.", goesOn(384), SAYING));
        assertEquals(Interjection.BACKCHANNEL, judge.judge("Braid.", sound(384), SAYING));
    }

    @Test
    void whatFollowsANodIsItsEnd() {
        assertEquals(Interjection.BACKCHANNEL, judge.judge("Got it", goesOn(384), SAYING));
        assertEquals(Interjection.BACKCHANNEL, judge.judge("Guarded", sound(640), SAYING));
    }

    @Test
    void theSecondLookAtANodMayReadItsEndOtherwise() {
        assertEquals(Interjection.BACKCHANNEL, judge.judge("All right.", goesOn(384), SAYING));
        assertEquals(Interjection.BACKCHANNEL, judge.judge("All life,", sound(672), SAYING));
    }

    @Test
    void aNodInEchoIsReadWithAWordBesideOrAsLetters() {
        assertEquals(Interjection.BACKCHANNEL, judge.judge("Like yeah.", sound(320), SAYING));
        assertEquals(Interjection.WORDS, judge.judge("Yes, Monday.", sound(600), SAYING));
        judge.judge("", new Speech(Tone.of(1_000, 96), 96, 2, 96, 1), SAYING);
        assertEquals(Interjection.BACKCHANNEL, judge.judge("I. d..", sound(480), SAYING));
    }

    @Test
    void whatFollowsANodMayBeMore() {
        assertEquals(Interjection.BACKCHANNEL, judge.judge("Yes", goesOn(384), SAYING));
        assertEquals(Interjection.WORDS, judge.judge("Yes, stop.", sound(640), SAYING));
    }

    @Test
    void anOrderIsNotTakenBack() {
        assertEquals(Interjection.DOUBTFUL, judge.judge("Wait", goesOn(384), SAYING));
        assertEquals(Interjection.WORDS, judge.judge("Ray.", sound(416), SAYING));
    }

    @Test
    void wordsAreHeardToTheirEndUnlessTheyAreMany() {
        assertEquals(Interjection.DOUBTFUL, judge.judge("And then they", goesOn(384), SAYING));
        assertEquals(Interjection.WORDS, judge.judge("And then they said", goesOn(832), SAYING));
    }

    @Test
    void aVoiceThatCannotBeUnderstoodWantsTheWordAtLast() {
        assertEquals(Interjection.NOTHING, judge.judge("", goesOn(768), SAYING));
        assertEquals(Interjection.WORDS, judge.judge("", goesOn(1_152), SAYING));
        assertEquals(Interjection.WORDS, judge.judge("Yeah.", goesOn(1_152), SAYING));
    }

    @Test
    void aHumIsANodWhateverIsReadIntoIt() {
        var hum = new Speech(Tone.of(180, 500), 500, 1, 96, 1);
        assertEquals(Interjection.BACKCHANNEL, judge.judge("Humanist.", hum, SAYING));
        assertEquals(Interjection.BACKCHANNEL, judge.judge("Two minutes.", hum, SAYING));
        var lowVoice = new Speech(Tone.of(250, 500), 500, 1, 96, 2);
        assertEquals(Interjection.BACKCHANNEL, judge.judge("Humanist.", lowVoice, SAYING));
        assertEquals(Interjection.WORDS, judge.judge("No, no.", lowVoice, SAYING));
    }

    @Test
    void theAgentsOwnWordsAreEcho() {
        assertEquals(Interjection.ECHO, judge.judge("open from nine to fire", sound(900), SAYING));
    }

    @Test
    void aClickIsNothing() {
        assertEquals(Interjection.NOTHING, judge.judge("", sound(900), SAYING));
        assertEquals(Interjection.NOTHING, judge.judge("Two", sound(96), SAYING));
    }
}
