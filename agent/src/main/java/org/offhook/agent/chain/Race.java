package org.offhook.agent.chain;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.offhook.agent.RetryHint;

/**
 * One task that any link of a chain may do: the first is asked; the next as well when it is late,
 * or at once when it fails; who brings the first piece does the task, and the others are cancelled.
 * Owned by the thread that runs it; each link works on a virtual thread of its own, which is
 * interrupted and not waited for.
 */
final class Race<S, P, R> {
    private static final Logger log = LogManager.getLogger(Race.class);

    /** A full queue stops the link that fills it. */
    private static final int PIECES = 64;

    /** Who has begun and is silent for so long has failed; a caller hears the gap. */
    private static final Duration LONGEST_GAP = Duration.ofMillis(2_500);

    /** What a link does. */
    @FunctionalInterface
    interface Task<S, P, R> {
        /** Obeys interruption. */
        R run(Link<S> link, Taking<P> out) throws IOException, InterruptedException;
    }

    /** Takes a piece; false when no more is wanted. */
    @FunctionalInterface
    interface Taking<P> {
        boolean take(P piece) throws InterruptedException;
    }

    /** How it ended. */
    sealed interface Finish<S, R> {
        Link<S> link();

        /**
         * @param result null where no more was wanted before the end
         */
        record Whole<S, R>(Link<S> link, R result) implements Finish<S, R> {}

        /** In the middle: what was taken cannot be taken back. */
        record Broken<S, R>(Link<S> link, IOException cause) implements Finish<S, R> {}
    }

    private sealed interface Item<S, P, R> {
        Attempt<S> from();

        record Piece<S, P, R>(Attempt<S> from, P value) implements Item<S, P, R> {}

        record End<S, P, R>(Attempt<S> from, R result) implements Item<S, P, R> {}

        record Failed<S, P, R>(Attempt<S> from, IOException cause) implements Item<S, P, R> {}

        record Withdrawn<S, P, R>(Attempt<S> from) implements Item<S, P, R> {}

        record Bug<S, P, R>(Attempt<S> from, Throwable cause) implements Item<S, P, R> {}
    }

    /** One link at work. */
    private static final class Attempt<S> {
        final Link<S> link;
        final long startNanos;
        final long hedgeNanos;
        volatile boolean cancelled;
        Thread thread;

        Attempt(Link<S> link, long nowNanos) {
            this.link = link;
            startNanos = nowNanos;
            hedgeNanos = link.health().hedgeAfter(link.patience()).toNanos();
        }

        Duration since(long nowNanos) {
            return Duration.ofNanos(nowNanos - startNanos);
        }
    }

    private final List<Link<S>> links;
    private final Task<S, P, R> task;
    private final BlockingQueue<Item<S, P, R>> items = new ArrayBlockingQueue<>(PIECES);
    private final List<Attempt<S>> running = new ArrayList<>();
    private int next;
    private Attempt<S> winner;
    private Attempt<S> newest;
    private boolean anyAsked;

    /**
     * @param links in order of preference, at least one
     */
    Race(List<Link<S>> links, Task<S, P, R> task) {
        this.links = links;
        this.task = task;
    }

    /**
     * Once only.
     *
     * @throws IOException all have failed before the first piece; the last one's failure
     */
    Finish<S, R> run(Taking<P> taking) throws IOException, InterruptedException {
        try {
            askNext();
            while (true) {
                Item<S, P, R> item = items.poll(waitNanos(), TimeUnit.NANOSECONDS);
                Finish<S, R> finish = item == null ? overdue() : take(item, taking);
                if (finish != null) {
                    return finish;
                }
            }
        } finally {
            List.copyOf(running).forEach(this::abandon);
        }
    }

    private long waitNanos() {
        if (winner != null) {
            return LONGEST_GAP.toNanos();
        }
        return next < links.size()
                ? Math.max(0, newest.startNanos + newest.hedgeNanos - System.nanoTime())
                : Long.MAX_VALUE;
    }

    private Finish<S, R> overdue() {
        if (winner == null) {
            askNext();
            return null;
        }
        var silent =
                new IOException(
                        winner.link.name()
                                + ": nothing more for "
                                + LONGEST_GAP.toMillis()
                                + " ms");
        noteFailure(winner, silent);
        return new Finish.Broken<>(winner.link, silent);
    }

