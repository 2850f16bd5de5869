package org.offhook.agent;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.offhook.cache.Answer;
import org.offhook.cache.Lookup;

/**
 * Who speaks, and what comes next: one pure step from state and event to state and actions. No
 * clock, thread or lock; numbers that could be stale are filtered out by {@link Conversation}
 * before they come here.
 */
final class TurnMachine {
    /** A state and what to do on the way to it. */
    record Step(TurnState state, List<TurnAction> actions) {
        static Step to(TurnState state, TurnAction... actions) {
            return new Step(state, List.of(actions));
        }

        Step first(TurnAction first) {
            var all = new ArrayList<TurnAction>();
            all.add(first);
            all.addAll(actions);
            return new Step(state, List.copyOf(all));
        }
    }

    /** A caller who is not understood by then, after the longest of pauses, is told so. */
    private static final Duration LAST_WORDS = Duration.ofMillis(500);

    /** A sound of which nothing is known by now was none: the agent goes on. */
    private static final Duration LONGEST_DOUBT = Duration.ofSeconds(3);

    /** Tells an interruption from mere sounds. */
    @FunctionalInterface
    interface Judge {
        Interjection judge(Heard heard);
    }

    private final boolean hasMind;
    private final Judge judge;
    private final Limits limits;
    private final Asides asides;

    /**
     * @param hasMind whether a question without a prepared answer can be asked
     * @param judge asked about sounds made while the agent has the word
     */
    TurnMachine(boolean hasMind, Judge judge, Limits limits) {
        this.hasMind = hasMind;
        this.judge = judge;
        this.limits = limits;
        this.asides = new Asides(this, limits);
    }

    Step step(TurnState state, TurnEvent event) {
        if (state instanceof TurnState.Over) {
            return Step.to(state);
        }
        return switch (event) {
            case TurnEvent.Ended _ -> Step.to(new TurnState.Over());
            case TurnEvent.RtpLost(String why) ->
                    Step.to(new TurnState.Over(), new TurnAction.HangUp(why));
            case TurnEvent.TimeUp() ->
                    say(Prompt.TOO_LONG, new TurnAfter.HangUp("maximum length"), false);
            case TurnEvent.InTurn inTurn -> inState(state, inTurn);
        };
    }

    private Step inState(TurnState state, TurnEvent.InTurn event) {
        if (event instanceof TurnEvent.Held && !(state instanceof TurnState.Transferring)) {
            return Step.to(new TurnState.OnHold(), new TurnAction.Silence());
        }
        if (event instanceof TurnEvent.Resolved(_, TurnAfter after)) {
            return Step.to(resolved(state, after));
        }
        return switch (state) {
            case TurnState.Listening now -> listening(now, event);
            case TurnState.CallerSpeaking now -> callerSpeaking(now, event);
            case TurnState.Paused now -> paused(now, event);
            case TurnState.Thinking now -> thinking(now, event);
            case TurnState.Speaking now -> speaking(now, event);
            case TurnState.Interjected now -> interjected(now, event);
            case TurnState.Transferring now -> asides.transferring(now, event);
            case TurnState.TakingMessage now -> asides.takingMessage(now, event);
            case TurnState.OnHold now -> asides.onHold(now, event);
            case TurnState.HoldMusic now -> asides.holdMusic(now, event);
            case TurnState.Over now -> Step.to(now);
        };
    }

    private Step listening(TurnState.Listening now, TurnEvent.InTurn event) {
        return switch (event) {
            case TurnEvent.Answered() -> say(Prompt.GREETING, new TurnAfter.Listen(0), true);
            case TurnEvent.SpeechStarted(), TurnEvent.SpeechResumed() -> callerSpeaks();
            case TurnEvent.SpeechPaused(int attempt, Speech speech) -> look(attempt, speech);
            case TurnEvent.Woke() ->
                    now.prompts() >= limits.prompts()
                            ? say(Prompt.GOODBYE, new TurnAfter.HangUp("silence"), true)
                            : say(
                                    now.prompts() == 0
                                            ? Prompt.STILL_THERE
                                            : Prompt.STILL_THERE_AGAIN,
                                    new TurnAfter.Listen(now.prompts() + 1),
                                    true);
            case TurnEvent.LineQuiet() ->
                    say(Prompt.STILL_THERE, new TurnAfter.Listen(now.prompts()), true);
            case TurnEvent.RtpQuiet(boolean quiet) when !quiet -> listen(now.prompts());
            case TurnEvent.MusicPlays() -> Asides.listenToMusic();
            case TurnEvent.Digit(_) -> listen(0);
            case TurnEvent.OfCaller _,
                    TurnEvent.OfAgent _,
                    TurnEvent.OfCall _,
                    TurnEvent.Understood _ ->
                    Step.to(now);
        };
    }

