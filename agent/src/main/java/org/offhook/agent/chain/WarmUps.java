package org.offhook.agent.chain;

import java.util.List;
import java.util.function.Consumer;

/** Warms up the links of a chain side by side: a dead one must not hold up the others. */
final class WarmUps {
    private WarmUps() {}

    /** Blocks until all are done or the thread is interrupted. */
    static <S> void all(List<Link<S>> links, Consumer<S> warmUp) {
        long now = System.nanoTime();
        List<Thread> threads =
                links.stream()
                        .filter(link -> link.health().isWorthAsking(now))
                        .map(link ->
                                Thread.ofVirtual()
                                        .name("warm-" + link.name())
                                        .start(() -> warmUp.accept(link.service())))
                        .toList();
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException _) {
            threads.forEach(Thread::interrupt);
            Thread.currentThread().interrupt();
        }
    }
}
