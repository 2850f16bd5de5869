package org.offhook.agent;

import java.time.Duration;
import org.offhook.cache.Answer;

/** What to do. */
sealed interface TurnAction {
    record Recognise(int attempt, Speech speech) implements TurnAction {}

    record PlayPrompt(Prompt prompt) implements TurnAction {}

    record PlayAnswer(Answer answer) implements TurnAction {}

    /** Begins to work on an answer of which nothing may be heard yet. */
    record Draft() implements TurnAction {}

    /** The caller went on: what was drafted answers another question. */
    record DropDraft() implements TurnAction {}

    record Ask() implements TurnAction {}

    /** The mind is late: a short phrase in the place of silence. */
    record Fill() implements TurnAction {}

    /** What is being said stops where it is. */
    record Pause() implements TurnAction {}

    /** It goes on where it stopped. */
    record Resume() implements TurnAction {}

    /** Whatever is being said or prepared is no longer wanted. */
    record Silence() implements TurnAction {}

    /** One wake-up; entering another kind of state cancels it. */
    record WakeIn(Duration delay) implements TurnAction {}

    /** A wake-up when the pause is long enough for what was heard. */
    record WaitForPause() implements TurnAction {}

    /** A wake-up when the caller has waited long enough for the mind. */
    record WaitForAnswer() implements TurnAction {}

    /** A tone, and what the caller says then is kept. */
    record TakeMessage() implements TurnAction {}

    /**
     * The caller is passed on.
     *
     * @param summary as in {@link TurnAfter.Transfer}
     */
    record Transfer(String uri, String summary) implements TurnAction {}

    record HangUp(String reason) implements TurnAction {}
}
