package org.offhook.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.offhook.agent.RealtimePhone.asks;
import static org.offhook.agent.RealtimePhone.present;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.offhook.agent.LanguageModel.Message;
import org.offhook.agent.provider.ScriptedRealtimeServer;
import org.offhook.agent.provider.ScriptedRealtimeServer.Reply;
import org.offhook.media.codec.CodecType;

/** A realtime model with a language model and a voice to stand in for it, in a call. */
@Timeout(600)
class FallbackAnswererTest {
    private static final String MOON = "How far is the moon?";
    private static final byte REALTIME = 0x21;
    private static final String STAND_IN = "It is far.";

    /** Of the stand-in's sentence: a frame a letter. */
    private static final int STAND_IN_FRAMES = STAND_IN.length();

    private final BlockingQueue<List<Message>> asked = new LinkedBlockingQueue<>();
    private final StandIn model = new StandIn();
    private final Toolbox tools =
            new Toolbox() {
                @Override
                public List<ToolSpec> specs() {
                    return List.of(new ToolSpec("lookup", "Looks up.", "{\"type\":\"object\"}"));
                }

                @Override
                public String call(ToolCall call) {
                    return "Arrived.";
                }
            };

    private ScriptedRealtimeServer service;
    private RealtimePhone call;

    @BeforeEach
    void start() throws Exception {
        service = new ScriptedRealtimeServer();
        service.script = FallbackAnswererTest::speak;
        call = new RealtimePhone(service, CodecType.PCMU, tools);
        call.standsIn(new Mind.Cascade(model, new Letters(320)));
    }

    @AfterEach
    void stop() throws Exception {
        call.close();
        service.close();
    }

    private static void speak(Reply reply) {
        byte[] codes = new byte[8 * 300];
        Arrays.fill(codes, REALTIME);
        reply.item("item_of_" + reply.id);
        reply.sound("item_of_" + reply.id, codes);
        reply.done();
    }

    /** A question of the caller's; returns the utterance. */
    private int asksAbout(String question) {
        call.speaks(400);
        return call.answerer.ask(asks(question), call.said);
    }

    /** As the call's thread does. */
    private boolean isTakenOver(int utterance) throws InterruptedException {
        assertEquals(utterance, present(call.failed.poll(60, TimeUnit.SECONDS)));
        return call.answerer.takesOver(utterance);
    }

    @Test
    void theStandInIsSparedWhileTheServiceAnswers() throws Exception {
        call.opens();
        asksAbout(MOON);
        assertEquals(15, call.ended()[1]);
        assertTrue(asked.isEmpty());
    }

    @Test
    void aServiceThatIsAwayIsStoodInForAndAskedAgainWhenItIsBack() throws Exception {
        call.opens();
        service.refusal = new MockResponse.Builder().code(503).build();
        service.script = Reply::drop;
        assertTrue(isTakenOver(asksAbout(MOON)), "the question that met the loss");
        assertEquals(STAND_IN_FRAMES, call.ended()[1]);
        asksAbout("And now?");
        assertEquals(STAND_IN_FRAMES, call.ended()[1], "at once");
        assertEquals(2, asked.size());
        assertTrue(call.failed.isEmpty());
        service.refusal = null;
        service.script = FallbackAnswererTest::speak;
        while (call.realtime.isUnreachable()) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
        asksAbout("And now?");
        assertEquals(15, call.ended()[1]);
        assertEquals(2, asked.size());
    }

    @Test
    void oneThatFailsBeforeASoundIsStoodInForInTheSameUtterance() throws Exception {
        call.opens();
        service.script =
                reply -> {
                    reply.words("item", "These words have no sound.");
                    reply.done("failed");
                };
        int utterance = asksAbout(MOON);
        assertTrue(isTakenOver(utterance));
        int[] ended = call.ended();
        assertEquals(utterance, ended[0]);
        assertEquals(STAND_IN_FRAMES, ended[1]);
        assertEquals(STAND_IN, call.said.all());
        assertEquals(asks(MOON), asked.take());
        assertTrue(call.answerer.firstVoiceNanos() != 0);
    }

