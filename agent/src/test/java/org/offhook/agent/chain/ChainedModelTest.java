package org.offhook.agent.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.offhook.agent.chain.ScriptedModel.FAILS;
import static org.offhook.agent.chain.ScriptedModel.STALLS;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.offhook.agent.LanguageModel;
import org.offhook.agent.LanguageModel.Message;
import org.offhook.agent.ToolSpec;

@Timeout(600)
class ChainedModelTest {
    private static final List<Message> QUESTION = List.of(new Message.Caller("When are you open?"));
    private static final Duration AT_ONCE = Duration.ofMillis(20);
    private static final Duration LONG = Duration.ofSeconds(60);

    private final ScriptedModel first = new ScriptedModel();
    private final ScriptedModel second = new ScriptedModel();

    @Test
    void theFirstOneAnswersAlone() throws Exception {
        first.then("We are ", "open.");
        second.then("never");
        assertEquals("We are open.", ask(LONG));
        assertEquals(0, second.asked.get());
    }

    @Test
    void whenTheFirstIsLateTheSecondIsAskedAsWellAndTheLoserCancelled() throws Exception {
        first.then(STALLS);
        second.then("We are open.");
        assertEquals("We are open.", ask(AT_ONCE));
        first.cancelled.await();
    }

    @Test
    void aFailureBeforeTheFirstWordLeadsToTheNextAtOnce() throws Exception {
        first.then(FAILS);
        second.then("We are open.");
        assertEquals("We are open.", ask(LONG));
    }

    @Test
    void aDeadModelIsNotAskedInTheNextTurn() throws Exception {
        first.then(FAILS);
        second.then("Yes.");
        LanguageModel chain = chain(LONG);
        assertEquals("Yes.", reply(chain, List.of()));
        assertEquals("Yes.", reply(chain, List.of()));
        assertEquals(1, first.asked.get());
        assertEquals(2, second.asked.get());
    }

    @Test
    void whenAllAreUnwellTheLastIsAskedAllTheSame() throws Exception {
        first.then(FAILS);
        second.then(FAILS).then("Yes.");
        LanguageModel chain = chain(LONG);
        assertThrows(IOException.class, () -> reply(chain, List.of()));
        assertEquals("Yes.", reply(chain, List.of()));
        assertEquals(1, first.asked.get());
    }

    @Test
    void aSentenceThatBreaksOffIsCompletedByTheNext() throws Exception {
        first.then("We are open ", "from eight", FAILS);
        second.then("to six.");
        assertEquals("We are open from eight to six.", ask(LONG));
        assertEquals(QUESTION.getFirst(), second.told.getFirst().getFirst());
        assertEquals(new Message.Agent("We are open from eight"), second.told.getFirst().get(1));
    }

    @Test
    void whatTheNextRepeatsIsLeftOut() throws Exception {
        first.then("We are open ", "from eight", FAILS);
        second.then("We are", " open from", " eight to six.");
        assertEquals("We are open from eight to six.", ask(LONG));
    }

    @Test
    void whatOnlyBeginsLikeARepetitionIsKept() throws Exception {
        first.then("We can say that ", FAILS);
        second.then("We", " never close.");
        assertEquals("We can say that We never close.", ask(LONG));
    }

    @Test
    void aWholeSentenceIsLeftAsItIs() throws Exception {
        first.then("We are open ", "from eight.", FAILS);
        second.then("never");
        assertEquals("We are open from eight.", ask(LONG));
        assertEquals(0, second.asked.get());
    }

    @Test
    void aWholeSentenceIsNotTheEndWhereAToolMayFollow() throws Exception {
        first.then("I will put you through.", FAILS);
        second.then("Please hold.");
        var tools = List.of(new ToolSpec("transfer", "puts the caller through", "{}"));
        assertEquals("I will put you through. Please hold.", reply(chain(LONG), tools));
    }

    @Test
    void aModelThatFallsSilentInMidSentenceIsGoneOnFor() throws Exception {
        first.then("We are open ", STALLS);
        second.then("all day.");
        assertEquals("We are open all day.", ask(LONG));
        first.cancelled.await();
    }

    @Test
    void aCallThatIsOverCancelsAll() throws Exception {
        first.then(STALLS);
        second.then(STALLS);
        var over = new CountDownLatch(1);
        Thread caller =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                ask(AT_ONCE);
                            } catch (InterruptedException wanted) {
                                over.countDown();
                            } catch (IOException wrong) {
                                throw new AssertionError(wrong);
                            }
                        });
        while (second.asked.get() == 0) {
            Thread.onSpinWait();
        }
        caller.interrupt();
        over.await();
        first.cancelled.await();
        second.cancelled.await();
        assertTrue(caller.join(LONG));
    }

    private String ask(Duration patience) throws IOException, InterruptedException {
        return reply(chain(patience), List.of());
    }

    private LanguageModel chain(Duration patience) {
        return new ChainedModel(
                List.of(
                        new Link<>("first", first, patience, new ProviderHealth()),
                        new Link<>("second", second, patience, new ProviderHealth())));
    }

    private static String reply(LanguageModel model, List<ToolSpec> tools)
            throws IOException, InterruptedException {
        var said = new ArrayList<String>();
        model.reply(QUESTION, tools, said::add);
        return String.join("", said);
    }
}
