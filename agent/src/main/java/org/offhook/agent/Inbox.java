package org.offhook.agent;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.offhook.sip.Reoffer;

/**
 * All that reaches a call, in order. Posted to from any thread, read by the call's. A call that
 * does not empty it is broken: then its end is all that can still be read.
 */
final class Inbox {
    private static final int LIMIT = 256;

    /** What can reach a call. */
    sealed interface Item {
        /** Something for the conversation. */
        record Turn(TurnEvent event) implements Item {}

        /** The peer's SDP answer to our offer. */
        record Answer(byte[] sdp) implements Item {}

        /** SDP of what is played before a call of ours is answered. */
        record Early(byte[] sdp) implements Item {}

        /** Keys to press by INFO; pauses among them are left out. */
        record Keys(String digits) implements Item {}

        /** A tool was used for an utterance. */
        record Used(int utterance, ToolUse use) implements Item {}

        /** The peer's new offer. */
        record Offer(Reoffer reoffer) implements Item {}
    }

    private final BlockingQueue<Item> items = new ArrayBlockingQueue<>(LIMIT);
    private volatile boolean overflowed;

    void postOrBreak(TurnEvent event) {
        postOrBreak(new Item.Turn(event));
    }

    void postOrBreak(Item item) {
        if (!items.offer(item)) {
            overflowed = true;
        }
    }

    /** Waits at most so long; null when nothing came. */
    Item poll(long waitNanos) throws InterruptedException {
        if (overflowed) {
            return new Item.Turn(new TurnEvent.Ended("inbox full"));
        }
        return items.poll(Math.max(0, waitNanos), TimeUnit.NANOSECONDS);
    }
}
