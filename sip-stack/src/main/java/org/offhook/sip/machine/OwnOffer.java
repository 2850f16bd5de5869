package org.offhook.sip.machine;

import java.util.concurrent.TimeUnit;
import java.util.function.IntUnaryOperator;

/**
 * When an offer of ours within a call leaves, and leaves again: not while one of the peer's is open
 * (RFC 3264 §4), and where both sides offer at once, after a time that keeps them from meeting
 * again (RFC 3261 §14.1). One at a time. No clock or thread: the owner brings responses and the
 * time.
 */
public final class OwnOffer {
    private static final int MOST_TRIES = 6;

    /** Of 10 ms each, as the times of §14.1 are to be chosen. */
    private static final int STEP_MILLIS = 10;

    private static final int LONGEST_RETRY_AFTER_SECONDS = 10;

    /** All that an offer may ask for. */
    public interface Effects {
        /** Send it; bring the final response. */
        void send();

        /** Call {@link OwnOffer#onWake} then. */
        void wakeAt(long nanos);

        /** It came to nothing. */
        void refused(int status);
    }

    private sealed interface State {
        record Idle() implements State {}

        /** For the dialog to become quiet. */
        record Waiting(int tries) implements State {}

        record Sent(int tries) implements State {}

        /** The peer's own offer is let through. */
        record Pausing(int tries) implements State {}
    }

    private final boolean callIdIsOurs;
    private final IntUnaryOperator randomBelow;
    private State state = new State.Idle();

    /**
     * @param callIdIsOurs we placed the call: who did waits longer
     * @param randomBelow a random number from 0 up to, and without, the one given
     */
    public OwnOffer(boolean callIdIsOurs, IntUnaryOperator randomBelow) {
        this.callIdIsOurs = callIdIsOurs;
        this.randomBelow = randomBelow;
    }

    /** It is on its way, so that one of the peer's gets 491. */
    public boolean isOpen() {
        return state instanceof State.Sent;
    }

    /** One more is wanted; false where one has not got its answer. */
    public boolean want() {
        boolean idle = state instanceof State.Idle;
        if (idle) {
            state = new State.Waiting(0);
        }
        return idle;
    }

    /** No offer of the peer's is open, nor does an answer of ours wait for its ACK. */
    public void onQuiet(Effects out) {
        if (state instanceof State.Waiting(int tries)) {
            state = new State.Sent(tries + 1);
            out.send();
        }
    }

    public void onTaken() {
        state = new State.Idle();
    }

    /**
     * A refusal.
     *
     * @param retryAfterSeconds negative where it does not say
     */
    public void onRefused(int status, int retryAfterSeconds, long nowNanos, Effects out) {
        if (!(state instanceof State.Sent(int tries))) {
            return;
        }
        int millis = pauseMillis(status, retryAfterSeconds);
        if (millis < 0 || tries >= MOST_TRIES) {
            state = new State.Idle();
            out.refused(status);
        } else {
            state = new State.Pausing(tries);
            out.wakeAt(nowNanos + TimeUnit.MILLISECONDS.toNanos(millis));
        }
    }

    /** Negative where it is not worth another try. */
    private int pauseMillis(int status, int retryAfterSeconds) {
        if (status == 491) {
            return callIdIsOurs
                    ? 2_100 + STEP_MILLIS * randomBelow.applyAsInt(191)
                    : STEP_MILLIS * randomBelow.applyAsInt(201);
        }
        // The peer has not yet answered what it took for our last offer (§14.2, RFC 3311 §5.2).
        boolean shortly = status == 500 && retryAfterSeconds <= LONGEST_RETRY_AFTER_SECONDS;
        return shortly && retryAfterSeconds >= 0 ? 1000 * retryAfterSeconds : -1;
    }

    /** The pause is over; leaves as soon as the dialog is quiet. */
    public void onWake() {
        if (state instanceof State.Pausing(int tries)) {
            state = new State.Waiting(tries);
        }
    }

    /** The call is over. */
    public void stop() {
        state = new State.Idle();
    }
}
