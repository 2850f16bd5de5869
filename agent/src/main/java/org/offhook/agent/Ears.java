package org.offhook.agent;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/**
 * What listening needs, shared by all calls. Owns nothing.
 *
 * @param activity makes the voice activity detection of one call, which that call closes
 * @param pool runs CPU-bound work
 */
public record Ears(Supplier<VoiceActivity> activity, Pool pool) {
    /** Where CPU-bound work runs. */
    public interface Pool {
        /**
         * Computes and waits for the result; obeys interruption.
         *
         * @throws IOException the work's own, or too much is waiting
         */
        <T> T call(Callable<T> work) throws IOException, InterruptedException;
    }
}
