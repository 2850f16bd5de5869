package org.offhook.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.offhook.cache.Answer;
import org.offhook.cache.Lookup;

class TurnMachineTest {
    private static final Speech SPEECH = new Speech(new short[0], 900, 1);
    private static final Lookup.Evidence EVIDENCE =
            new Lookup.Evidence(0.9, 0.3, "hours", "address", "sure");

    private Interjection verdict = Interjection.WORDS;
    private TurnMachine machine = new TurnMachine(false, heard -> verdict, Limits.defaults());
    private TurnState state = new TurnState.Listening(0);
    private List<TurnAction> actions = List.of();

    private TurnMachineTest on(TurnEvent event) {
        TurnMachine.Step step = machine.step(state, event);
        state = step.state();
        actions = step.actions();
        return this;
    }

    private static TurnEvent hit(int attempt, Answer.Then then) {
        var answer = new Answer("hours", "We open at nine.", List.of("when do you open"), then);
        return new TurnEvent.Understood(
                attempt,
                new Heard(
                        "when do you open",
                        new Lookup.Hit(answer, true, EVIDENCE),
                        true,
                        false,
                        2,
                        3));
    }

    private static TurnEvent miss(int attempt, String words) {
        return new TurnEvent.Understood(
                attempt, new Heard(words, new Lookup.Miss(EVIDENCE), true, false, 2, 3));
    }

    private TurnMachineTest asks() {
        return on(new TurnEvent.SpeechStarted()).on(new TurnEvent.SpeechPaused(1, SPEECH));
    }

    @Test
    void whatSeemsToBeSaidIsDraftedAndDroppedWhenItChanges() {
        machine = new TurnMachine(true, heard -> verdict, Limits.defaults());
        on(new TurnEvent.SpeechStarted());
        on(new TurnEvent.Guessed(1, ((TurnEvent.Understood) miss(0, "how old")).heard()));
        assertEquals(List.of(new TurnAction.Draft()), actions);
        on(new TurnEvent.WordsChanged());
        assertEquals(List.of(new TurnAction.DropDraft()), actions);
        on(
                new TurnEvent.Guessed(
                        1, ((TurnEvent.Understood) hit(0, new Answer.Then.Listen())).heard()));
        assertEquals(new TurnState.CallerSpeaking(), state);
        assertEquals(List.of(), actions);
    }

    @Test
    void aGuessIsNothingWhereNobodyThinksOrTheCallerDoesNotSpeak() {
        var guess = new TurnEvent.Guessed(1, ((TurnEvent.Understood) miss(0, "how old")).heard());
        on(guess);
        assertEquals(List.of(), actions);
        on(new TurnEvent.SpeechStarted()).on(guess);
        assertEquals(List.of(), actions);
        on(new TurnEvent.SpeechPaused(1, SPEECH)).on(guess);
        assertEquals(new TurnState.Paused(1, null, false), state);
        assertEquals(List.of(), actions);
    }

    @Test
    void aRecogniserThatIsSureEndsTheTurnOnceTheWordsAreThere() {
        asks().on(new TurnEvent.TurnEnded(1));
        assertEquals(new TurnState.Paused(1, null, true), state);
        on(miss(1, "how old are you"));
        assertEquals(List.of(new TurnAction.PlayPrompt(Prompt.NO_ANSWER)), actions);
    }

    @Test
    void aRecogniserThatIsSureEndsAPauseInWhichWordsWaitForMore() {
        asks().on(miss(1, "how old are you")).on(new TurnEvent.TurnEnded(1));
        assertEquals(List.of(new TurnAction.PlayPrompt(Prompt.NO_ANSWER)), actions);
    }

    @Test
    void aRecogniserThatIsSureDoesNotInterruptTheCaller() {
        on(new TurnEvent.SpeechStarted()).on(new TurnEvent.TurnEnded(1));
        assertEquals(new TurnState.CallerSpeaking(), state);
        assertEquals(List.of(), actions);
    }

