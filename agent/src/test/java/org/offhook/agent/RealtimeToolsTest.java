package org.offhook.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.offhook.agent.RealtimePhone.asks;
import static org.offhook.agent.RealtimePhone.present;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.offhook.agent.LanguageModel.Message;
import org.offhook.agent.provider.ScriptedRealtimeServer;
import org.offhook.agent.provider.ScriptedRealtimeServer.Reply;
import org.offhook.media.codec.CodecType;

/** A realtime model that uses tools, over real sockets on both sides. */
@Timeout(600)
class RealtimeToolsTest {
    /** Of whichever answer asks for a tool. */
    private static final int UTTERANCE = 7;

    private static final String QUESTION = "Is my order there?";
    private static final String ITEM = "conversation.item.create";
    private static final ToolCall LOOKUP = new ToolCall("call_1", "lookup", "{}");

    private final BlockingQueue<ToolCall> used = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> results = new LinkedBlockingQueue<>();
    private final BlockingQueue<TurnEvent> events = new LinkedBlockingQueue<>();
    private final BlockingQueue<Reply> replies = new LinkedBlockingQueue<>();
    private final Toolbox lookup =
            new Toolbox() {
                @Override
                public List<ToolSpec> specs() {
                    return List.of(new ToolSpec("lookup", "Looks up.", "{\"type\":\"object\"}"));
                }

                @Override
                public String call(ToolCall call) throws InterruptedException {
                    used.add(call);
                    return results.take();
                }
            };

    private final Toolbox tools =
            new CallTools(
                            "test",
                            new AgentTools(
                                    EnumSet.allOf(BuiltInTool.class),
                                    Map.of("desk", new AgentTools.Target("sip:200@pbx", "people")),
                                    List.of(lookup),
                                    Optional.empty()),
                            events::add,
                            _ -> false,
                            (_, _) -> {})
                    .during(UTTERANCE);

    private ScriptedRealtimeServer service;
    private RealtimePhone call;

    @BeforeEach
    void start() throws Exception {
        service = new ScriptedRealtimeServer();
        service.script = replies::add;
        call = new RealtimePhone(service, CodecType.PCMU, tools);
        call.opens();
        call.speaks(400);
    }

    @AfterEach
    void stop() throws Exception {
        call.close();
        service.close();
    }

    private Reply reply() throws InterruptedException {
        return present(replies.poll(60, TimeUnit.SECONDS));
    }

    private static void say(Reply reply, String words, int millis) {
        byte[] codes = new byte[8 * millis];
        Arrays.fill(codes, (byte) 0x21);
        String item = "said_in_" + reply.id;
        reply.item(item);
        reply.words(item, words);
        reply.sound(item, codes);
    }

    private static void use(Reply reply, String name, String arguments) {
        reply.call("use_in_" + reply.id, "call_1", name, arguments);
        reply.done();
    }

    private JsonNode item() throws InterruptedException {
        return service.said(ITEM).event().path("item");
    }

    private void assertResult(String begins) throws InterruptedException {
        JsonNode item = item();
        assertEquals("function_call_output", item.path("type").asText(), item::toString);
        assertEquals("call_1", item.path("call_id").asText());
        assertTrue(item.path("output").asText().startsWith(begins), item::toString);
    }

    @Test
    void afterAGoodbyeTheServiceHasItsResultAndIsNotAskedAgain() throws Exception {
        call.answerer.ask(asks(QUESTION), call.said);
        Reply reply = reply();
        say(reply, "Goodbye!", 200);
        use(reply, "hang_up", "{}");
        assertEquals(10, call.ended()[1]);
        assertResult("The call ends");
        assertTrue(service.isSpared("response.create", 300));
        var after = new TurnAfter.HangUp("tool");
        assertEquals(new TurnEvent.Resolved(UTTERANCE, after), events.take());
        assertEquals(
                List.of(new Message.Asked(List.of(new ToolCall("call_1", "hang_up", "{}")))),
                call.said.toolsUsed().subList(0, 1));
    }

    @Test
    void aServiceThatHangsUpWithoutAWordIsAskedForOneAndNeedNotHaveAny() throws Exception {
        call.answerer.ask(asks(QUESTION), call.said);
        use(reply(), "hang_up", "{}");
        assertResult("The call ends");
        reply().done();
        call.ended();
        assertTrue(call.failed.isEmpty());
        // On a busy machine any tool may be slow enough to be excused.
        assertEquals("", call.said.all().replace(RealtimePhone.ONE_MOMENT, ""));
    }

