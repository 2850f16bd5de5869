package org.offhook.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.offhook.agent.RealtimePhone.asks;
import static org.offhook.agent.RealtimePhone.present;

import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.offhook.agent.provider.ScriptedRealtimeServer;
import org.offhook.media.codec.CodecType;

/** A realtime service that tells more than anybody can take loses its session, never the call. */
@Timeout(600)
class RealtimeFloodTest {
    private static final String MOON = "How far is the moon?";
    private static final int FLOOD = 30_000;

    private final Toolbox noTools =
            new Toolbox() {
                @Override
                public List<ToolSpec> specs() {
                    return List.of();
                }

                @Override
                public String call(ToolCall call) {
                    throw new IllegalStateException("no tools");
                }
            };

    private ScriptedRealtimeServer service;
    private RealtimePhone call;

    @BeforeEach
    void start() throws Exception {
        service = new ScriptedRealtimeServer();
    }

    @AfterEach
    void stop() throws Exception {
        call.close();
        service.close();
    }

    private static byte[] codes(int millis, int code) {
        byte[] codes = new byte[8 * millis];
        Arrays.fill(codes, (byte) code);
        return codes;
    }

    private static void answer(ScriptedRealtimeServer.Reply reply) {
        reply.item("rest");
        reply.sound("rest", codes(200, 0x22));
        reply.done();
    }

    private void asksOnce() throws Exception {
        call = new RealtimePhone(service, CodecType.PCMU, noTools);
        call.opens();
        call.speaks(400);
        call.answerer.ask(asks(MOON), call.said);
    }

    @Test
    void wordsWithoutEndAreCutAndAnotherSessionGoesOn() throws Exception {
        service.script =
                reply -> {
                    if (reply.asked.connection() > 1) {
                        answer(reply);
                        return;
                    }
                    reply.item("flood");
                    reply.sound("flood", codes(400, 0x21));
                    for (int i = 0; i < FLOOD; i++) {
                        reply.words("flood", "la ");
                    }
                };
        asksOnce();
        assertEquals(12, call.heardCodes(12, (byte) 0x21).size(), "what it had said is heard");
        assertEquals(5, call.heardCodes(5, (byte) 0x22).size(), "the rest by another session");
        assertEquals(30, call.ended()[1]);
        assertTrue(call.failed.isEmpty());
        assertEquals(1, call.floods());
    }

    @Test
    void soundThatNobodyCanHearInTimeIsCutToo() throws Exception {
        service.script =
                reply -> {
                    if (reply.asked.connection() > 1) {
                        answer(reply);
                        return;
                    }
                    // Of another response than the one that was asked for: nobody waits for it.
                    String minute = Base64.getEncoder().encodeToString(codes(60_000, 1));
                    for (int i = 0; i < 10; i++) {
                        reply.tell(
                                "{'type':'response.output_audio.delta','response_id':'x','item_id':'y','content_index':0,'delta':'"
                                        + minute
                                        + "'}");
                    }
                };
        asksOnce();
        assertEquals(10, call.ended()[1]);
        assertTrue(call.failed.isEmpty());
        assertEquals(1, call.floods());
    }

    @Test
    void garbageWithoutEndBetweenTurnsCostsTheSessionAndTheNextTurnHasAnother() throws Exception {
        service.script = RealtimeFloodTest::answer;
        call = new RealtimePhone(service, CodecType.PCMU, noTools);
        var opened = service.said("session.update");
        for (int i = 0; i < FLOOD; i++) {
            opened.socket().send("no JSON at all");
        }
        while (!call.realtime.isUnreachable()) {
            TimeUnit.MILLISECONDS.sleep(1);
        }
        call.speaks(400);
        call.answerer.ask(asks(MOON), call.said);
        assertEquals(10, call.ended()[1]);
        assertEquals(1, call.floods());
    }

    @Test
    void oneThatAlwaysFloodsFailsTheAnswerAndNotTheCall() throws Exception {
        service.script =
                reply -> {
                    for (int i = 0; i < FLOOD; i++) {
                        reply.words("flood", "la ");
                    }
                };
        asksOnce();
        assertEquals(1, present(call.failed.poll(60, TimeUnit.SECONDS)));
        call.answerer.abandon();
        service.script = RealtimeFloodTest::answer;
        call.answerer.ask(asks(MOON), call.said);
        assertEquals(5, call.heardCodes(5, (byte) 0x22).size());
        assertEquals(4, call.floods());
    }
}