    @Test
    void whatWasSaidInFrontCountsForTheStandIn() throws Exception {
        call.opens();
        var late = new LinkedBlockingQueue<Reply>();
        service.script = late::add;
        int utterance = asksAbout(MOON);
        Reply reply = present(late.poll(60, TimeUnit.SECONDS));
        call.answerer.fill("Just a second.", new short[16 * 300]);
        call.started.take();
        reply.done("failed");
        assertTrue(isTakenOver(utterance));
        int frames = call.ended()[1];
        assertTrue(call.said.all().startsWith("Just a second. "), call.said::all);
        assertTrue(call.said.all().endsWith(STAND_IN), call.said::all);
        assertEquals(call.said.all(), call.said.heard(frames));
        assertEquals("Just a second.", call.said.heard(16));
    }

    @Test
    void oneThatFailsAfterASoundIsNotContinuedByAnotherVoice() throws Exception {
        call.opens();
        service.script =
                reply -> {
                    reply.item("begun");
                    reply.sound("begun", new byte[8 * 100]);
                    reply.done("failed");
                };
        assertFalse(isTakenOver(asksAbout(MOON)));
        assertTrue(asked.isEmpty());
    }

    @Test
    void whatTheCallerNoLongerWantsIsNotStoodInFor() throws Exception {
        call.opens();
        service.script = reply -> reply.done("failed");
        int utterance = asksAbout(MOON);
        assertEquals(utterance, present(call.failed.poll(60, TimeUnit.SECONDS)));
        call.answerer.abandon();
        assertFalse(call.answerer.takesOver(utterance));
        assertTrue(asked.isEmpty());
    }

    @Test
    void whenBothFailTheCallIsTold() throws Exception {
        call.opens();
        model.fails = true;
        service.script = reply -> reply.done("failed");
        int utterance = asksAbout(MOON);
        assertTrue(isTakenOver(utterance));
        assertFalse(isTakenOver(utterance));
    }

    @Test
    void oneFailureIsNoReasonNotToAskAgainTwoAreOne() throws Exception {
        call.opens();
        service.script = reply -> reply.done("failed");
        for (int failure = 1; failure <= 2; failure++) {
            assertTrue(isTakenOver(asksAbout(MOON)), "asked first");
            call.ended();
        }
        service.script = FallbackAnswererTest::speak;
        asksAbout("At rest?");
        assertEquals(STAND_IN_FRAMES, call.ended()[1]);
        asksAbout("Back?");
        assertEquals(15, call.ended()[1]);
        service.script = reply -> reply.done("failed");
        assertTrue(isTakenOver(asksAbout(MOON)));
        call.ended();
        service.script = FallbackAnswererTest::speak;
        asksAbout("Forgiven?");
        assertEquals(15, call.ended()[1], "an answer makes up for what was before");
    }

    @Test
    void whatTheServicesToolsBroughtIsToldToTheStandInAndNotUsedAgain() throws Exception {
        call.opens();
        service.script =
                reply -> {
                    if (reply.id.equals("resp_1")) {
                        reply.call("use", "call_1", "lookup", "{}");
                        reply.done();
                    } else {
                        reply.done("failed");
                    }
                };
        assertTrue(isTakenOver(asksAbout(MOON)));
        List<Message> told = asked.take();
        assertEquals(new Message.Brought("call_1", "Arrived."), told.getLast());
        call.ended();
    }

    @Test
    void aDraftOfOneIsNoDraftOfTheOther() throws Exception {
        call.opens();
        var drafted = new LinkedBlockingQueue<Reply>();
        service.script = drafted::add;
        call.speaks(400);
        call.answerer.draft(asks("How far is"));
        Reply draft = present(drafted.poll(60, TimeUnit.SECONDS));
        service.refusal = new MockResponse.Builder().code(503).build();
        draft.drop();
        while (!call.realtime.isUnreachable()) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
        call.answerer.ask(asks(MOON), call.said);
        assertEquals(STAND_IN_FRAMES, call.ended()[1]);
        assertEquals(asks(MOON), asked.take());
    }

    /** Says its sentence, or fails. */
    private final class StandIn implements LanguageModel {
        volatile boolean fails;

        @Override
        public List<ToolCall> reply(
                List<Message> messages, List<ToolSpec> offered, Consumer<String> out)
                throws IOException {
            asked.add(List.copyOf(messages));
            if (fails) {
                throw new IOException("scripted: HTTP 503");
            }
            out.accept(STAND_IN);
            return List.of();
        }

        @Override
        public void close() {}
    }
}