    @Test
    void aDeedThatCannotBeDoneIsToldAndTheServiceGoesOn() throws Exception {
        call.answerer.ask(asks(QUESTION), call.said);
        Reply reply = reply();
        say(reply, "I will put you through.", 200);
        use(reply, "transfer", "{\\\"to\\\":\\\"the king\\\"}");
        assertResult(Toolbox.FAILED);
        Reply second = reply();
        say(second, "Nobody there.", 200);
        second.done();
        assertEquals(20, call.ended()[1]);
        assertEquals("I will put you through. Nobody there.", call.said.all());
        assertTrue(events.isEmpty());
    }

    @Test
    void aSlowToolIsNotSilenceAndWhatIsSaidMeanwhileIsNotTheServices() throws Exception {
        call.answerer.ask(asks(QUESTION), call.said);
        Reply reply = reply();
        say(reply, "Let me see.", 200);
        use(reply, "lookup", "{}");
        used.take();
        while (!call.said.all().contains(RealtimePhone.ONE_MOMENT)) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
        results.add("It is here.");
        Reply second = reply();
        say(second, "It is here.", 5_000);
        second.done();
        call.heardCodes(20, (byte) 0x21);
        int frames = call.interrupts();
        JsonNode cut = service.said("conversation.item.truncate").event();
        assertEquals("said_in_" + second.id, cut.path("item_id").asText());
        // 200 ms of the service's own before it, and 300 ms of ours in between.
        assertEquals(20 * frames - 500, cut.path("audio_end_ms").asInt());
        assertEquals("Let me see. One moment. It is here.", call.said.all());
        assertTrue(call.said.heard(frames).startsWith("Let me see. One moment."));
    }

    @Test
    void aToolThatTakesLongIsExcusedAgainAndAgain() throws Exception {
        call.answerer.ask(asks(QUESTION), call.said);
        use(reply(), "lookup", "{}");
        while (!call.said.all().contains(RealtimePhone.STILL_WORKING)) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
        results.add("It is here.");
        Reply second = reply();
        say(second, "It is here.", 200);
        second.done();
        call.ended();
        assertTrue(call.said.all().startsWith("One moment. Still on it."), call.said::all);
        assertTrue(call.said.all().endsWith("It is here."), call.said::all);
    }

    @Test
    void aNewSessionIsToldWhatToolsBroughtAndTheOldOneIsNot() throws Exception {
        call.answerer.ask(asks(QUESTION), call.said);
        use(reply(), "lookup", "{}");
        results.add("Arrived.");
        assertResult("Arrived.");
        Reply second = reply();
        say(second, "It is there.", 200);
        second.done();
        call.ended();
        List<Message> use = call.said.toolsUsed();
        assertEquals(
                List.of(
                        new Message.Asked(List.of(LOOKUP)),
                        new Message.Brought("call_1", "Arrived.")),
                use);
        Message[] before = {
            new Message.Caller(QUESTION), use.get(0), use.get(1), new Message.Agent("It is there.")
        };
        call.speaks(400);
        call.answerer.ask(asks("Since when?", before), new UtteranceText());
        assertTrue(service.isSpared(ITEM, 300), "it knows all that");
        reply().drop();
        assertEquals(QUESTION, item().path("content").path(0).path("text").asText());
        JsonNode asked = item();
        assertEquals("function_call", asked.path("type").asText());
        assertEquals("lookup", asked.path("name").asText());
        assertResult("Arrived.");
        assertEquals("It is there.", item().path("content").path(0).path("text").asText());
    }

    @Test
    void aSessionThatIsLostWhileAToolRunsIsReplacedByOneThatGetsTheResult() throws Exception {
        call.answerer.ask(asks(QUESTION), call.said);
        Reply reply = reply();
        use(reply, "lookup", "{}");
        used.take();
        reply.drop();
        assertEquals(QUESTION, item().path("content").path(0).path("text").asText());
        results.add("Arrived.");
        assertEquals("function_call", item().path("type").asText());
        assertResult("Arrived.");
        Reply second = reply();
        say(second, "It is there.", 200);
        second.done();
        call.ended();
        assertTrue(call.said.all().endsWith("It is there."), call.said::all);
        assertEquals(1, used.size() + 1, "the tool was used once");
        assertTrue(call.failed.isEmpty());
    }

    @Test
    void aServiceIsNeverLeftWithoutAResult() throws Exception {
        call.answerer.draft(asks(QUESTION));
        use(reply(), "lookup", "{}");
        // It has got the end of the response by now, or is told to stop: both leave nothing open.
        service.isSpared("none", 1_000);
        call.answerer.abandon();
        assertResult("The caller interrupted");
        assertTrue(used.isEmpty());
        call.speaks(400);
        call.answerer.ask(asks(QUESTION), call.said);
        use(reply(), "lookup", "{}");
        used.take();
        call.interrupts();
        assertResult("The caller interrupted");
    }
}
