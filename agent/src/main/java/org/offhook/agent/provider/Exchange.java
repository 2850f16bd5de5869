package org.offhook.agent.provider;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.Response;

/**
 * One streamed answer: read on a virtual thread of its own, taken on the thread that runs it, which
 * owns this object.
 *
 * <p>Two threads, because interruption must never strike inside OkHttp: it closes the socket it
 * strikes, and over HTTP/2 that socket carries other callers' words too. So the owner waits on a
 * queue; interrupted, too late or served enough, it cancels the one call and leaves without waiting
 * for the reader, which ends by itself.
 */
final class Exchange<T> implements AutoCloseable {
    /** A full queue stops the reading, and so, by way of the peer's window, the peer. */
    private static final int PIECES = 256;

    private final Call call;
    private final Limits limits;
    private final Set<Call> running;
    private final BlockingQueue<Item<T>> items = new ArrayBlockingQueue<>(PIECES);
    private volatile boolean abandoned;
    private boolean ended;

    /**
     * @param running thread-safe; holds the call until this is closed, so that others may cancel it
     */
    Exchange(Call call, Limits limits, Set<Call> running) {
        this.call = call;
        this.limits = limits;
        this.running = running;
        running.add(call);
    }

    /** What the reader hands over. */
    private sealed interface Item<T> {
        record Piece<T>(T value) implements Item<T> {}

        record End<T>() implements Item<T> {}

        record Failed<T>(IOException cause) implements Item<T> {}

        record Broken<T>(Throwable bug) implements Item<T> {}
    }

    /** Reads a response on the reader's thread; returns at its end or when a put returns false. */
    interface Reading<T> {
        void read(Response response, Pieces<T> out) throws IOException;
    }

    /** The reader's end of the queue. */
    interface Pieces<T> {
        /** Waits for room. False means that nobody takes any more: stop reading. */
        boolean put(T piece);
    }

    /** Takes a piece on the owner's thread; false when no more is wanted. */
    interface Taking<T> {
        boolean take(T piece) throws IOException, InterruptedException;
    }

    /** Once only. Returns when all is taken or no more is wanted. */
    void run(Reading<T> reading, Taking<T> taking) throws IOException, InterruptedException {
        Thread.ofVirtual().name(limits.name() + "-reader").start(() -> read(reading));
        long spentNanos = 0;
        boolean anyPiece = false;
        while (true) {
            long waitNanos =
                    Math.min(limits.piece().toNanos(), limits.total().toNanos() - spentNanos);
            long beforeNanos = System.nanoTime();
            Item<T> item = items.poll(waitNanos, TimeUnit.NANOSECONDS);
            spentNanos += System.nanoTime() - beforeNanos;
            switch (item) {
                case null -> throw limits.exceeded(anyPiece, spentNanos);
                case Item.Piece<T>(T piece) -> {
                    anyPiece = true;
                    if (!taking.take(piece)) {
                        return;
                    }
                }
                case Item.End<T>() -> {
                    ended = true;
                    return;
                }
                case Item.Failed<T>(ProviderException cause) -> throw cause;
                case Item.Failed<T>(IOException cause) ->
                        throw new ProviderException(limits.name() + ": " + why(cause), cause);
                case Item.Broken<T>(Throwable bug) ->
                        throw new IllegalStateException("reader of " + limits.name(), bug);
            }
        }
    }

    /** Cancels what has not ended; the connection of what has stays for the next exchange. */
    @Override
    public void close() {
        running.remove(call);
        if (ended) {
            return;
        }
        abandoned = true;
        call.cancel();
        // The reader may stand in put: room lets it go, and it looks at the flag before the next.
        items.clear();
    }

    private void read(Reading<T> reading) {
        try (Response response = call.execute()) {
            reading.read(response, piece -> put(new Item.Piece<>(piece)));
            put(new Item.End<>());
        } catch (IOException failure) {
            put(new Item.Failed<>(failure));
        } catch (RuntimeException | Error bug) {
            put(new Item.Broken<>(bug));
        }
    }

    private boolean put(Item<T> item) {
        if (abandoned) {
            return false;
        }
        try {
            items.put(item);
            return true;
        } catch (InterruptedException strange) {
            throw new IllegalStateException("nobody interrupts the reader", strange);
        }
    }

    private String why(IOException failure) {
        if (call.isCanceled()) {
            return "closed while it answered";
        }
        String reason = failure.getMessage();
        return reason == null ? failure.getClass().getSimpleName() : reason;
    }
}