    private Step callerSpeaking(TurnState.CallerSpeaking now, TurnEvent.InTurn event) {
        return switch (event) {
            case TurnEvent.SpeechPaused(int attempt, Speech speech) -> look(attempt, speech);
            case TurnEvent.SpeechEnded() -> listen(0);
            case TurnEvent.MusicHeard(boolean plays) when plays -> listen(0);
            // A sure answer needs no draft, and is not heard before there is a pause.
            case TurnEvent.Guessed(_, Heard heard)
                    when hasMind && !(heard.lookup() instanceof Lookup.Hit) ->
                    Step.to(now, new TurnAction.Draft());
            case TurnEvent.WordsChanged() -> Step.to(now, new TurnAction.DropDraft());
            case TurnEvent.OfCaller _,
                    TurnEvent.OfAgent _,
                    TurnEvent.OfCall _,
                    TurnEvent.Understood _,
                    TurnEvent.Digit _,
                    TurnEvent.Woke _ ->
                    Step.to(now);
        };
    }

    private Step paused(TurnState.Paused now, TurnEvent.InTurn event) {
        return switch (event) {
            case TurnEvent.SpeechStarted(), TurnEvent.SpeechResumed() ->
                    Step.to(new TurnState.CallerSpeaking(), new TurnAction.DropDraft());
            // A later look at the same pause has more of the last sound; worth it only when the
            // one before is done.
            case TurnEvent.SpeechPaused(int attempt, Speech speech) when now.looking() == 0 ->
                    Step.to(
                            new TurnState.Paused(attempt, now.heard(), now.ended()),
                            new TurnAction.Recognise(attempt, speech));
            case TurnEvent.Woke(), TurnEvent.SpeechEnded(), TurnEvent.TurnEnded _
                    when now.heard() != null ->
                    decide(now.heard());
            case TurnEvent.Woke() when now.ended() -> apologise();
            case TurnEvent.SpeechEnded() ->
                    Step.to(
                            new TurnState.Paused(now.looking(), null, true),
                            new TurnAction.WakeIn(LAST_WORDS));
            case TurnEvent.Woke(), TurnEvent.TurnEnded _ ->
                    Step.to(new TurnState.Paused(now.looking(), null, true));
            case TurnEvent.Understood(int attempt, Heard heard) when attempt == now.looking() ->
                    understood(now, heard);
            case TurnEvent.MusicHeard(boolean plays) when plays ->
                    listen(0).first(new TurnAction.DropDraft());
            case TurnEvent.OfCaller _,
                    TurnEvent.OfAgent _,
                    TurnEvent.OfCall _,
                    TurnEvent.Understood _,
                    TurnEvent.Digit _ ->
                    Step.to(now);
        };
    }

    private Step understood(TurnState.Paused now, Heard heard) {
        if (heard.lookup() instanceof Lookup.Hit || now.ended()) {
            return decide(heard);
        }
        var waiting = new TurnState.Paused(0, heard, false);
        return hasMind && !heard.words().isEmpty()
                ? Step.to(waiting, new TurnAction.Draft(), new TurnAction.WaitForPause())
                : Step.to(waiting, new TurnAction.WaitForPause());
    }

