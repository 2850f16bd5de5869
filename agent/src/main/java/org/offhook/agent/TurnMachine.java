package org.offhook.agent;

import java.time.Duration;
import java.util.List;
import org.offhook.cache.Answer;
import org.offhook.cache.Lookup;

/**
 * Who speaks, and what comes next: one pure step from state and event to state and actions. No
 * clock, thread or lock; numbers that could be stale are filtered out by {@link Conversation}
 * before they come here.
 */
final class TurnMachine {
    /** Where the conversation stands. */
    sealed interface State {
        /**
         * The caller's turn, and silence.
         *
         * @param prompts silence prompts since the caller last spoke
         */
        record Listening(int prompts) implements State {}

        /** The caller speaks. */
        record CallerSpeaking() implements State {}

        /**
         * The caller paused; perhaps the turn is over.
         *
         * @param attempt number of the recognition that is under way or done
         * @param heard its result, null until it is there
         * @param ended true once the pause is long enough to be the end of the turn in any case
         */
        record Paused(int attempt, Heard heard, boolean ended) implements State {}

        /** The language model has the question, nothing is audible yet. */
        record Thinking() implements State {}

        /** The agent speaks. */
        record Speaking(After after, boolean interruptible) implements State {}

        /** The PBX has been asked to pass the caller on. */
        record Transferring() implements State {}

        /** Nothing more happens. */
        record Over() implements State {}
    }

    /** What follows when the agent has finished. */
    sealed interface After {
        record Listen(int prompts) implements After {}

        record HangUp(String reason) implements After {}

        record Transfer(String uri) implements After {}
    }

    /** What happened. */
    sealed interface Event {
        /** What means something else in each state. */
        sealed interface InTurn extends Event {}

        /** The call is up. */
        record Answered() implements InTurn {}

        record SpeechStarted() implements InTurn {}

        /** A short pause: worth a look, not yet the end. */
        record SpeechPaused(int attempt, Speech speech) implements InTurn {}

        record SpeechResumed() implements InTurn {}

        /** The pause is long enough for the end of the turn. */
        record SpeechEnded() implements InTurn {}

        record Understood(int attempt, Heard heard) implements InTurn {}

        /** The first packet of what the agent says has left. */
        record UtteranceStarted(int utterance, long firstPacketNanos) implements InTurn {}

        /** The last packet has left, after all of it or because it was silenced. */
        record UtteranceEnded(int utterance, int playedFrames, long lastPacketNanos)
                implements InTurn {}

        /** The model or its voice failed. */
        record AnswerFailed(int utterance) implements InTurn {}

        record Digit(char digit) implements InTurn {}

        /** The wake-up asked for by {@link Action.WakeIn}. */
        record Woke() implements InTurn {}

        /** The call has lasted as long as it may. */
        record TimeUp() implements Event {}

        record RtpLost() implements Event {}

        /**
         * @param status 2xx where the other side took the call
         */
        record TransferEnded(int status) implements InTurn {}

        record Ended(String reason) implements Event {}
    }

    /** What to do. */
    sealed interface Action {
        record Recognise(int attempt, Speech speech) implements Action {}

        record PlayPrompt(Prompt prompt) implements Action {}

        record PlayAnswer(Answer answer) implements Action {}

        record Ask(String words) implements Action {}

        /** Whatever is being said or prepared is no longer wanted. */
        record Silence() implements Action {}

        /** One wake-up; entering another state cancels it. */
        record WakeIn(Duration delay) implements Action {}

        record Transfer(String uri) implements Action {}

        record HangUp(String reason) implements Action {}
    }

    /** A state and what to do on the way to it. */
    record Step(State state, List<Action> actions) {
        static Step to(State state, Action... actions) {
            return new Step(state, List.of(actions));
        }
    }

    private final boolean hasModel;
    private final Limits limits;

    /**
     * @param hasModel whether a question without a prepared answer can be asked of a model
     */
    TurnMachine(boolean hasModel, Limits limits) {
        this.hasModel = hasModel;
        this.limits = limits;
    }