    /** Null where it goes on. */
    private Finish<S, R> take(Item<S, P, R> item, Taking<P> taking)
            throws IOException, InterruptedException {
        Attempt<S> from = item.from();
        if (from.cancelled) {
            return null;
        }
        return switch (item) {
            case Item.Piece<S, P, R>(_, P piece) -> {
                win(from);
                yield taking.take(piece) ? null : new Finish.Whole<>(from.link, null);
            }
            case Item.End<S, P, R>(_, R result) -> {
                win(from);
                running.remove(from);
                yield new Finish.Whole<>(from.link, result);
            }
            case Item.Failed<S, P, R>(_, IOException cause) -> failed(from, cause);
            case Item.Withdrawn<S, P, R> _ ->
                    throw new InterruptedException(from.link.name() + " has stopped");
            case Item.Bug<S, P, R>(_, Throwable cause) ->
                    throw new IllegalStateException("task of " + from.link.name(), cause);
        };
    }

    private void win(Attempt<S> first) {
        if (winner != null) {
            return;
        }
        winner = first;
        long now = System.nanoTime();
        note(first, first.link.health().answered(first.since(now)));
        for (Attempt<S> loser : List.copyOf(running)) {
            if (loser != first) {
                if (now - loser.startNanos >= loser.hedgeNanos) {
                    note(loser, loser.link.health().late(now, loser.since(now)));
                }
                abandon(loser);
            }
        }
    }

    private Finish<S, R> failed(Attempt<S> from, IOException cause) throws IOException {
        running.remove(from);
        noteFailure(from, cause);
        if (from == winner) {
            return new Finish.Broken<>(from.link, cause);
        }
        if (running.isEmpty() && !askNext()) {
            throw cause;
        }
        return null;
    }

    private void noteFailure(Attempt<S> from, IOException cause) {
        Duration retryAfter = cause instanceof RetryHint hint ? hint.retryAfter() : Duration.ZERO;
        String why = String.valueOf(cause.getMessage());
        String name = from.link.name() + ": ";
        String bare = why.startsWith(name) ? why.substring(name.length()) : why;
        note(from, from.link.health().failed(System.nanoTime(), bare, retryAfter));
    }

    private void note(Attempt<S> of, Optional<String> change) {
        change.ifPresent(what -> log.info("{} {}", of.link.name(), what));
    }

    /** False where nobody is left; the last one is asked in any case if nobody else was. */
    private boolean askNext() {
        while (next < links.size()) {
            Link<S> link = links.get(next++);
            long now = System.nanoTime();
            boolean lastResort = next == links.size() && !anyAsked;
            if (link.health().admits(now) || lastResort) {
                start(new Attempt<>(link, now));
                return true;
            }
        }
        return false;
    }

    private void start(Attempt<S> attempt) {
        anyAsked = true;
        newest = attempt;
        running.add(attempt);
        attempt.thread =
                Thread.ofVirtual()
                        .name("ask-" + attempt.link.name())
                        .start(() -> {
                            try {
                                put(work(attempt));
                            } catch (InterruptedException _) {
                                // Cancelled: nobody takes it.
                            }
                        });
    }

    private Item<S, P, R> work(Attempt<S> attempt) throws InterruptedException {
        try {
            R result = task.run(attempt.link, piece -> put(new Item.Piece<>(attempt, piece)));
            return new Item.End<>(attempt, result);
        } catch (IOException failure) {
            return new Item.Failed<>(attempt, failure);
        } catch (InterruptedException stopped) {
            if (attempt.cancelled) {
                throw stopped;
            }
            return new Item.Withdrawn<>(attempt);
        } catch (RuntimeException | Error bug) {
            return new Item.Bug<>(attempt, bug);
        }
    }

    private boolean put(Item<S, P, R> item) throws InterruptedException {
        if (item.from().cancelled) {
            return false;
        }
        items.put(item);
        return true;
    }

    private void abandon(Attempt<S> attempt) {
        running.remove(attempt);
        attempt.cancelled = true;
        attempt.thread.interrupt();
        attempt.link.health().released(System.nanoTime());
    }
}