    @Test
    void theGreetingComesFirst() {
        on(new TurnEvent.Answered());
        assertEquals(List.of(new TurnAction.PlayPrompt(Prompt.GREETING)), actions);
        on(new TurnEvent.UtteranceEnded(1, 50, 9));
        assertEquals(new TurnState.Listening(0), state);
        assertEquals(List.of(new TurnAction.WakeIn(Limits.defaults().silence())), actions);
    }

    @Test
    void aSureAnswerDoesNotWaitForTheEndOfTheTurn() {
        asks();
        assertEquals(List.of(new TurnAction.Recognise(1, SPEECH)), actions);
        on(hit(1, new Answer.Then.Listen()));
        assertInstanceOf(TurnAction.PlayAnswer.class, actions.getFirst());
        assertEquals(new TurnState.Speaking(new TurnAfter.Listen(0), true), state);
    }

    @Test
    void aDoubtfulQuestionWaitsForTheEndOfTheTurn() {
        asks().on(miss(1, "what is the"));
        assertEquals(List.of(new TurnAction.WaitForPause()), actions);
        on(new TurnEvent.Woke());
        assertEquals(List.of(new TurnAction.PlayPrompt(Prompt.NO_ANSWER)), actions);
    }

    @Test
    void theEndOfTheTurnMayComeBeforeTheWords() {
        asks().on(new TurnEvent.SpeechEnded());
        assertEquals(List.of(new TurnAction.WakeIn(Duration.ofMillis(500))), actions);
        on(miss(1, "something else"));
        assertEquals(List.of(new TurnAction.PlayPrompt(Prompt.NO_ANSWER)), actions);
    }

    @Test
    void wordsThatDoNotComeAreApologisedFor() {
        asks().on(new TurnEvent.SpeechEnded()).on(new TurnEvent.Woke());
        assertEquals(List.of(new TurnAction.PlayPrompt(Prompt.APOLOGY)), actions);
    }

    @Test
    void aSecondLookAtAPauseIsTakenOnlyAfterTheFirst() {
        asks().on(new TurnEvent.SpeechPaused(2, SPEECH));
        assertEquals(List.of(), actions);
        on(miss(1, "what is")).on(new TurnEvent.SpeechPaused(3, SPEECH));
        assertEquals(List.of(new TurnAction.Recognise(3, SPEECH)), actions);
    }

    @Test
    void withAModelAMissIsAskedOfIt() {
        machine = new TurnMachine(true, heard -> verdict, Limits.defaults());
        asks().on(miss(1, "who are you"));
        assertEquals(List.of(new TurnAction.Draft(), new TurnAction.WaitForPause()), actions);
        on(new TurnEvent.Woke());
        assertEquals(new TurnAction.Ask(), actions.getFirst());
        on(new TurnEvent.AnswerFailed(1));
        assertEquals(List.of(new TurnAction.PlayPrompt(Prompt.APOLOGY)), actions);
        on(new TurnEvent.UtteranceEnded(2, 10, 9));
        assertEquals(new TurnState.Listening(0), state);
    }

    @Test
    void anAnswerThatWasBegunTooEarlyIsDropped() {
        machine = new TurnMachine(true, heard -> verdict, Limits.defaults());
        asks().on(miss(1, "who are")).on(new TurnEvent.SpeechResumed());
        assertEquals(List.of(new TurnAction.DropDraft()), actions);
        assertEquals(new TurnState.CallerSpeaking(), state);
    }

    @Test
    void aMindThatIsSilentIsFilledInFor() {
        state = new TurnState.Thinking(new TurnAfter.Listen(0));
        on(new TurnEvent.Woke());
        assertEquals(List.of(new TurnAction.Fill()), actions);
    }

