package org.offhook.sip.locate;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One request on its way from place to place until one takes it: the next is tried where one is
 * silent, unreachable or says 503 (RFC 3263 §4.3). Each attempt has a number; what is told of an
 * earlier one is ignored.
 */
public final class Trip {
    /** A caller does not wait for more. */
    private static final int MOST_TRIED = 6;

    /** What to do. */
    public sealed interface Step {
        /** Send it there, as this attempt. */
        record Send(Hop hop, int attempt) implements Step {}

        /** Nobody is left; what each place did, in words. */
        record GiveUp(String why) implements Step {}

        /** What was told changes nothing. */
        record Nothing() implements Step {}
    }

    private final ArrayDeque<Hop> left;
    private final DeadHops dead;
    private final List<String> faults = new ArrayList<>();
    private Optional<Hop> at = Optional.empty();
    private int attempt;
    private boolean isSettled;

    /**
     * @param ordered at least one
     */
    public Trip(List<Hop> ordered, DeadHops dead, long nowNanos) {
        List<Hop> sorted = dead.last(ordered, nowNanos);
        this.left = new ArrayDeque<>(sorted.subList(0, Math.min(MOST_TRIED, sorted.size())));
        this.dead = dead;
    }

    public Step begin() {
        return next();
    }

    /** True while this is the attempt under way. */
    public boolean isAt(int number) {
        return number == attempt;
    }

    /** The place of the attempt under way, for the log. */
    public String where() {
        return at.map(Hop::toString).orElse("nowhere");
    }

    /** True where another place would be tried now if that attempt failed. */
    public boolean hasMore(int number) {
        return number == attempt && !isSettled && !left.isEmpty();
    }

    /** The attempt has a response by which the place is known to live; it is the last one then. */
    public void onAlive(int number) {
        if (number == attempt) {
            isSettled = true;
            at.ifPresent(dead::answered);
        }
    }

    /**
     * No response, or no way there.
     *
     * @param retryAfterSeconds of a 503; 0 where it does not say
     */
    public Step onFailure(int number, String why, int retryAfterSeconds, long nowNanos) {
        if (number != attempt || at.isEmpty()) {
            return new Step.Nothing();
        }
        faults.add(at.get() + ": " + why);
        dead.mark(at.get(), retryAfterSeconds, nowNanos);
        return isSettled ? new Step.GiveUp(String.join("; ", faults)) : next();
    }

    private Step next() {
        Optional<Hop> next = Optional.ofNullable(left.poll());
        if (next.isEmpty()) {
            return new Step.GiveUp(String.join("; ", faults));
        }
        at = next;
        return new Step.Send(next.get(), ++attempt);
    }
}
