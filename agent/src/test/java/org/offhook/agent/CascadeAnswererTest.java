package org.offhook.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A model that writes when it is told to, and a voice that says one sample a letter. */
@Timeout(600)
class CascadeAnswererTest {
    private static final List<LanguageModel.Message> QUESTION =
            List.of(new LanguageModel.Message.Caller("How far away is the moon?"));

    private final BlockingQueue<String> tokens = new LinkedBlockingQueue<>();
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch interrupted = new CountDownLatch(1);
    private final AtomicInteger asked = new AtomicInteger();
    private final BlockingQueue<Integer> failed = new LinkedBlockingQueue<>();
    private final PlayoutLog heard = new PlayoutLog();
    private final Letters letters = new Letters(1);
    private final UtteranceText said = new UtteranceText();
    private final CallScope scope =
            new CallScope(
                    "test",
                    bug -> {
                        throw new AssertionError(bug);
                    });
    private final CascadeAnswerer answerer =
            new CascadeAnswerer(
                    "test",
                    new Mind.Cascade(new Model(), letters),
                    new CallTools("test", AgentTools.NONE, _ -> {}, _ -> false, (_, _) -> {}),
                    List.of(),
                    scope,
                    heard,
                    failed::add);

    @AfterEach
    void hangUp() {
        answerer.close();
        scope.close();
    }

    @Test
    void whatIsDraftedIsHeardOnlyWhenItIsAskedFor() throws Exception {
        answerer.draft(QUESTION);
        tokens.add("It is far. ");
        tokens.add("");
        letters.spoken.await();
        assertTrue(heard.isEmpty());
        assertEquals(1, answerer.ask(QUESTION, said));
        assertEquals("put 1 10", heard.any());
        assertEquals("end 1", heard.any());
        assertEquals("It is far.", said.heard(1));
        assertEquals(1, asked.get());
    }

    @Test
    void aDraftThatIsNotWantedIsAbandonedAndNeverHeard() throws Exception {
        answerer.draft(QUESTION);
        begun.await();
        answerer.abandon();
        assertTrue(interrupted.await(60, TimeUnit.SECONDS));
        assertEquals(1, answerer.ask(QUESTION, said));
        tokens.add("Far. ");
        tokens.add("");
        assertEquals("put 1 4", heard.any());
        assertEquals("end 1", heard.any());
    }

    @Test
    void aLateAnswerIsFilledInForOnceAndABegunOneIsNot() throws Exception {
        answerer.ask(QUESTION, said);
        answerer.fill("One moment.", new short[320]);
        assertEquals("put 1 320", heard.any());
        tokens.add("It is far. Very");
        tokens.add("");
        assertEquals("put 1 10", heard.any());
        answerer.fill("One moment.", new short[320]);
        assertEquals("put 1 4", heard.any());
        assertEquals("end 1", heard.any());
        assertEquals("One moment. It is far. Very", said.heard(10));
    }

    @Test
    void anAnswerThatStaysAwayIsFilledInForAgain() throws Exception {
        answerer.ask(QUESTION, said);
        answerer.fill("One moment.", new short[320]);
        assertEquals("put 1 320", heard.any());
        assertEquals("put 1 320", heard.any());
        tokens.add("It is far.");
        tokens.add("");
        assertEquals("put 1 10", heard.any());
        assertEquals("end 1", heard.any());
    }

    @Test
    void aModelThatSaysNothingHasFailed() throws Exception {
        answerer.ask(QUESTION, said);
        tokens.add("");
        assertEquals(1, failed.poll(60, TimeUnit.SECONDS));
    }

    @Test
    void aFailedDraftFailsOnlyWhenItIsAskedFor() throws Exception {
        answerer.draft(QUESTION);
        tokens.add("!");
        assertEquals(List.of(), List.copyOf(failed));
        answerer.ask(QUESTION, said);
        assertEquals(1, failed.poll(60, TimeUnit.SECONDS));
    }

    /** Writes what is queued; "" ends the reply, "!" is a failure. */
    private final class Model implements LanguageModel {
        @Override
        public List<ToolCall> reply(
                List<Message> messages, List<ToolSpec> tools, Consumer<String> out)
                throws IOException, InterruptedException {
            asked.incrementAndGet();
            begun.countDown();
            try {
                String token = tokens.take();
                while (!token.isEmpty()) {
                    if (token.equals("!")) {
                        throw new IOException("scripted: HTTP 503");
                    }
                    out.accept(token);
                    token = tokens.take();
                }
                return List.of();
            } catch (InterruptedException gone) {
                interrupted.countDown();
                throw gone;
            }
        }

        @Override
        public void close() {}
    }
}
