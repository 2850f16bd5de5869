package org.offhook.agent.local;

import java.io.IOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * The platform threads {@code model-1} to {@code model-N}, where models compute, so that virtual
 * threads never do. Thread-safe. Work waits in a queue with an end: refusing early is better than
 * answering a caller seconds too late.
 */
public final class ModelPool implements AutoCloseable {
    private static final Logger log = LogManager.getLogger(ModelPool.class);
    private static final long DRAIN_MILLIS = 2_000;

    private final ThreadPoolExecutor threads;

    /**
     * @param queue how much may wait while all threads compute
     */
    public ModelPool(int threads, int queue) {
        var number = new AtomicInteger();
        this.threads =
                new ThreadPoolExecutor(
                        threads,
                        threads,
                        0,
                        TimeUnit.MILLISECONDS,
                        new ArrayBlockingQueue<>(queue),
                        work ->
                                Thread.ofPlatform()
                                        .name("model-" + number.incrementAndGet())
                                        .daemon()
                                        .unstarted(work));
    }

    /**
     * Computes on a model thread and waits for the result. Interrupting the caller interrupts the
     * work.
     *
     * @throws IOException the work's own, or the queue is full, or the pool is closed
     */
    public <T> T call(Callable<T> work) throws IOException, InterruptedException {
        var task = new FutureTask<>(work);
        executeOrRefuse(task);
        try {
            return task.get();
        } catch (InterruptedException e) {
            task.cancel(true);
            threads.remove(task);
            throw e;
        } catch (CancellationException e) {
            throw new IOException("the model pool was closed", e);
        } catch (ExecutionException e) {
            throw failure(e.getCause());
        }
    }

    /** Computes some time later; false when the queue is full or the pool closed. */
    public boolean tryRun(Runnable work) {
        try {
            threads.execute(() -> runOrLog(work));
            return true;
        } catch (RejectedExecutionException _) {
            return false;
        }
    }

    /** How much waits for a thread. */
    public int waiting() {
        return threads.getQueue().size();
    }

    /** Lets what runs and waits finish for two seconds, then interrupts it. */
    @Override
    public void close() {
        threads.shutdown();
        try {
            if (threads.awaitTermination(DRAIN_MILLIS, TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        for (Runnable waiting : threads.shutdownNow()) {
            if (waiting instanceof FutureTask<?> task) {
                task.cancel(false); // its caller still waits
            }
        }
    }

    private void executeOrRefuse(Runnable task) throws IOException {
        try {
            threads.execute(task);
        } catch (RejectedExecutionException e) {
            throw new IOException(
                    threads.isShutdown()
                            ? "the model pool was closed"
                            : "all model threads are busy and " + waiting() + " tasks wait",
                    e);
        }
    }

    /** Throws the work's own fault, or returns it as ours. */
    private static RuntimeException failure(Throwable cause)
            throws IOException, InterruptedException {
        switch (cause) {
            case IOException e -> throw e;
            case InterruptedException e -> throw e;
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            default -> {
                return new IllegalStateException(cause);
            }
        }
    }

    private static void runOrLog(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            log.error("model work failed", e);
        }
    }
}