    private TurnMachineTest interjects() {
        asks().on(hit(1, new Answer.Then.Listen())).on(new TurnEvent.SpeechStarted());
        assertEquals(new TurnAction.Pause(), actions.getFirst());
        return this;
    }

    @Test
    void aSoundPausesTheAgentAndANodLetsItGoOn() {
        verdict = Interjection.BACKCHANNEL;
        interjects().on(new TurnEvent.SpeechPaused(2, SPEECH)).on(miss(2, "mm-hm"));
        assertEquals(List.of(new TurnAction.Resume()), actions);
        assertEquals(new TurnState.Speaking(new TurnAfter.Listen(0), true), state);
    }

    @Test
    void wordsTakeTheWordFromTheAgent() {
        interjects().on(new TurnEvent.SpeechContinues(2, SPEECH)).on(miss(2, "no wait"));
        assertEquals(List.of(new TurnAction.Silence()), actions);
        assertEquals(new TurnState.CallerSpeaking(), state);
    }

    @Test
    void aShortInterruptionIsATurnAtOnce() {
        interjects().on(new TurnEvent.SpeechPaused(2, SPEECH));
        on(hit(2, new Answer.Then.Listen()));
        assertEquals(new TurnAction.Silence(), actions.getFirst());
        assertInstanceOf(TurnAction.PlayAnswer.class, actions.getLast());
    }

    @Test
    void aNodWithinLongerSpeechIsLookedAtAgain() {
        verdict = Interjection.BACKCHANNEL;
        interjects().on(new TurnEvent.SpeechContinues(2, SPEECH)).on(miss(2, "okay"));
        assertEquals(List.of(), actions);
        verdict = Interjection.WORDS;
        on(new TurnEvent.SpeechContinues(3, SPEECH)).on(miss(3, "okay but tell me"));
        assertEquals(List.of(new TurnAction.Silence()), actions);
    }

    @Test
    void aSoundNobodyUnderstandsDoesNotHoldTheAgentForEver() {
        interjects().on(new TurnEvent.Woke());
        assertEquals(List.of(new TurnAction.Resume()), actions);
    }

    @Test
    void onHoldNothingIsSaidAndNothingHeardIsAnswered() {
        asks().on(hit(1, new Answer.Then.Listen())).on(new TurnEvent.Held());
        assertEquals(List.of(new TurnAction.Silence()), actions);
        on(new TurnEvent.SpeechStarted()).on(new TurnEvent.SpeechPaused(2, SPEECH));
        assertEquals(new TurnState.OnHold(), state);
        on(new TurnEvent.Unheld());
        assertEquals(new TurnState.Listening(0), state);
    }

    @Test
    void aKeyInterruptsToo() {
        on(new TurnEvent.Answered()).on(new TurnEvent.Digit('5'));
        assertEquals(new TurnAction.Silence(), actions.getFirst());
        assertEquals(new TurnState.Listening(0), state);
    }

    @Test
    void aLongSoundWithoutWordsIsAskedAgainAndACoughIsNot() {
        asks().on(new TurnEvent.SpeechEnded());
        on(new TurnEvent.Understood(1, new Heard("", null, true, false, 2, 3)));
        assertEquals(List.of(new TurnAction.PlayPrompt(Prompt.UNCLEAR)), actions);

        state = new TurnState.Paused(2, null, true);
        on(new TurnEvent.Understood(2, new Heard("", null, false, false, 2, 3)));
        assertEquals(new TurnState.Listening(0), state);
    }

    @Test
    void silenceIsPromptedTwiceThenTheCallEnds() {
        for (Prompt prompt : List.of(Prompt.STILL_THERE, Prompt.STILL_THERE_AGAIN)) {
            on(new TurnEvent.Woke());
            assertEquals(List.of(new TurnAction.PlayPrompt(prompt)), actions);
            on(new TurnEvent.UtteranceEnded(1, 50, 9));
        }
        on(new TurnEvent.Woke());
        assertEquals(List.of(new TurnAction.PlayPrompt(Prompt.GOODBYE)), actions);
        on(new TurnEvent.UtteranceEnded(3, 50, 9));
        assertEquals(List.of(new TurnAction.HangUp("silence")), actions);
        assertEquals(new TurnState.Over(), state);
    }

