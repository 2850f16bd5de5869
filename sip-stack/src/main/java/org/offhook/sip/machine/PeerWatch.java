package org.offhook.sip.machine;

import java.util.concurrent.TimeUnit;

/**
 * Asks a server again and again whether it is there (OPTIONS, RFC 3261 §11), and tells when that
 * changes. Any answer will do but 408 and 503, which say for it that it is not. No clock or thread:
 * the owner brings answers and the time.
 */
public final class PeerWatch {
    /** Long enough for five repeats over UDP, and for a second server where the first is silent. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(15);

    /** All that a watch may ask for. */
    public interface Effects {
        /** Send OPTIONS; bring its outcome back with the same number. */
        void ask(int number);

        /** Call {@link PeerWatch#onWake} then; replaces an earlier wish. */
        void wakeAt(long nanos);

        /** Was there, or had not been asked; is not. */
        void away(String why);

        /** Is there again. */
        void back();
    }

    private sealed interface State {
        /** Until the next question. */
        record Pausing(boolean away) implements State {}

        record Asking(boolean away) implements State {}
    }

    private final long everyNanos;
    private State state = new State.Pausing(false);
    private int asks;

    public PeerWatch(long everyNanos) {
        this.everyNanos = everyNanos;
    }

    /** Time for the next question, the first among them, or too late for an answer. */
    public void onWake(long nowNanos, Effects out) {
        switch (state) {
            case State.Pausing(boolean away) -> {
                state = new State.Asking(away);
                asks++;
                out.wakeAt(nowNanos + Math.min(PATIENCE_NANOS, everyNanos));
                out.ask(asks);
            }
            case State.Asking(boolean away) -> gone(away, "no answer to OPTIONS", nowNanos, out);
        }
    }

    /** A late answer is one, too. */
    public void onAnswer(int number, int status, long nowNanos, Effects out) {
        if (status == 408 || status == 503) {
            onNoAnswer(number, "OPTIONS answered with " + status, nowNanos, out);
            return;
        }
        boolean wasAway =
                switch (state) {
                    case State.Asking(boolean away) -> {
                        pause(false, nowNanos, out);
                        yield away;
                    }
                    case State.Pausing(boolean away) -> {
                        state = new State.Pausing(false);
                        yield away;
                    }
                };
        if (wasAway) {
            out.back();
        }
    }

    public void onNoAnswer(int number, String why, long nowNanos, Effects out) {
        if (number == asks && state instanceof State.Asking(boolean away)) {
            gone(away, why, nowNanos, out);
        }
    }

    private void gone(boolean already, String why, long nowNanos, Effects out) {
        pause(true, nowNanos, out);
        if (!already) {
            out.away(why);
        }
    }

    private void pause(boolean away, long nowNanos, Effects out) {
        state = new State.Pausing(away);
        out.wakeAt(nowNanos + everyNanos);
    }
}
