package org.offhook.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.offhook.agent.TurnMachine.Action;
import org.offhook.agent.TurnMachine.After;
import org.offhook.agent.TurnMachine.Event;
import org.offhook.agent.TurnMachine.State;
import org.offhook.cache.Answer;
import org.offhook.cache.Lookup;

class TurnMachineTest {
    private static final Speech SPEECH = new Speech(new short[0], 900, 1);
    private static final Lookup.Evidence EVIDENCE =
            new Lookup.Evidence(0.9, 0.3, "hours", "address", "sure");

    private TurnMachine machine = new TurnMachine(false, Limits.defaults());
    private State state = new State.Listening(0);
    private List<Action> actions = List.of();

    private TurnMachineTest on(Event event) {
        TurnMachine.Step step = machine.step(state, event);
        state = step.state();
        actions = step.actions();
        return this;
    }

    private static Event hit(int attempt, Answer.Then then) {
        var answer = new Answer("hours", "We open at nine.", List.of("when do you open"), then);
        return new Event.Understood(
                attempt,
                new Heard(
                        "when do you open",
                        new Lookup.Hit(answer, true, EVIDENCE),
                        true,
                        false,
                        2,
                        3));
    }

    private static Event miss(int attempt, String words) {
        return new Event.Understood(
                attempt, new Heard(words, new Lookup.Miss(EVIDENCE), true, false, 2, 3));
    }

    private TurnMachineTest asks() {
        return on(new Event.SpeechStarted()).on(new Event.SpeechPaused(1, SPEECH));
    }

    @Test
    void theGreetingComesFirst() {
        on(new Event.Answered());
        assertEquals(List.of(new Action.PlayPrompt(Prompt.GREETING)), actions);
        on(new Event.UtteranceEnded(1, 50, 9));
        assertEquals(new State.Listening(0), state);
        assertEquals(List.of(new Action.WakeIn(Limits.defaults().silence())), actions);
    }

    @Test
    void aSureAnswerDoesNotWaitForTheEndOfTheTurn() {
        asks();
        assertEquals(List.of(new Action.Recognise(1, SPEECH)), actions);
        on(hit(1, new Answer.Then.Listen()));
        assertInstanceOf(Action.PlayAnswer.class, actions.getFirst());
        assertEquals(new State.Speaking(new After.Listen(0), true), state);
    }

    @Test
    void aDoubtfulQuestionWaitsForTheEndOfTheTurn() {
        asks().on(miss(1, "what is the"));
        assertEquals(List.of(), actions);
        on(new Event.SpeechEnded());
        assertEquals(List.of(new Action.PlayPrompt(Prompt.NO_ANSWER)), actions);
    }

    @Test
    void theEndOfTheTurnMayComeBeforeTheWords() {
        asks().on(new Event.SpeechEnded());
        assertEquals(List.of(), actions);
        on(miss(1, "something else"));
        assertEquals(List.of(new Action.PlayPrompt(Prompt.NO_ANSWER)), actions);
    }

    @Test
    void aSecondLookAtAPauseIsTakenOnlyAfterTheFirst() {
        asks().on(new Event.SpeechPaused(2, SPEECH));
        assertEquals(List.of(), actions);
        on(miss(1, "what is")).on(new Event.SpeechPaused(3, SPEECH));
        assertEquals(List.of(new Action.Recognise(3, SPEECH)), actions);
    }

    @Test
    void withAModelAMissIsAskedOfIt() {
        machine = new TurnMachine(true, Limits.defaults());
        asks().on(miss(1, "who are you")).on(new Event.SpeechEnded());
        assertEquals(List.of(new Action.Ask("who are you")), actions);
        on(new Event.AnswerFailed(1));
        assertEquals(List.of(new Action.PlayPrompt(Prompt.APOLOGY)), actions);
        on(new Event.UtteranceEnded(2, 10, 9));
        assertEquals(new State.Listening(0), state);
    }

    @Test
    void theCallerMayInterruptAndMayGoOn() {
        asks().on(hit(1, new Answer.Then.Listen())).on(new Event.SpeechResumed());
        assertEquals(List.of(new Action.Silence()), actions);
        assertEquals(new State.CallerSpeaking(), state);
    }

    @Test
    void aKeyInterruptsToo() {
        on(new Event.Answered()).on(new Event.Digit('5'));
        assertEquals(new Action.Silence(), actions.getFirst());
        assertEquals(new State.Listening(0), state);
    }

    @Test
    void aLongSoundWithoutWordsIsAskedAgainAndACoughIsNot() {
        asks().on(new Event.SpeechEnded());
        on(new Event.Understood(1, new Heard("", null, true, false, 2, 3)));
        assertEquals(List.of(new Action.PlayPrompt(Prompt.UNCLEAR)), actions);

        state = new State.Paused(2, null, true);
        on(new Event.Understood(2, new Heard("", null, false, false, 2, 3)));
        assertEquals(new State.Listening(0), state);
    }

    @Test
    void silenceIsPromptedTwiceThenTheCallEnds() {
        for (Prompt prompt : List.of(Prompt.STILL_THERE, Prompt.STILL_THERE_AGAIN)) {
            on(new Event.Woke());
            assertEquals(List.of(new Action.PlayPrompt(prompt)), actions);
            on(new Event.UtteranceEnded(1, 50, 9));
        }
        on(new Event.Woke());
        assertEquals(List.of(new Action.PlayPrompt(Prompt.GOODBYE)), actions);
        on(new Event.UtteranceEnded(3, 50, 9));
        assertEquals(List.of(new Action.HangUp("silence")), actions);
        assertEquals(new State.Over(), state);
    }

    @Test
    void anAnswerMayEndTheCallOrPassItOn() {
        asks().on(hit(1, new Answer.Then.HangUp())).on(new Event.UtteranceEnded(1, 50, 9));
        assertEquals(List.of(new Action.HangUp("answer hours")), actions);

        state = new State.Listening(0);
        asks().on(hit(1, new Answer.Then.Transfer("sip:desk@pbx")));
        on(new Event.UtteranceEnded(1, 50, 9));
        assertEquals(new Action.Transfer("sip:desk@pbx"), actions.getFirst());
        on(new Event.TransferEnded(486));
        assertEquals(List.of(new Action.PlayPrompt(Prompt.APOLOGY)), actions);
    }

    @Test
    void theLongestCallEndsPolitelyAndCannotBeTalkedOver() {
        on(new Event.TimeUp());
        assertEquals(List.of(new Action.PlayPrompt(Prompt.TOO_LONG)), actions);
        on(new Event.SpeechStarted());
        assertEquals(List.of(), actions);
        on(new Event.UtteranceEnded(1, 50, 9));
        assertEquals(List.of(new Action.HangUp("maximum length")), actions);
    }

    @Test
    void theCallersEndIsTheEndInEveryState() {
        for (State any :
                List.of(
                        new State.Listening(0),
                        new State.CallerSpeaking(),
                        new State.Paused(1, null, false),
                        new State.Thinking(),
                        new State.Speaking(new After.Listen(0), true),
                        new State.Transferring())) {
            state = any;
            on(new Event.Ended("BYE"));
            assertEquals(new State.Over(), state);
            assertEquals(List.of(), actions);
        }
    }
}
