package org.offhook.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The virtual threads of one call. Forked and closed by the call's thread; closing interrupts and
 * joins them all. Stands in for structured concurrency until that is final (JEP 505).
 */
final class CallScope implements AutoCloseable {
    /** Work that may be interrupted. */
    @FunctionalInterface
    interface Task {
        void run() throws Exception;
    }

    private final String callId;
    private final Consumer<Exception> onFailure;
    private final List<Thread> threads = new ArrayList<>();

    /**
     * @param onFailure told, on the failed thread, what a task threw besides interruption
     */
    CallScope(String callId, Consumer<Exception> onFailure) {
        this.callId = callId;
        this.onFailure = onFailure;
    }

    Thread fork(String name, Task task) {
        threads.removeIf(thread -> !thread.isAlive());
        Thread thread =
                Thread.ofVirtual()
                        .name("call-" + callId + "/" + name)
                        .start(() -> {
                            try {
                                task.run();
                            } catch (InterruptedException _) {
                                // The wanted end of a task that is no longer needed.
                            } catch (Exception failure) {
                                onFailure.accept(failure);
                            }
                        });
        threads.add(thread);
        return thread;
    }

    @Override
    public void close() {
        threads.forEach(Thread::interrupt);
        boolean interrupted = false;
        for (Thread thread : threads) {
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException _) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
