package org.offhook.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.offhook.cache.Lookup;

@Timeout(600)
class EarlyLookTest {
    private static final Lookup MISS =
            new Lookup.Miss(new Lookup.Evidence(0, 0, "", "", "scripted"));

    private final BlockingQueue<String> lookedUp = new LinkedBlockingQueue<>();
    private final BlockingQueue<TurnEvent> events = new LinkedBlockingQueue<>();
    private final EarlyLook early =
            new EarlyLook(
                    "test",
                    new Ears.Pool() {
                        @Override
                        public <T> T call(Callable<T> work) {
                            try {
                                return work.call();
                            } catch (Exception impossible) {
                                throw new IllegalStateException(impossible);
                            }
                        }
                    },
                    words -> {
                        lookedUp.add(words);
                        return MISS;
                    },
                    events::add);
    private final Thread thread = Thread.ofVirtual().start(this::run);

    private void run() {
        try {
            early.run();
        } catch (InterruptedException _) {
            // The end of the test.
        }
    }

    @AfterEach
    void end() throws InterruptedException {
        thread.interrupt();
        thread.join();
    }

    private TurnEvent next() throws InterruptedException {
        TurnEvent event = events.poll(60, TimeUnit.SECONDS);
        if (event == null) {
            throw new AssertionError("nothing came");
        }
        return event;
    }

    @Test
    void wordsThatStayAreLookedUpOnce() throws Exception {
        early.onPartial(1, "when are you open", true);
        var guessed = assertInstanceOf(TurnEvent.Guessed.class, next());
        assertEquals("when are you open", guessed.heard().words());
        assertSame(MISS, guessed.heard().lookup());
        assertEquals(Optional.of(MISS), early.found(1, "When are you open?"));
        assertEquals(Optional.empty(), early.found(1, "When are you open today?"));
        assertEquals(Optional.empty(), early.found(2, "When are you open?"));
        early.onPartial(1, "When are you open?", true);
        early.onPartial(1, "when are you", false);
        assertInstanceOf(TurnEvent.WordsChanged.class, next());
        assertEquals(1, lookedUp.size());
    }

    @Test
    void aFloodOfPartialsMakesAFewEvents() throws Exception {
        long begunNanos = System.nanoTime();
        for (int i = 0; i < 50_000; i++) {
            early.onPartial(1, "word " + i % 7, true);
        }
        long millis = (System.nanoTime() - begunNanos) / 1_000_000;
        early.onPartial(1, "done", true);
        TurnEvent last = next();
        while (!(last instanceof TurnEvent.Guessed(_, Heard heard)
                && heard.words().equals("done"))) {
            last = next();
        }
        // On a machine that stands still in between, words seem to stay.
        assertTrue(lookedUp.size() <= 4 + millis / 100, lookedUp::toString);
    }

    @Test
    void aFloodOfEndsMakesAFewEvents() throws Exception {
        for (int i = 0; i < 10_000; i++) {
            early.onEndOfTurn(1);
        }
        early.onEndOfTurn(2);
        int ends = 1;
        while (!next().equals(new TurnEvent.TurnEnded(2))) {
            ends++;
        }
        assertEquals(5, ends);
    }
}
