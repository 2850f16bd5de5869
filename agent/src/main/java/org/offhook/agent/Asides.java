package org.offhook.agent;

import java.time.Duration;
import org.offhook.agent.TurnMachine.Step;

/**
 * The part of {@link TurnMachine} in which nobody converses: the caller is being passed on, leaves
 * a message, or has left us with music. Pure.
 */
final class Asides {
    /** Whoever left us with music for so long has forgotten us. */
    private static final Duration LONGEST_MUSIC = Duration.ofMinutes(10);

    /** A caller who says nothing after the tone. */
    private static final Duration MESSAGE_SILENCE = Duration.ofSeconds(8);

    /** So much silence ends a message, the longest of pauses inside a turn included. */
    private static final Duration MESSAGE_END = Duration.ofSeconds(3);

    private final TurnMachine machine;
    private final Limits limits;

    Asides(TurnMachine machine, Limits limits) {
        this.machine = machine;
        this.limits = limits;
    }

    static Step listenToMusic() {
        return Step.to(new TurnState.HoldMusic(), new TurnAction.WakeIn(LONGEST_MUSIC));
    }

    static Step takeMessage() {
        return Step.to(
                new TurnState.TakingMessage(false),
                new TurnAction.TakeMessage(),
                new TurnAction.WakeIn(MESSAGE_SILENCE));
    }

    Step transferring(TurnState.Transferring now, TurnEvent.InTurn event) {
        return switch (event) {
            case TurnEvent.Woke() -> TurnMachine.apologise();
            case TurnEvent.TransferEnded(int status) ->
                    status / 100 == 2
                            ? Step.to(new TurnState.Over(), new TurnAction.HangUp("transferred"))
                            : TurnMachine.apologise();
            case TurnEvent.OfCaller _,
                    TurnEvent.OfAgent _,
                    TurnEvent.OfCall _,
                    TurnEvent.Understood _,
                    TurnEvent.Digit _ ->
                    Step.to(now);
        };
    }

    Step holdMusic(TurnState.HoldMusic now, TurnEvent.InTurn event) {
        return switch (event) {
            case TurnEvent.MusicHeard(boolean plays) when !plays -> machine.listen(0);
            case TurnEvent.Digit(_) -> machine.listen(0);
            case TurnEvent.Woke() ->
                    TurnMachine.say(Prompt.STILL_THERE, new TurnAfter.Listen(1), true);
            case TurnEvent.OfCaller _,
                    TurnEvent.OfAgent _,
                    TurnEvent.OfCall _,
                    TurnEvent.Understood _ ->
                    Step.to(now);
        };
    }

    Step takingMessage(TurnState.TakingMessage now, TurnEvent.InTurn event) {
        return switch (event) {
            case TurnEvent.SpeechStarted(), TurnEvent.SpeechResumed() ->
                    Step.to(
                            new TurnState.TakingMessage(true),
                            new TurnAction.WakeIn(limits.maxCall()));
            case TurnEvent.SpeechEnded() -> Step.to(now, new TurnAction.WakeIn(messageEnd()));
            case TurnEvent.MessageStopped(boolean kept) when !kept -> TurnMachine.apologise();
            case TurnEvent.MessageStopped _, TurnEvent.Woke(), TurnEvent.Digit _ ->
                    messageEnds(now);
            case TurnEvent.OfCaller _,
                    TurnEvent.OfAgent _,
                    TurnEvent.OfCall _,
                    TurnEvent.Understood _ ->
                    Step.to(now);
        };
    }

    private Duration messageEnd() {
        Duration left = MESSAGE_END.minus(limits.longestPause());
        return left.isPositive() ? left : Duration.ofMillis(1);
    }

    private static Step messageEnds(TurnState.TakingMessage now) {
        return now.begun()
                ? TurnMachine.say(Prompt.MESSAGE_TAKEN, new TurnAfter.Listen(0), true)
                : TurnMachine.say(Prompt.STILL_THERE, new TurnAfter.Listen(1), true);
    }
}