    private Step thinking(TurnState.Thinking now, TurnEvent.InTurn event) {
        return switch (event) {
            case TurnEvent.SpeechStarted(), TurnEvent.SpeechResumed() -> interject(now);
            case TurnEvent.UtteranceStarted _ -> Step.to(new TurnState.Speaking(now.after(), true));
            case TurnEvent.UtteranceEnded _ -> follow(now.after());
            case TurnEvent.AnswerFailed _ -> apologise();
            case TurnEvent.Woke() -> Step.to(now, new TurnAction.Fill());
            case TurnEvent.Digit(_) -> listen(0).first(new TurnAction.Silence());
            case TurnEvent.OfCaller _,
                    TurnEvent.OfCall _,
                    TurnEvent.Resolved _,
                    TurnEvent.Understood _ ->
                    Step.to(now);
        };
    }

    private Step speaking(TurnState.Speaking now, TurnEvent.InTurn event) {
        return switch (event) {
            case TurnEvent.SpeechStarted(), TurnEvent.SpeechResumed() when now.interruptible() ->
                    interject(now);
            case TurnEvent.Digit(_) when now.interruptible() ->
                    listen(0).first(new TurnAction.Silence());
            case TurnEvent.AnswerFailed _ -> apologise();
            case TurnEvent.UtteranceEnded _ -> follow(now.after());
            case TurnEvent.OfCaller _,
                    TurnEvent.OfAgent _,
                    TurnEvent.OfCall _,
                    TurnEvent.Understood _,
                    TurnEvent.Digit _,
                    TurnEvent.Woke _ ->
                    Step.to(now);
        };
    }

    private Step interjected(TurnState.Interjected now, TurnEvent.InTurn event) {
        return switch (event) {
            case TurnEvent.SpeechContinues(int attempt, Speech speech) when now.looking() == 0 ->
                    Step.to(
                            new TurnState.Interjected(now.before(), attempt, true, false),
                            new TurnAction.Recognise(attempt, speech));
            case TurnEvent.SpeechPaused(int attempt, Speech speech) ->
                    Step.to(
                            new TurnState.Interjected(now.before(), attempt, false, false),
                            new TurnAction.Recognise(attempt, speech));
            case TurnEvent.SpeechStarted(), TurnEvent.SpeechResumed() ->
                    Step.to(new TurnState.Interjected(now.before(), now.looking(), true, false));
            case TurnEvent.SpeechEnded() when now.looking() == 0 -> goOn(now.before());
            case TurnEvent.SpeechEnded() ->
                    Step.to(new TurnState.Interjected(now.before(), now.looking(), false, true));
            case TurnEvent.Understood(int attempt, Heard heard) when attempt == now.looking() ->
                    judged(now, heard);
            case TurnEvent.Digit(_) -> listen(0).first(new TurnAction.Silence());
            case TurnEvent.Woke() -> goOn(now.before());
            case TurnEvent.MusicHeard(boolean plays) when plays -> goOn(now.before());
            // It was over at the very moment: then the sound is the caller's turn.
            case TurnEvent.UtteranceEnded _ -> overAlready(now);
            case TurnEvent.AnswerFailed _ -> Step.to(callersTurn(now), new TurnAction.Silence());
            case TurnEvent.UtteranceStarted _ ->
                    Step.to(
                            new TurnState.Interjected(
                                    begun(now.before()),
                                    now.looking(),
                                    now.sounding(),
                                    now.ended()));
            case TurnEvent.OfCaller _,
                    TurnEvent.OfAgent _,
                    TurnEvent.OfCall _,
                    TurnEvent.Understood _ ->
                    Step.to(now);
        };
    }

    private Step judged(TurnState.Interjected now, Heard heard) {
        if (judge.judge(heard) != Interjection.WORDS) {
            return now.sounding()
                    ? Step.to(new TurnState.Interjected(now.before(), 0, true, false))
                    : goOn(now.before());
        }
        if (now.sounding()) {
            return Step.to(new TurnState.CallerSpeaking(), new TurnAction.Silence());
        }
        return understood(new TurnState.Paused(0, null, now.ended()), heard)
                .first(new TurnAction.Silence());
    }

    private Step overAlready(TurnState.Interjected now) {
        TurnAfter after = afterOf(now.before());
        return after instanceof TurnAfter.Listen ? Step.to(callersTurn(now)) : follow(after);
    }

