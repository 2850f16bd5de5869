package org.offhook.sip.machine;

/**
 * A provisional response of ours that is said again until PRACK confirms it, after T1, 2 T1, 4 T1 …
 * and over TCP as well (RFC 3262 §3). No clock or thread: the owner brings the time.
 */
public final class ReliableResponse {
    /** What the owner has to do now. */
    public enum Due {
        /** It is too early. */
        LATER,
        REPEAT,
        /** Nobody has confirmed it: the request is to be refused with 5xx. */
        GIVE_UP,
        NOTHING
    }

    private sealed interface State {
        record Unconfirmed(long repeatAtNanos, long pauseNanos) implements State {}

        /** The request has its final response: not said again, but PRACK may still come. */
        record Answered() implements State {}

        record Over() implements State {}
    }

    private final RAck expected;
    private final long giveUpAtNanos;
    private State state;

    /**
     * It leaves now.
     *
     * @param expected what a PRACK for it says
     * @param patienceNanos given up after so long, 64 T1
     */
    public ReliableResponse(RAck expected, long t1Nanos, long patienceNanos, long nowNanos) {
        this.expected = expected;
        this.giveUpAtNanos = nowNanos + patienceNanos;
        this.state = new State.Unconfirmed(nowNanos + t1Nanos, t1Nanos);
    }

    /** When {@link #onWake} has something to do, if it ever has. */
    public long wakeAtNanos() {
        return switch (state) {
            case State.Unconfirmed(long repeatAt, long _) ->
                    repeatAt - giveUpAtNanos < 0 ? repeatAt : giveUpAtNanos;
            case State.Answered(), State.Over() -> giveUpAtNanos;
        };
    }

    public Due onWake(long nowNanos) {
        return switch (state) {
            case State.Unconfirmed(long repeatAt, long pause) -> {
                if (nowNanos - giveUpAtNanos >= 0) {
                    state = new State.Over();
                    yield Due.GIVE_UP;
                }
                if (nowNanos - repeatAt < 0) {
                    yield Due.LATER;
                }
                state = new State.Unconfirmed(nowNanos + 2 * pause, 2 * pause);
                yield Due.REPEAT;
            }
            case State.Answered(), State.Over() -> Due.NOTHING;
        };
    }

    /** The request has been answered with 2xx. */
    public void onAnswered() {
        if (state instanceof State.Unconfirmed) {
            state = new State.Answered();
        }
    }

    /** True where the PRACK is for this response and the first one: else it gets 481. */
    public boolean onPrack(RAck prack) {
        boolean confirms = expected.equals(prack) && !(state instanceof State.Over);
        if (confirms) {
            state = new State.Over();
        }
        return confirms;
    }
}
