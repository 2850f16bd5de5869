package org.offhook.agent;

import java.util.function.Supplier;

/**
 * What listening needs, shared by all calls. Owns nothing.
 *
 * @param recogniser speech to words
 * @param activity makes the voice activity detection of one call, which that call closes
 * @param pool runs CPU-bound work
 */
public record Ears(Recogniser recogniser, Supplier<VoiceActivity> activity, Pool pool) {
    /** Where CPU-bound work runs. */
    @FunctionalInterface
    public interface Pool {
        /** Queues work; false when too much is waiting. */
        boolean tryRun(Runnable work);
    }
}
