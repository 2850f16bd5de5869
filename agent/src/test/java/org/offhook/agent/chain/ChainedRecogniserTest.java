package org.offhook.agent.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.offhook.agent.Recogniser;
import org.offhook.agent.Recognition;
import org.offhook.agent.Speech;

@Timeout(600)
class ChainedRecogniserTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration AT_ONCE = Duration.ofMillis(20);

    private final Ear remote = new Ear("remote");
    private final Ear local = new Ear("local");

    @Test
    void theFirstHearsWhatIsSaidAndTheSecondIsNotOpened() throws Exception {
        try (Recognition call = open(LONG)) {
            call.begin(1, new short[320], 320);
            call.hear(new short[320], 320);
            call.end();
            assertEquals("remote", words(call));
        }
        assertEquals(List.of("open", "begin 1", "hear", "end", "words", "close"), remote.told);
        assertEquals(List.of(), local.told);
    }

    @Test
    void whenTheFirstIsLateTheSecondIsGivenTheWholeSegment() throws Exception {
        remote.stalls = true;
        try (Recognition call = open(AT_ONCE)) {
            call.begin(1, new short[320], 320);
            assertEquals("local", words(call));
            remote.cancelled.await();
        }
        assertEquals(List.of("open", "words", "close"), local.told);
    }

    @Test
    void aRecogniserThatFailsIsNotStreamedToInTheNextSegment() throws Exception {
        remote.fails = true;
        try (Recognition call = open(LONG)) {
            call.begin(1, new short[320], 320);
            assertEquals("local", words(call));
            call.begin(2, new short[320], 320);
            assertEquals("local", words(call));
        }
        assertEquals(List.of("open", "begin 1", "words", "close"), remote.told);
        assertEquals(List.of("open", "words", "begin 2", "words", "close"), local.told);
    }

    @Test
    void whenAllFailTheCallIsTold() throws Exception {
        remote.fails = true;
        local.fails = true;
        try (Recognition call = open(LONG)) {
            assertThrows(IOException.class, () -> words(call));
        }
    }

    private static String words(Recognition call) throws IOException, InterruptedException {
        return call.words(new Speech(new short[320], 300, 0), () -> false);
    }

    private Recognition open(Duration patience) {
        return new ChainedRecogniser(
                        List.of(
                                new Link<>("remote", remote, patience, new ProviderHealth()),
                                new Link<>("local", local, patience, new ProviderHealth())))
                .open("test", Locale.ENGLISH, new Recognition.Listener() {});
    }

    /** Understands its own name. */
    private static final class Ear implements Recogniser {
        private final String name;
        final List<String> told = new CopyOnWriteArrayList<>();
        final CountDownLatch cancelled = new CountDownLatch(1);
        volatile boolean stalls;
        volatile boolean fails;

        Ear(String name) {
            this.name = name;
        }

        @Override
        public Recognition open(String callId, Locale language, Recognition.Listener listener) {
            told.add("open");
            return new Hearing();
        }

        @Override
        public String id() {
            return name;
        }

        @Override
        public void close() {}

        private final class Hearing implements Recognition {
            @Override
            public void begin(int segment, short[] samples, int length) {
                told.add("begin " + segment);
            }

            @Override
            public void hear(short[] samples, int length) {
                told.add("hear");
            }

            @Override
            public void end() {
                told.add("end");
            }

            @Override
            public String words(Speech speech, BooleanSupplier abandoned)
                    throws IOException, InterruptedException {
                told.add("words");
                if (fails) {
                    throw new Unwell();
                }
                if (stalls) {
                    try {
                        new CountDownLatch(1).await();
                    } finally {
                        cancelled.countDown();
                    }
                }
                return name;
            }

            @Override
            public void close() {
                told.add("close");
            }
        }
    }
}
