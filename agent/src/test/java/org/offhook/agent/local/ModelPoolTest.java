package org.offhook.agent.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ModelPoolTest {
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    @Test
    void workRunsOnANamedPlatformDaemon() throws Exception {
        try (var pool = new ModelPool(1, 1)) {
            Thread thread = pool.call(Thread::currentThread);
            assertEquals("model-1", thread.getName());
            assertTrue(thread.isDaemon() && !thread.isVirtual());
        }
    }

    @Test
    void theWorksOwnFaultComesBack() {
        var fault = new IOException("model broken");
        var bug = new IllegalStateException("ours");
        try (var pool = new ModelPool(1, 1)) {
            assertSame(fault, assertThrows(IOException.class, () -> pool.call(failing(fault))));
            assertSame(
                    bug, assertThrows(IllegalStateException.class, () -> pool.call(failing(bug))));
        }
    }

    @Test
    void aFullQueueRefusesAtOnce() {
        try (var pool = new ModelPool(1, 1)) {
            assertTrue(pool.tryRun(this::block));
            assertTrue(pool.tryRun(() -> {}));
            assertFalse(pool.tryRun(() -> {}));
            var refused = assertThrows(IOException.class, () -> pool.call(() -> 1));
            assertTrue(refused.getMessage().contains("busy"), refused.getMessage());
            released.countDown();
        }
    }

    @Test
    void interruptingTheCallerInterruptsTheWork() throws Exception {
        var workInterrupted = new AtomicBoolean();
        var callerInterrupted = new AtomicBoolean();
        try (var pool = new ModelPool(1, 1)) {
            Thread caller =
                    Thread.startVirtualThread(() -> {
                        try {
                            pool.call(() -> waitForEver(workInterrupted));
                        } catch (IOException | InterruptedException e) {
                            callerInterrupted.set(e instanceof InterruptedException);
                        }
                    });
            begun.await();
            caller.interrupt();
            caller.join();
        }
        assertTrue(workInterrupted.get() && callerInterrupted.get());
    }

    @Test
    void anInterruptedCallGivesItsPlaceInTheQueueBack() throws Exception {
        try (var pool = new ModelPool(1, 1)) {
            pool.tryRun(this::block);
            begun.await();
            Thread caller = Thread.startVirtualThread(() -> callAndIgnore(pool));
            while (pool.waiting() == 0) {
                Thread.onSpinWait();
            }
            caller.interrupt();
            caller.join();
            assertTrue(pool.tryRun(() -> {}));
            released.countDown();
        }
    }

    @Test
    void workThatFailsDoesNotEndTheThread() throws Exception {
        try (var pool = new ModelPool(1, 2)) {
            pool.tryRun(() -> {
                throw new IllegalStateException("meant to fail, in a test");
            });
            assertEquals("model-1", pool.call(() -> Thread.currentThread().getName()));
        }
    }

    @Test
    void closingWaitsForWhatIsBegun() throws Exception {
        var done = new AtomicReference<String>("");
        var pool = new ModelPool(1, 1);
        pool.tryRun(() -> {
            block();
            done.set("done");
        });
        begun.await();
        released.countDown();
        pool.close();
        assertEquals("done", done.get());
        assertFalse(pool.tryRun(() -> {}));
        assertThrows(IOException.class, () -> pool.call(() -> 1));
    }

    @Test
    void closingInterruptsWhatDoesNotEndAndFreesWhoWaits() throws Exception {
        var interrupted = new AtomicBoolean();
        var failure = new AtomicReference<Exception>();
        var pool = new ModelPool(1, 1);
        pool.tryRun(() -> waitForEver(interrupted));
        begun.await();
        Thread waiting =
                Thread.startVirtualThread(() -> {
                    try {
                        pool.call(() -> 1);
                    } catch (IOException | InterruptedException e) {
                        failure.set(e);
                    }
                });
        while (pool.waiting() == 0) {
            Thread.onSpinWait();
        }
        pool.close();
        waiting.join();
        assertEquals("the model pool was closed", failure.get().getMessage());
    }

    private void block() {
        begun.countDown();
        try {
            released.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static void callAndIgnore(ModelPool pool) {
        try {
            pool.call(() -> 1);
        } catch (IOException | InterruptedException _) {
            // what the caller does then is not what is asked here
        }
    }

    private boolean waitForEver(AtomicBoolean interrupted) {
        begun.countDown();
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException _) {
            interrupted.set(true);
        }
        return true;
    }

    private static Callable<Object> failing(Exception fault) {
        return () -> {
            throw fault;
        };
    }
}
