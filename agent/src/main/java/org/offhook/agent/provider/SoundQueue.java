package org.offhook.agent.provider;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Speech of one utterance between the reader of a socket, which never waits, and the thread that
 * speaks, which owns this object.
 */
final class SoundQueue {
    /** A sentence is far shorter. More, not yet listened to, is no speech. */
    private static final int MOST_SECONDS = 60;

    private static final int MOST_PIECES = 8_192;

    private final Limits limits;
    private final int rateHz;
    private final BlockingQueue<Item> items = new LinkedBlockingQueue<>();
    private final AtomicLong waitingSamples = new AtomicLong();
    private volatile boolean ended;
    private volatile boolean complete;

    /** Of a sample cut between two messages; the reader's own. */
    private int oddByte = -1;

    private sealed interface Item {
        record Piece(short[] samples) implements Item {}

        record End() implements Item {}

        record Failed(ProviderException why) implements Item {}
    }

    SoundQueue(Limits limits, int rateHz) {
        this.limits = limits;
        this.rateHz = rateHz;
    }

    /**
     * @param bytes samples of 16 bits, little-endian
     */
    void put(byte[] bytes) {
        if (ended || bytes.length == 0) {
            return;
        }
        short[] samples = samples(bytes);
        long waiting = waitingSamples.addAndGet(samples.length);
        if (waiting > (long) MOST_SECONDS * rateHz || items.size() >= MOST_PIECES) {
            fail(
                    new ProviderException(
                            "%s: sent more than %d s of sound ahead"
                                    .formatted(limits.name(), MOST_SECONDS)));
        } else if (samples.length > 0) {
            items.add(new Item.Piece(samples));
        }
    }

    /** The utterance is complete. What comes after the first end is ignored. */
    void end() {
        complete |= !ended;
        finish(new Item.End());
    }

    void fail(ProviderException why) {
        finish(new Item.Failed(why));
    }

    /** Nothing more will be taken up. */
    boolean hasEnded() {
        return ended;
    }

    /** The provider sent all there is. */
    boolean isComplete() {
        return complete;
    }

    /**
     * Passes the utterance on up to its end, or until no more of it is wanted.
     *
     * @throws ProviderException the provider failed, was too slow, or sent nothing
     */
    void drain(Speaking speaking) throws ProviderException, InterruptedException {
        long spentNanos = 0;
        boolean any = false;
        while (true) {
            long waitNanos =
                    Math.min(limits.piece().toNanos(), limits.total().toNanos() - spentNanos);
            long beforeNanos = System.nanoTime();
            Item item = items.poll(waitNanos, TimeUnit.NANOSECONDS);
            spentNanos += System.nanoTime() - beforeNanos;
            switch (item) {
                case null -> throw limits.exceeded(any, spentNanos);
                case Item.Piece(short[] samples) -> {
                    any = true;
                    waitingSamples.addAndGet(-samples.length);
                    if (!speaking.take(new Sound(rateHz, samples))) {
                        return;
                    }
                }
                case Item.End() -> {
                    if (!any) {
                        throw new ProviderException(limits.name() + ": sent no sound");
                    }
                    speaking.end();
                    return;
                }
                case Item.Failed(ProviderException why) -> throw why;
            }
        }
    }

    private void finish(Item last) {
        if (!ended) {
            ended = true;
            items.add(last);
        }
    }

    private short[] samples(byte[] bytes) {
        int from = 0;
        int at = 0;
        int odd = oddByte < 0 ? 0 : 1;
        short[] samples = new short[(bytes.length + odd) / 2];
        if (odd == 1) {
            samples[at++] = (short) (oddByte | bytes[from++] << 8);
        }
        for (; from + 1 < bytes.length; from += 2) {
            samples[at++] = (short) (bytes[from] & 0xFF | bytes[from + 1] << 8);
        }
        oddByte = from < bytes.length ? bytes[from] & 0xFF : -1;
        return samples;
    }
}
