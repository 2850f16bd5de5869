package org.offhook.server;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * What a stop of the program means while it holds a call of its own: the call may finish, as those
 * of {@code serve} may; after the limit it is hung up. Opened by the thread that holds the call,
 * closed when the call is over to the last BYE.
 */
final class CallStop implements AutoCloseable {
    private static final Logger log = LogManager.getLogger(CallStop.class);

    /** For the BYE and its answer. */
    private static final Duration GOODBYE = Duration.ofSeconds(6);

    private final CountDownLatch over = new CountDownLatch(1);
    private final Thread caller = Thread.currentThread();
    private final Thread hook = new Thread(this::stop, "stop");
    private final Duration limit;

    private CallStop(Duration limit) {
        this.limit = limit;
    }

    static CallStop within(Duration limit) {
        var stop = new CallStop(limit);
        Runtime.getRuntime().addShutdownHook(stop.hook);
        return stop;
    }

    private void stop() {
        try {
            log.info("stopping: waiting up to {} s for the call", limit.toSeconds());
            if (!over.await(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                log.warn("stopping: the call is hung up");
                caller.interrupt();
                over.await(GOODBYE.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        over.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException stopping) {
            log.debug("the program stops", stopping);
        }
    }
}
