package org.offhook.agent;

import java.time.Duration;

/**
 * A person is called, told who waits, and given the caller: one pure step from event and time to
 * the next state. It ends with one word to the conversation where nothing comes of it; where the
 * caller has been passed on, the caller's own call brings the outcome.
 */
final class Handover {
    /** A voice that is slower holds up nobody. */
    private static final Duration LONGEST_WHISPER = Duration.ofSeconds(30);

    /** To press a key. */
    private static final Duration LONGEST_THOUGHT = Duration.ofSeconds(15);

    private static final char YES = '1';
    static final int TIMED_OUT = 408;
    static final int UNAVAILABLE = 480;
    static final int DECLINED = 603;

    /** Where it stands. */
    sealed interface State {
        record Ringing() implements State {}

        /** The person hears who waits. */
        record Telling() implements State {}

        /** The person has heard it, and a key is waited for. */
        record Asking() implements State {}

        /** The caller's peer is asked to take our place. */
        record Passing() implements State {}

        record Over() implements State {}
    }

    /** What happens to the call to the person. */
    sealed interface Event {
        record Answered() implements Event {}

        /**
         * @param status SIP status of a refusal; 0 where an answered call ended
         */
        record Ended(int status) implements Event {}

        /** All that was to be said has been heard. */
        record Told() implements Event {}

        record Key(char key) implements Event {}

        /** The wake-up that was asked for. */
        record Woke() implements Event {}
    }

    /** What it may do. */
    interface World {
        /** Tells the person; {@link Event.Told} follows, at once where there is nothing to tell. */
        void tell();

        /** Asks the caller's peer to take our place at the person. */
        void pass();

        /** Nothing comes of it. */
        void fail(int status);

        /** Asks for {@link Event.Woke}; replaces an earlier wish. */
        void wakeAt(long nanos);
    }

    private final TransferTargets.Manner.Attended manner;
    private final World world;
    private State state = new State.Ringing();

    Handover(TransferTargets.Manner.Attended manner, World world, long nowNanos) {
        this.manner = manner;
        this.world = world;
        world.wakeAt(nowNanos + manner.ring().toNanos());
    }

    State state() {
        return state;
    }

    void on(Event event, long nowNanos) {
        state =
                switch (state) {
                    case State.Ringing now -> ringing(now, event, nowNanos);
                    case State.Telling now -> telling(now, event, nowNanos);
                    case State.Asking now -> asking(now, event);
                    case State.Passing now -> now; // the caller's call tells what came of it
                    case State.Over now -> now;
                };
    }

    private State ringing(State.Ringing now, Event event, long nowNanos) {
        return switch (event) {
            case Event.Answered() -> {
                world.wakeAt(nowNanos + LONGEST_WHISPER.toNanos());
                world.tell();
                yield new State.Telling();
            }
            case Event.Ended(int status) -> fail(status == 0 ? UNAVAILABLE : status);
            case Event.Woke() -> fail(TIMED_OUT);
            case Event.Told _, Event.Key _ -> now;
        };
    }

    private State telling(State.Telling now, Event event, long nowNanos) {
        return switch (event) {
            case Event.Told(), Event.Woke() -> {
                if (!manner.confirm()) {
                    yield pass();
                }
                world.wakeAt(nowNanos + LONGEST_THOUGHT.toNanos());
                yield new State.Asking();
            }
            case Event.Key(char key) -> key(now, key);
            case Event.Ended _ -> fail(DECLINED);
            case Event.Answered _ -> now;
        };
    }

    private State asking(State.Asking now, Event event) {
        return switch (event) {
            case Event.Key(char key) -> key(now, key);
            case Event.Ended _ -> fail(DECLINED);
            case Event.Woke() -> fail(TIMED_OUT);
            case Event.Answered _, Event.Told _ -> now;
        };
    }

    /** Who knows already need not hear it out. */
    private State key(State now, char key) {
        if (!manner.confirm()) {
            return now;
        }
        return key == YES ? pass() : fail(DECLINED);
    }

    private State pass() {
        world.pass();
        return new State.Passing();
    }

    private State fail(int status) {
        world.fail(status);
        return new State.Over();
    }
}
