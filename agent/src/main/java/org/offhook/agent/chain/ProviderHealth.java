package org.offhook.agent.chain;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What is remembered of one provider by all calls: one that fails is left alone for a while, longer
 * each time, and then tried by one caller before the others; one that is slow of late is not waited
 * for as long. Pure but for its lock; time is an argument. Thread-safe.
 *
 * <p>What changes is returned in words for the log, once per change.
 */
public final class ProviderHealth {
    /** After the first, second, third failure in a row, and all later ones. */
    private static final List<Duration> RESTS =
            List.of(
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(60));

    /** A provider that asks for more is asked again by then all the same. */
    private static final Duration LONGEST_REST = Duration.ofMinutes(5);

    /** So often in a row overtaken is as good as failed. */
    private static final int LATE_IN_A_ROW = 3;

    /** A trial of which nothing became known counts as none. */
    private static final Duration LONGEST_TRIAL = Duration.ofSeconds(30);

    /** Weight of the newest latency. */
    private static final double NEWEST = 0.2;

    private sealed interface State {
        /**
         * @param late how often in a row another provider was faster than one should wait
         */
        record Asked(int late) implements State {}

        /**
         * @param failures in a row
         */
        record Resting(int failures, long untilNanos) implements State {}

        /** One caller tries whether it is well again. */
        record Tried(int failures, long sinceNanos) implements State {}
    }

    private final ReentrantLock lock = new ReentrantLock();
    private State state = new State.Asked(0);
    private double usualNanos;

    /**
     * Whether the provider may be asked now; the first to hear yes after a rest makes the trial.
     */
    boolean admits(long nowNanos) {
        lock.lock();
        try {
            return switch (state) {
                case State.Asked _ -> true;
                case State.Resting(int failures, long untilNanos) when nowNanos - untilNanos >= 0 ->
                        tryNow(failures, nowNanos);
                case State.Tried(int failures, long sinceNanos)
                        when nowNanos - sinceNanos >= LONGEST_TRIAL.toNanos() ->
                        tryNow(failures, nowNanos);
                case State.Resting _, State.Tried _ -> false;
            };
        } finally {
            lock.unlock();
        }
    }

    private boolean tryNow(int failures, long nowNanos) {
        state = new State.Tried(failures, nowNanos);
        return true;
    }

    /** Whether {@link #admits} would say yes, without making the trial. */
    public boolean isWorthAsking(long nowNanos) {
        lock.lock();
        try {
            return switch (state) {
                case State.Asked _ -> true;
                case State.Resting(_, long untilNanos) -> nowNanos - untilNanos >= 0;
                case State.Tried _ -> false;
            };
        } finally {
            lock.unlock();
        }
    }

    /**
     * How long to wait for it before the next is asked as well.
     *
     * @param patience with a provider that is as fast as it should be
     */
    Duration hedgeAfter(Duration patience) {
        lock.lock();
        try {
            return usualNanos > patience.toNanos() ? patience.dividedBy(2) : patience;
        } finally {
            lock.unlock();
        }
    }

    /** It answered; the first piece came after so long. */
    Optional<String> answered(Duration after) {
        lock.lock();
        try {
            State before = state;
            remember(after);
            state = new State.Asked(0);
            return before instanceof State.Asked ? Optional.empty() : Optional.of("is asked again");
        } finally {
            lock.unlock();
        }
    }

    /** Another was faster, although it had been given its time. */
    Optional<String> late(long nowNanos, Duration waited) {
        lock.lock();
        try {
            remember(waited);
            String why = "nothing within " + waited.toMillis() + " ms";
            return switch (state) {
                case State.Asked(int late) when late + 1 < LATE_IN_A_ROW -> {
                    state = new State.Asked(late + 1);
                    yield Optional.empty();
                }
                case State.Asked _ -> rest(1, nowNanos, why, Duration.ZERO);
                case State.Tried(int failures, _) ->
                        rest(failures + 1, nowNanos, why, Duration.ZERO);
                case State.Resting _ -> Optional.empty();
            };
        } finally {
            lock.unlock();
        }
    }

    /**
     * It failed.
     *
     * @param why for the log
     * @param retryAfter as the provider asks for; zero where it does not
     */
    Optional<String> failed(long nowNanos, String why, Duration retryAfter) {
        lock.lock();
        try {
            return switch (state) {
                case State.Asked _ -> rest(1, nowNanos, why, retryAfter);
                case State.Tried(int failures, _) -> rest(failures + 1, nowNanos, why, retryAfter);
                // It was asked before the rest began: the same trouble, not a new one.
                case State.Resting(_, long untilNanos) when nowNanos - untilNanos < 0 ->
                        Optional.empty();
                case State.Resting(int failures, _) ->
                        rest(failures + 1, nowNanos, why, retryAfter);
            };
        } finally {
            lock.unlock();
        }
    }

    /** It was asked, and nobody wants to know any more. */
    void released(long nowNanos) {
        lock.lock();
        try {
            if (state instanceof State.Tried(int failures, _)) {
                state = new State.Resting(failures, nowNanos);
            }
        } finally {
            lock.unlock();
        }
    }

    private Optional<String> rest(int failures, long nowNanos, String why, Duration retryAfter) {
        Duration rest = RESTS.get(Math.min(failures, RESTS.size()) - 1);
        if (retryAfter.compareTo(rest) > 0) {
            rest = retryAfter.compareTo(LONGEST_REST) < 0 ? retryAfter : LONGEST_REST;
        }
        state = new State.Resting(failures, nowNanos + rest.toNanos());
        return Optional.of("is not asked for " + rest.toSeconds() + " s: " + why);
    }

    private void remember(Duration latency) {
        usualNanos =
                usualNanos == 0
                        ? latency.toNanos()
                        : (1 - NEWEST) * usualNanos + NEWEST * latency.toNanos();
    }
}
