package org.offhook.server.answers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.offhook.agent.AnswerAudio;
import org.offhook.agent.ShippedAudio;
import org.offhook.agent.SlotSources;
import org.offhook.cache.Answer;
import org.offhook.cache.AnswerCache;
import org.offhook.cache.Embedder;
import org.offhook.cache.store.AnswerDesk;
import org.offhook.cache.store.LuceneAnswerStore;
import org.offhook.cache.store.StoredAnswer.Content;
import org.offhook.cache.store.StoredAnswer.Key;
import org.offhook.cache.store.StoredAnswer.Origin;
import org.offhook.cache.store.StoredAnswer.Scope;
import org.offhook.cache.store.StoredAnswer.Status;

/** The embedding model is replaced by another: its vectors are made while calls are taken. */
@Timeout(180)
class AnotherModelTest {
    private static final int QUESTIONS = 1_200;

    @TempDir Path folder;

    @Test
    void itsVectorsAreMadeInTheBackgroundAndUntilThenNothingIsGuessed() throws Exception {
        try (var store = LuceneAnswerStore.open(folder.resolve("answers"))) {
            var desk =
                    new AnswerDesk(store, Map.of("shop", Locale.ENGLISH), InstantSource.system());
            for (int answer = 0; answer < QUESTIONS / 100; answer++) {
                desk.add(new Key("shop", "a" + answer), content(answer), Origin.OWNER, "ann");
            }
            var old = new Letters("letters/1", QUESTIONS);
            try (var served = new Served(store, old)) {
                served.awaitWeighed("so what would item be");
            }
            assertEquals(0, old.may.availablePermits(), "each question has a vector");
            // Of the other model the start may make a thousand vectors, and then it is stuck.
            var other = new Letters("letters/2", 1_000);
            try (var served = new Served(store, other)) {
                assertEquals("known to have no answer", served.reason("What is item 7?"));
                assertEquals("not the very words", served.reason("so what would item be"));
                other.may.release(QUESTIONS);
                served.awaitWeighed("so what would item be");
            }
        }
    }

    /** Known to have no answer, so that no voice is needed. */
    private static Content content(int answer) {
        var questions = new ArrayList<String>();
        for (int i = 0; i < 100; i++) {
            questions.add("what is item " + (100 * answer + i));
        }
        return new Content(
                Status.APPROVED, "", questions, new Answer.Then.Listen(), Scope.ALWAYS, false);
    }

    /** An agent that has been started. */
    private final class Served implements AutoCloseable {
        private final AnswerCache cache;
        private final LiveAnswers live;
        private final AgentAnswers shop;

        Served(LuceneAnswerStore store, Embedder embedder) throws Exception {
            cache = AnswerCache.open(folder.resolve("index"), embedder);
            live = new LiveAnswers(store, InstantSource.system());
            var audio =
                    new AnswerAudio(
                            ShippedAudio.directory(folder.resolve("none")),
                            folder.resolve("audio"),
                            List.of());
            shop = live.agent("shop", Locale.ENGLISH, SlotSources.builtIn(), cache, audio, _ -> {});
            live.start(Map.of());
        }

        String reason(String question) throws IOException {
            return shop.lookup(question).evidence().reason();
        }

        /** Until it is weighed what the question means. */
        void awaitWeighed(String question) throws IOException {
            while (reason(question).equals("not the very words")) {
                LockSupport.parkNanos(5_000_000); // the test's time-out ends it
            }
        }

        @Override
        public void close() throws IOException {
            live.close();
            cache.close();
        }
    }

    /** Vectors of the letters of a text; of those with numbers, as many as it may make. */
    private static final class Letters implements Embedder {
        private final String id;
        private final Semaphore may;

        Letters(String id, int vectors) {
            this.id = id;
            may = new Semaphore(vectors);
        }

        @Override
        public float[] embed(String text) {
            if (text.matches(".*\\d.*")) {
                may.acquireUninterruptibly();
            }
            var vector = new float[dimensions()];
            double square = 0;
            for (int i = 0; i < text.length(); i++) {
                vector[text.charAt(i) % vector.length] += 1;
            }
            for (float value : vector) {
                square += value * value;
            }
            for (int i = 0; i < vector.length; i++) {
                vector[i] /= (float) Math.sqrt(square);
            }
            return vector;
        }

        @Override
        public int dimensions() {
            return 32;
        }

        @Override
        public String id() {
            return id;
        }

        @Override
        public void close() {}
    }
}