    @Test
    void anAnswerMayEndTheCallOrPassItOn() {
        asks().on(hit(1, new Answer.Then.HangUp())).on(new TurnEvent.UtteranceEnded(1, 50, 9));
        assertEquals(List.of(new TurnAction.HangUp("answer hours")), actions);

        state = new TurnState.Listening(0);
        asks().on(hit(1, new Answer.Then.Transfer("sip:desk@pbx")));
        on(new TurnEvent.UtteranceEnded(1, 50, 9));
        assertEquals(new TurnAction.Transfer("sip:desk@pbx", ""), actions.getFirst());
        on(new TurnEvent.TransferEnded(200));
        assertEquals(List.of(new TurnAction.HangUp("transferred")), actions);
    }

    private void passesOn() {
        asks().on(hit(1, new Answer.Then.Transfer("sip:desk@pbx")));
        on(new TurnEvent.UtteranceEnded(1, 50, 9));
    }

    private void assertSays(Prompt prompt) {
        assertEquals(List.of(new TurnAction.PlayPrompt(prompt)), actions);
    }

    @Test
    void aCallerWhomNobodyTakesIsToldWhy() {
        var why =
                Map.of(
                        486, Prompt.TRANSFER_BUSY,
                        480, Prompt.TRANSFER_NO_ANSWER,
                        603, Prompt.TRANSFER_DECLINED,
                        403, Prompt.TRANSFER_FAILED);
        why.forEach((status, prompt) -> {
            state = new TurnState.Listening(0);
            passesOn();
            on(new TurnEvent.TransferEnded(status));
            assertSays(prompt);
            on(new TurnEvent.UtteranceEnded(2, 50, 9));
            assertEquals(new TurnState.Listening(0), state);
        });
    }

    @Test
    void aCallerWhoIsPassedOnDoesNotWaitInSilenceNorForEver() {
        passesOn();
        assertEquals(new TurnAction.WakeIn(Duration.ofSeconds(10)), actions.getLast());
        for (int told = 0; told < 2; told++) {
            on(new TurnEvent.Woke());
            assertEquals(
                    List.of(
                            new TurnAction.PlayPrompt(Prompt.STILL_WORKING),
                            new TurnAction.WakeIn(Duration.ofSeconds(10))),
                    actions);
            on(new TurnEvent.UtteranceEnded(2, 50, 9));
        }
        on(new TurnEvent.Woke());
        assertSays(Prompt.TRANSFER_NO_ANSWER);
    }

    @Test
    void aCallerOnHoldIsToldWhyWhenTheHoldIsOver() {
        passesOn();
        on(new TurnEvent.Held()).on(new TurnEvent.Woke());
        assertEquals(List.of(new TurnAction.WakeIn(Duration.ofSeconds(10))), actions);
        on(new TurnEvent.TransferEnded(486));
        assertEquals(List.of(), actions);
        on(new TurnEvent.Unheld());
        assertSays(Prompt.TRANSFER_BUSY);
    }

    @Test
    void theLongestCallEndsPolitelyAndCannotBeTalkedOver() {
        on(new TurnEvent.TimeUp());
        assertEquals(List.of(new TurnAction.PlayPrompt(Prompt.TOO_LONG)), actions);
        on(new TurnEvent.SpeechStarted());
        assertEquals(List.of(), actions);
        on(new TurnEvent.UtteranceEnded(1, 50, 9));
        assertEquals(List.of(new TurnAction.HangUp("maximum length")), actions);
    }

