package org.offhook.agent;

import java.time.Duration;
import java.util.Optional;
import org.offhook.agent.TurnMachine.Step;

/**
 * The part of {@link TurnMachine} in which nobody converses: the caller is being passed on, leaves
 * a message, or has left us with music. Pure.
 */
final class Asides {
    /** Whoever left us with music for so long has forgotten us. */
    private static final Duration LONGEST_MUSIC = Duration.ofMinutes(10);

    /** While nobody is reached yet. */
    private static final Duration WAITING_TOLD = Duration.ofSeconds(10);

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

    Step transfer(TurnAfter.Transfer to) {
        Step waits = waitForTransfer(limits.transfer(), false);
        return waits.first(new TurnAction.Transfer(to.uri(), to.summary()));
    }

    /** Whoever waits hears from time to time that it goes on. */
    private static Step waitForTransfer(Duration whole, boolean held) {
        Duration next = whole.compareTo(WAITING_TOLD) < 0 ? whole : WAITING_TOLD;
        return Step.to(
                new TurnState.Transferring(whole.minus(next), held), new TurnAction.WakeIn(next));
    }

    Step transferring(TurnState.Transferring now, TurnEvent.InTurn event) {
        return switch (event) {
            case TurnEvent.Woke() when now.left().isZero() -> comesBack(now, Handover.TIMED_OUT);
            case TurnEvent.Woke() -> {
                Step waits = waitForTransfer(now.left(), now.held());
                yield now.held()
                        ? waits
                        : waits.first(new TurnAction.PlayPrompt(Prompt.STILL_WORKING));
            }
            case TurnEvent.TransferEnded(int status) ->
                    status / 100 == 2
                            ? Step.to(new TurnState.Over(), new TurnAction.HangUp("transferred"))
                            : comesBack(now, status);
            case TurnEvent.Held() -> Step.to(new TurnState.Transferring(now.left(), true));
            case TurnEvent.Unheld() -> Step.to(new TurnState.Transferring(now.left(), false));
            case TurnEvent.OfCaller _,
                    TurnEvent.OfAgent _,
                    TurnEvent.OfCall _,
                    TurnEvent.Understood _,
                    TurnEvent.Digit _ ->
                    Step.to(now);
        };
    }

    /** The caller is the agent's again, and is told why as soon as that can be heard. */
    private static Step comesBack(TurnState.Transferring now, int status) {
        Prompt why = Prompt.afterTransfer(status);
        return now.held()
                ? Step.to(new TurnState.OnHold(Optional.of(why)))
                : TurnMachine.say(why, new TurnAfter.Listen(0), true);
    }

    Step onHold(TurnState.OnHold now, TurnEvent.InTurn event) {
        if (!(event instanceof TurnEvent.Unheld)) {
            return Step.to(now);
        }
        return now.next()
                .map(next -> TurnMachine.say(next, new TurnAfter.Listen(0), true))
                .orElseGet(() -> machine.listen(0));
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