    Step step(State state, Event event) {
        if (state instanceof State.Over) {
            return Step.to(state);
        }
        return switch (event) {
            case Event.Ended _ -> Step.to(new State.Over());
            case Event.RtpLost() -> Step.to(new State.Over(), new Action.HangUp("no RTP"));
            case Event.TimeUp() -> say(Prompt.TOO_LONG, new After.HangUp("maximum length"), false);
            case Event.InTurn inTurn -> inState(state, inTurn);
        };
    }

    private Step inState(State state, Event.InTurn event) {
        return switch (state) {
            case State.Listening now -> listening(now, event);
            case State.CallerSpeaking now -> callerSpeaking(now, event);
            case State.Paused now -> paused(now, event);
            case State.Thinking now -> thinking(now, event);
            case State.Speaking now -> speaking(now, event);
            case State.Transferring now -> transferring(now, event);
            case State.Over now -> Step.to(now);
        };
    }

    private Step listening(State.Listening now, Event.InTurn event) {
        return switch (event) {
            case Event.Answered() -> say(Prompt.GREETING, new After.Listen(0), true);
            case Event.SpeechStarted(), Event.SpeechResumed() -> callerSpeaks();
            case Event.SpeechPaused(int attempt, Speech speech) -> recognise(attempt, speech);
            case Event.Woke() ->
                    switch (now.prompts()) {
                        case 0 -> say(Prompt.STILL_THERE, new After.Listen(1), true);
                        case 1 -> say(Prompt.STILL_THERE_AGAIN, new After.Listen(2), true);
                        default -> say(Prompt.GOODBYE, new After.HangUp("silence"), true);
                    };
            case Event.Digit(_) -> listen(0);
            case Event.SpeechEnded _,
                    Event.Understood _,
                    Event.UtteranceStarted _,
                    Event.UtteranceEnded _,
                    Event.AnswerFailed _,
                    Event.TransferEnded _ ->
                    Step.to(now);
        };
    }

    private Step callerSpeaking(State.CallerSpeaking now, Event.InTurn event) {
        return switch (event) {
            case Event.SpeechPaused(int attempt, Speech speech) -> recognise(attempt, speech);
            case Event.SpeechEnded() -> listen(0);
            case Event.Answered _,
                    Event.SpeechStarted _,
                    Event.SpeechResumed _,
                    Event.Understood _,
                    Event.UtteranceStarted _,
                    Event.UtteranceEnded _,
                    Event.AnswerFailed _,
                    Event.Digit _,
                    Event.Woke _,
                    Event.TransferEnded _ ->
                    Step.to(now);
        };
    }

    private Step paused(State.Paused now, Event.InTurn event) {
        return switch (event) {
            case Event.SpeechStarted(), Event.SpeechResumed() -> callerSpeaks();
            // A later look at the same pause has more of the last sound; worth it only when the
            // first look is done and found nothing.
            case Event.SpeechPaused(int attempt, Speech speech) when now.heard() != null ->
                    recognise(attempt, speech);
            case Event.SpeechEnded() when now.heard() != null -> decide(now.heard());
            case Event.SpeechEnded() -> Step.to(new State.Paused(now.attempt(), null, true));
            case Event.Understood(int attempt, Heard heard) when attempt == now.attempt() ->
                    heard.lookup() instanceof Lookup.Hit || now.ended()
                            ? decide(heard)
                            : Step.to(new State.Paused(attempt, heard, false));
            case Event.Answered _,
                    Event.SpeechPaused _,
                    Event.Understood _,
                    Event.UtteranceStarted _,
                    Event.UtteranceEnded _,
                    Event.AnswerFailed _,
                    Event.Digit _,
                    Event.Woke _,
                    Event.TransferEnded _ ->
                    Step.to(now);
        };
    }

    private Step thinking(State.Thinking now, Event.InTurn event) {
        return switch (event) {
            case Event.SpeechStarted(), Event.SpeechResumed() -> interrupted();
            case Event.UtteranceStarted _ -> Step.to(new State.Speaking(new After.Listen(0), true));
            case Event.AnswerFailed _ -> say(Prompt.APOLOGY, new After.Listen(0), true);
            case Event.Answered _,
                    Event.SpeechPaused _,
                    Event.SpeechEnded _,
                    Event.Understood _,
                    Event.UtteranceEnded _,
                    Event.Digit _,
                    Event.Woke _,
                    Event.TransferEnded _ ->
                    Step.to(now);
        };
    }

