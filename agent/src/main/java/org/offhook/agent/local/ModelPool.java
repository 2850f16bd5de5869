package org.offhook.agent.local;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The {@code model-N} threads: CPU-bound work, in order, with a bounded queue. */
public final class ModelPool implements AutoCloseable {
    private final ThreadPoolExecutor threads;

    public ModelPool(int threads, int queue) {
        this.threads =
                new ThreadPoolExecutor(
                        threads,
                        threads,
                        0,
                        TimeUnit.SECONDS,
                        new ArrayBlockingQueue<>(queue),
                        Thread.ofPlatform().daemon().name("model-", 1).factory());
    }

    /** Queues work; false when too much is waiting. From any thread. */
    public boolean tryRun(Runnable work) {
        try {
            threads.execute(work);
            return true;
        } catch (RejectedExecutionException _) {
            return false;
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