    @Test
    void theCallersEndIsTheEndInEveryState() {
        for (TurnState any :
                List.of(
                        new TurnState.Listening(0),
                        new TurnState.CallerSpeaking(),
                        new TurnState.Paused(1, null, false),
                        new TurnState.Thinking(new TurnAfter.Listen(0)),
                        new TurnState.Interjected(
                                new TurnState.Speaking(new TurnAfter.Listen(0), true),
                                0,
                                true,
                                false),
                        new TurnState.OnHold(),
                        new TurnState.Speaking(new TurnAfter.Listen(0), true),
                        new TurnState.Transferring(Duration.ZERO, false))) {
            state = any;
            on(new TurnEvent.Ended("BYE"));
            assertEquals(new TurnState.Over(), state);
            assertEquals(List.of(), actions);
        }
    }

    @Test
    void whatTheMindHasResolvedFollowsItsAnswer() {
        machine = new TurnMachine(true, heard -> verdict, Limits.defaults());
        asks().on(miss(1, "goodbye")).on(new TurnEvent.Woke());
        on(new TurnEvent.UtteranceStarted(1, 5));
        on(new TurnEvent.Resolved(1, new TurnAfter.HangUp("tool")));
        assertEquals(List.of(), actions);
        on(new TurnEvent.UtteranceEnded(1, 50, 9));
        assertEquals(List.of(new TurnAction.HangUp("tool")), actions);
    }

    @Test
    void aCallerWhoTakesTheWordTakesBackWhatWasResolved() {
        machine = new TurnMachine(true, heard -> verdict, Limits.defaults());
        asks().on(miss(1, "goodbye")).on(new TurnEvent.Woke());
        on(new TurnEvent.UtteranceStarted(1, 5)).on(new TurnEvent.SpeechStarted());
        on(new TurnEvent.Resolved(1, new TurnAfter.HangUp("tool")));
        on(new TurnEvent.SpeechPaused(2, SPEECH)).on(miss(2, "no wait"));
        assertEquals(
                new TurnState.Paused(
                        0,
                        new Heard("no wait", new Lookup.Miss(EVIDENCE), true, false, 2, 3),
                        false),
                state);
    }

    @Test
    void aNodWhileTheAgentSaysGoodbyeTakesNothingBack() {
        machine = new TurnMachine(true, heard -> verdict, Limits.defaults());
        verdict = Interjection.BACKCHANNEL;
        asks().on(miss(1, "goodbye")).on(new TurnEvent.Woke());
        on(new TurnEvent.UtteranceStarted(1, 5)).on(new TurnEvent.SpeechStarted());
        on(new TurnEvent.Resolved(1, new TurnAfter.HangUp("tool")));
        on(new TurnEvent.SpeechPaused(2, SPEECH)).on(miss(2, "yes"));
        on(new TurnEvent.UtteranceEnded(1, 50, 9));
        assertEquals(List.of(new TurnAction.HangUp("tool")), actions);
    }

    @Test
    void aMessageEndsWhenTheCallerHasBeenSilentForLong() {
        asks().on(hit(1, new Answer.Then.TakeMessage())).on(new TurnEvent.UtteranceEnded(1, 50, 9));
        assertEquals(new TurnAction.TakeMessage(), actions.getFirst());
        on(new TurnEvent.SpeechStarted()).on(new TurnEvent.SpeechEnded());
        assertEquals(new TurnState.TakingMessage(true), state);
        on(new TurnEvent.Woke());
        assertEquals(List.of(new TurnAction.PlayPrompt(Prompt.MESSAGE_TAKEN)), actions);
    }

    @Test
    void aMessageThatCannotBeKeptIsNotConfirmed() {
        asks().on(hit(1, new Answer.Then.TakeMessage())).on(new TurnEvent.UtteranceEnded(1, 50, 9));
        on(new TurnEvent.SpeechStarted()).on(new TurnEvent.MessageStopped(false));
        assertEquals(List.of(new TurnAction.PlayPrompt(Prompt.APOLOGY)), actions);
    }
}