    private static TurnState callersTurn(TurnState.Interjected now) {
        return now.sounding() || now.looking() == 0
                ? new TurnState.CallerSpeaking()
                : new TurnState.Paused(now.looking(), null, now.ended());
    }

    private static TurnState resolved(TurnState state, TurnAfter after) {
        return switch (state) {
            case TurnState.Thinking _ -> new TurnState.Thinking(after);
            case TurnState.Speaking(_, boolean interruptible) ->
                    new TurnState.Speaking(after, interruptible);
            case TurnState.Interjected now ->
                    new TurnState.Interjected(
                            resolved(now.before(), after),
                            now.looking(),
                            now.sounding(),
                            now.ended());
            default -> state;
        };
    }

    private static TurnAfter afterOf(TurnState state) {
        return switch (state) {
            case TurnState.Thinking(TurnAfter after) -> after;
            case TurnState.Speaking(TurnAfter after, _) -> after;
            default -> throw new IllegalStateException("nobody was to speak: " + state);
        };
    }

    private static TurnState begun(TurnState state) {
        return state instanceof TurnState.Thinking(TurnAfter after)
                ? new TurnState.Speaking(after, true)
                : state;
    }

    private static Step goOn(TurnState before) {
        return before instanceof TurnState.Thinking
                ? Step.to(before, new TurnAction.Resume(), new TurnAction.WaitForAnswer())
                : Step.to(before, new TurnAction.Resume());
    }

    private Step decide(Heard heard) {
        if (heard.lookup() instanceof Lookup.Hit(Answer answer, _, _)) {
            TurnAfter after =
                    switch (answer.then()) {
                        case Answer.Then.Listen() -> new TurnAfter.Listen(0);
                        case Answer.Then.HangUp() -> new TurnAfter.HangUp("answer " + answer.id());
                        case Answer.Then.Transfer(String uri) -> new TurnAfter.Transfer(uri);
                        case Answer.Then.TakeMessage() -> new TurnAfter.TakeMessage();
                    };
            return Step.to(new TurnState.Speaking(after, true), new TurnAction.PlayAnswer(answer));
        }
        if (heard.failed()) {
            return apologise();
        }
        if (heard.words().isEmpty()) {
            // A cough is not a question; real speech that was not understood deserves an answer.
            return heard.wasSpeech()
                    ? say(Prompt.UNCLEAR, new TurnAfter.Listen(0), true)
                    : listen(0);
        }
        return hasMind
                ? Step.to(
                        new TurnState.Thinking(new TurnAfter.Listen(0)),
                        new TurnAction.Ask(),
                        new TurnAction.WaitForAnswer())
                : say(Prompt.NO_ANSWER, new TurnAfter.Listen(0), true);
    }

    /** The agent has finished. */
    private Step follow(TurnAfter after) {
        return switch (after) {
            case TurnAfter.Listen(int prompts) -> listen(prompts);
            case TurnAfter.HangUp(String reason) ->
                    Step.to(new TurnState.Over(), new TurnAction.HangUp(reason));
            case TurnAfter.Transfer transfer -> asides.transfer(transfer);
            case TurnAfter.TakeMessage() -> Asides.takeMessage();
        };
    }

    Step listen(int prompts) {
        return Step.to(new TurnState.Listening(prompts), new TurnAction.WakeIn(limits.silence()));
    }

    private static Step callerSpeaks() {
        return Step.to(new TurnState.CallerSpeaking());
    }

    /** Perhaps an interruption: the agent holds its breath. */
    private static Step interject(TurnState before) {
        return Step.to(
                new TurnState.Interjected(before, 0, true, false),
                new TurnAction.Pause(),
                new TurnAction.WakeIn(LONGEST_DOUBT));
    }

    private static Step look(int attempt, Speech speech) {
        return Step.to(
                new TurnState.Paused(attempt, null, false),
                new TurnAction.Recognise(attempt, speech));
    }

    static Step apologise() {
        return say(Prompt.APOLOGY, new TurnAfter.Listen(0), true);
    }

    static Step say(Prompt prompt, TurnAfter after, boolean interruptible) {
        return Step.to(
                new TurnState.Speaking(after, interruptible), new TurnAction.PlayPrompt(prompt));
    }
}
