package org.offhook.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.offhook.agent.LanguageModel.Message;
import org.offhook.media.PreparedAudio;

/** A model that uses tools while it answers; each of its replies is scripted. */
@Timeout(600)
class ToolAnswerTest {
    private static final List<Message> QUESTION = List.of(new Message.Caller("Is my order there?"));
    private static final String DESK = "sip:200@pbx";

    /** What the model says and asks for in one reply. */
    private record Reply(String words, List<ToolCall> calls) {}

    private final BlockingQueue<Reply> script = new LinkedBlockingQueue<>();
    private final BlockingQueue<List<Message>> asked = new LinkedBlockingQueue<>();
    private final BlockingQueue<List<ToolSpec>> offered = new LinkedBlockingQueue<>();
    private final BlockingQueue<TurnEvent> events = new LinkedBlockingQueue<>();
    private final BlockingQueue<Integer> failed = new LinkedBlockingQueue<>();
    private final Box box = new Box();
    private final PlayoutLog heard = new PlayoutLog();
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
                    new Mind.Cascade(new Model(), new Letters(1)),
                    new CallTools("test", tools(), events::add, "12#"::equals, (_, _) -> {}),
                    List.of(line("One moment."), line("Still looking.")),
                    scope,
                    heard,
                    failed::add);

    private AgentTools tools() {
        return new AgentTools(
                EnumSet.allOf(BuiltInTool.class),
                Map.of("desk", new AgentTools.Target(DESK, "people")),
                List.of(box),
                Optional.empty());
    }

    @AfterEach
    void hangUp() {
        answerer.close();
        scope.close();
    }

    @Test
    void whatAToolBringsIsToldToTheModelAndItsAnswerIsSpoken() throws Exception {
        model("", call("a", "lookup", "{\"order\":7}"));
        model("It is there.");
        box.brings("{\"state\":\"arrived\"}");
        answerer.ask(QUESTION, said);
        assertEquals("put 1 12", heard.next());
        assertEquals("end 1", heard.next());
        assertEquals(QUESTION, asked.take());
        var used =
                List.of(
                        new Message.Asked(List.of(call("a", "lookup", "{\"order\":7}"))),
                        new Message.Brought("a", "{\"state\":\"arrived\"}"));
        assertEquals(used, asked.take().subList(1, 3));
        assertEquals(used, said.toolsUsed());
    }

    @Test
    void aDraftUsesNoToolBeforeItIsWanted() throws Exception {
        model("", call("a", "lookup", "{}"));
        model("It is there.");
        box.brings("yes");
        answerer.draft(QUESTION);
        asked.take();
        assertFalse(box.used.await(300, TimeUnit.MILLISECONDS), "a draft must not do anything");
        answerer.ask(QUESTION, said);
        assertEquals("put 1 12", heard.next());
        assertEquals(0, box.used.getCount());
    }

    @Test
    void aDraftThatIsAbandonedNeverUsesItsTool() throws Exception {
        model("", call("a", "lookup", "{}"));
        answerer.draft(QUESTION);
        asked.take();
        answerer.abandon();
        model("Hello.");
        answerer.ask(QUESTION, said);
        assertEquals("put 1 6", heard.next());
        assertEquals(1, box.used.getCount());
    }

    @Test
    void aSlowToolIsNotSilence() throws Exception {
        model("", call("a", "lookup", "{}"));
        model("It is there.");
        answerer.ask(QUESTION, said);
        assertEquals(PlayoutLog.FILLER, heard.any(), "one moment");
        box.brings("yes");
        assertEquals("put 1 12", heard.next());
        assertEquals("end 1", heard.next());
        assertEquals("One moment. It is there.", said.heard(10));
    }

    @Test
    void severalToolsRunSideBySideAndKeepTheirOrder() throws Exception {
        model("", call("a", "lookup", "{}"), call("b", "lookup", "{}"));
        model("Both.");
        answerer.ask(QUESTION, said);
        assertTrue(box.running.tryAcquire(2, 60, TimeUnit.SECONDS), "both at once");
        box.brings("one");
        box.brings("two");
        asked.take();
        List<Message> second = asked.take();
        assertEquals(
                List.of("a", "b"),
                second.subList(2, 4).stream().map(m -> ((Message.Brought) m).callId()).toList());
    }

    @Test
    void aGoodbyeIsResolvedAndTheModelIsNotAskedAgain() throws Exception {
        model("Goodbye!", call("a", "hang_up", "{}"));
        assertEquals(1, answerer.ask(QUESTION, said));
        assertEquals("put 1 8", heard.next());
        assertEquals("end 1", heard.next());
        assertEquals(new TurnEvent.Resolved(1, new TurnAfter.HangUp("tool")), events.take());
        assertEquals(1, asked.size());
    }

    @Test
    void aModelThatHangsUpWithoutAWordIsAskedForOne() throws Exception {
        model("", call("a", "hang_up", "{}"));
        model("Goodbye!");
        answerer.ask(QUESTION, said);
        assertEquals("put 1 8", heard.next());
        assertEquals("end 1", heard.next());
        assertEquals(0, failed.size());
    }

    @Test
    void onlyNamesOfTargetsAreToldAndOnlyThoseAreReached() throws Exception {
        model("Moment.", call("a", "transfer", "{\"to\":\"sip:666@evil\"}"));
        model("Nobody there.", call("b", "transfer", "{\"to\":\"desk\"}"));
        answerer.ask(QUESTION, said);
        assertEquals(new TurnEvent.Resolved(1, new TurnAfter.Transfer(DESK)), events.take());
        String specs = offered.take().toString();
        assertTrue(specs.contains("desk") && !specs.contains("200@pbx"), specs);
        asked.take();
        assertTrue(asked.take().getLast().toString().contains("there are desk"));
    }

    @Test
    void keysArePressedAndWrongOnesAreToldToTheModel() throws Exception {
        model("", call("a", "send_dtmf", "{\"digits\":\"12#\"}"));
        model("", call("b", "send_dtmf", "{\"digits\":\"call me\"}"), call("c", "fly", "{}"));
        model("Done.");
        answerer.ask(QUESTION, said);
        assertEquals("put 1 5", heard.next());
        asked.take();
        assertEquals(
                new Message.Brought("a", "The keys are being pressed."), asked.take().getLast());
        String wrong = asked.take().toString();
        assertTrue(wrong.contains("digits must be") && wrong.contains("no such tool"), wrong);
    }

    @Test
    void aModelThatAsksForToolsForeverHasToSpeakAtLast() throws Exception {
        IntStream.range(0, 6).forEach(i -> model("", call("a" + i, "lookup", "{}")));
        IntStream.range(0, 6).forEach(_ -> box.brings("no"));
        answerer.ask(QUESTION, said);
        assertEquals(1, failed.poll(60, TimeUnit.SECONDS), "it said nothing: an apology");
        assertEquals(
                List.of(5, 5, 5, 5, 5, 0),
                offered.stream().map(List::size).toList(),
                "the last reply is asked for without tools");
    }

    @Test
    void aCallerWhoTakesTheWordEndsTheTool() throws Exception {
        model("", call("a", "lookup", "{}"));
        answerer.ask(QUESTION, said);
        assertTrue(box.used.await(60, TimeUnit.SECONDS));
        answerer.abandon();
        assertTrue(box.interrupted.await(60, TimeUnit.SECONDS));
    }

    private void model(String words, ToolCall... calls) {
        script.add(new Reply(words, List.of(calls)));
    }

    private static ToolCall call(String id, String name, String arguments) {
        return new ToolCall(id, name, arguments);
    }

    private static Repertoire.Line line(String text) {
        return new Repertoire.Line(text, Optional.of(PreparedAudio.encode(new short[320], 320)));
    }

    private final class Model implements LanguageModel {
        @Override
        public List<ToolCall> reply(
                List<Message> messages, List<ToolSpec> tools, Consumer<String> out)
                throws InterruptedException {
            Reply reply = script.take();
            asked.add(List.copyOf(messages));
            offered.add(tools);
            if (!reply.words.isEmpty()) {
                out.accept(reply.words);
            }
            return reply.calls;
        }

        @Override
        public void close() {}
    }

    /** A tool that brings what it is given, when it is given. */
    private static final class Box implements Toolbox {
        final CountDownLatch used = new CountDownLatch(1);
        final CountDownLatch interrupted = new CountDownLatch(1);
        final java.util.concurrent.Semaphore running = new java.util.concurrent.Semaphore(0);
        private final BlockingQueue<String> results = new LinkedBlockingQueue<>();

        void brings(String result) {
            results.add(result);
        }

        @Override
        public List<ToolSpec> specs() {
            return List.of(new ToolSpec("lookup", "Looks up.", "{\"type\":\"object\"}"));
        }

        @Override
        public String call(ToolCall call) throws InterruptedException {
            used.countDown();
            running.release();
            try {
                return results.take();
            } catch (InterruptedException gone) {
                interrupted.countDown();
                throw gone;
            }
        }
    }
}
