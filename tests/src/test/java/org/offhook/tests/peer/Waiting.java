package org.offhook.tests.peer;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Waits for things that tell nobody when they happen: files, counters of another process. */
public final class Waiting {
    private static final Duration PATIENCE = Duration.ofSeconds(180);
    private static final Duration GLANCE = Duration.ofMillis(20);

    private Waiting() {}

    /** Something that will be so. */
    public interface Condition {
        boolean holds() throws IOException;
    }

    /** Looks again and again, for at most three minutes. */
    public static void until(String what, Condition condition)
            throws IOException, InterruptedException {
        long start = System.nanoTime();
        while (!condition.holds()) {
            if (System.nanoTime() - start > PATIENCE.toNanos()) {
                throw new AssertionError("waited " + PATIENCE + " for " + what);
            }
            LockSupport.parkNanos(GLANCE.toNanos());
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }
}