    private Step speaking(State.Speaking now, Event.InTurn event) {
        return switch (event) {
            case Event.SpeechStarted(), Event.SpeechResumed() when now.interruptible() ->
                    interrupted();
            case Event.Digit(_) when now.interruptible() -> {
                Step listen = listen(0);
                yield Step.to(listen.state(), new Action.Silence(), listen.actions().getFirst());
            }
            case Event.AnswerFailed _ -> say(Prompt.APOLOGY, new After.Listen(0), true);
            case Event.UtteranceEnded _ ->
                    switch (now.after()) {
                        case After.Listen(int prompts) -> listen(prompts);
                        case After.HangUp(String reason) ->
                                Step.to(new State.Over(), new Action.HangUp(reason));
                        case After.Transfer(String uri) ->
                                Step.to(
                                        new State.Transferring(),
                                        new Action.Transfer(uri),
                                        new Action.WakeIn(limits.transfer()));
                    };
            case Event.Answered _,
                    Event.SpeechStarted _,
                    Event.SpeechPaused _,
                    Event.SpeechResumed _,
                    Event.SpeechEnded _,
                    Event.Understood _,
                    Event.UtteranceStarted _,
                    Event.Digit _,
                    Event.Woke _,
                    Event.TransferEnded _ ->
                    Step.to(now);
        };
    }

    private Step transferring(State.Transferring now, Event.InTurn event) {
        return switch (event) {
            case Event.Woke() -> say(Prompt.APOLOGY, new After.Listen(0), true);
            case Event.TransferEnded(int status) ->
                    status / 100 == 2
                            ? Step.to(new State.Over(), new Action.HangUp("transferred"))
                            : say(Prompt.APOLOGY, new After.Listen(0), true);
            case Event.Answered _,
                    Event.SpeechStarted _,
                    Event.SpeechPaused _,
                    Event.SpeechResumed _,
                    Event.SpeechEnded _,
                    Event.Understood _,
                    Event.UtteranceStarted _,
                    Event.UtteranceEnded _,
                    Event.AnswerFailed _,
                    Event.Digit _ ->
                    Step.to(now);
        };
    }

    private Step decide(Heard heard) {
        if (heard.lookup() instanceof Lookup.Hit(Answer answer, _, _)) {
            After after =
                    switch (answer.then()) {
                        case Answer.Then.Listen() -> new After.Listen(0);
                        case Answer.Then.HangUp() -> new After.HangUp("answer " + answer.id());
                        case Answer.Then.Transfer(String uri) -> new After.Transfer(uri);
                    };
            return Step.to(new State.Speaking(after, true), new Action.PlayAnswer(answer));
        }
        if (heard.failed()) {
            return say(Prompt.APOLOGY, new After.Listen(0), true);
        }
        if (heard.words().isEmpty()) {
            // A cough is not a question; real speech that was not understood deserves an answer.
            return heard.wasSpeech() ? say(Prompt.UNCLEAR, new After.Listen(0), true) : listen(0);
        }
        return hasModel
                ? Step.to(new State.Thinking(), new Action.Ask(heard.words()))
                : say(Prompt.NO_ANSWER, new After.Listen(0), true);
    }

    private Step listen(int prompts) {
        return Step.to(new State.Listening(prompts), new Action.WakeIn(limits.silence()));
    }

    private static Step callerSpeaks() {
        return Step.to(new State.CallerSpeaking());
    }

    private static Step interrupted() {
        return Step.to(new State.CallerSpeaking(), new Action.Silence());
    }

    private static Step recognise(int attempt, Speech speech) {
        return Step.to(
                new State.Paused(attempt, null, false), new Action.Recognise(attempt, speech));
    }

    private static Step say(Prompt prompt, After after, boolean interruptible) {
        return Step.to(new State.Speaking(after, interruptible), new Action.PlayPrompt(prompt));
    }
}
