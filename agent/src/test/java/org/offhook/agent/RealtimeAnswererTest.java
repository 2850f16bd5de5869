package org.offhook.agent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.offhook.agent.RealtimePhone.asks;
import static org.offhook.agent.RealtimePhone.present;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.offhook.agent.LanguageModel.Message;
import org.offhook.agent.provider.ScriptedRealtimeServer;
import org.offhook.media.codec.CodecType;

/** Calls with a realtime model, over real sockets on both sides. */
@Timeout(600)
class RealtimeAnswererTest {
    private static final String MOON = "How far is the moon?";
    private static final Message GREETING = new Message.Agent("Hello, this is the desk.");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final BlockingQueue<ToolCall> used = new LinkedBlockingQueue<>();
    private final Toolbox tools =
            new Toolbox() {
                @Override
                public List<ToolSpec> specs() {
                    return List.of(
                            new ToolSpec("weather", "The weather.", "{\"type\":\"object\"}"));
                }

                @Override
                public String call(ToolCall call) {
                    used.add(call);
                    return "Rain.";
                }
            };

    private ScriptedRealtimeServer service;
    private RealtimePhone call;

    @BeforeEach
    void start() throws IOException {
        service = new ScriptedRealtimeServer();
    }

    @AfterEach
    void stop() throws IOException {
        if (call != null) {
            call.close();
        }
        service.close();
    }

    private void calls(CodecType codec) throws Exception {
        call = new RealtimePhone(service, codec, tools);
    }

    private void calls(Duration patience, Duration sessionLimit) throws Exception {
        call = new RealtimePhone(service, CodecType.PCMU, tools, patience, sessionLimit);
    }

    /** PCMU, of which each frame is full of one code. */
    private static byte[] codes(int millis, int code) {
        byte[] codes = new byte[8 * millis];
        Arrays.fill(codes, (byte) code);
        return codes;
    }

    private static void speak(ScriptedRealtimeServer.Reply reply, int millis, int code) {
        String item = "item_of_" + reply.id;
        reply.item(item);
        reply.words(item, "It is far.");
        reply.sound(item, codes(millis, code));
        reply.done();
    }

    private String question(String type) throws InterruptedException {
        return text(service.said(type));
    }

    private static String text(ScriptedRealtimeServer.Said said) {
        return said.event().path("item").path("content").path(0).path("text").asText();
    }

    @Test
    void theSessionIsOpenBeforeAnybodySpeaksAndDoesNotDecideWhoseTurnItIs() throws Exception {
        calls(CodecType.PCMU);
        var handshake = service.handshake();
        assertEquals("/v1/realtime?model=gpt-realtime", handshake.getTarget());
        assertEquals("Bearer sk-secret-key", handshake.getHeaders().get("Authorization"));
        assertEquals(
                JSON.readTree(
                        """
                        {"type": "session.update", "event_id": "session", "session": {
                          "type": "realtime", "instructions": "Be brief.",
                          "output_modalities": ["audio"],
                          "audio": {
                            "input": {"format": {"type": "audio/pcmu"}, "turn_detection": null},
                            "output": {"format": {"type": "audio/pcmu"}, "voice": "marin"}},
                          "tools": [{"type": "function", "name": "weather",
                            "description": "The weather.", "parameters": {"type": "object"}}],
                          "tool_choice": "auto"}}
                        """),
                service.said("session.update").event());
    }

    @Test
    void aQuestionIsCommittedAsItWasHeardAndItsAnswerPassesThroughUntouched() throws Exception {
        service.script = reply -> speak(reply, 400, 0x21);
        calls(CodecType.PCMU);
        opened();
        call.speaks(600);
        assertEquals("input_audio_buffer.clear", service.said().type());
        call.answerer.ask(asks(MOON, GREETING), call.said);
        JsonNode greeting = service.said().event().path("item");
        assertEquals("assistant", greeting.path("role").asText());
        assertEquals("output_text", greeting.path("content").path(0).path("type").asText());
        assertEquals("input_audio_buffer.commit", service.said().type());
        assertEquals("response.create", service.said().type());
        assertEquals(12, call.heardCodes(12, (byte) 0x21).size());
        assertEquals(20, call.ended()[1]);
        assertEquals("It is far.", call.said.heard(20));
        assertTrue(call.answerer.firstTokenNanos() != 0 && call.answerer.firstVoiceNanos() != 0);
    }

    private void opened() throws InterruptedException {
        call.opens();
    }

    @Test
    void soundGoesUpInChunksOfFortyMillisecondsWithTheCodesAsTheyCame() throws Exception {
        calls(CodecType.PCMU);
        opened();
        // No faster than the network takes them: what is too much for it is dropped.
        for (int i = 0; i < 25; i++) {
            hearsAndWaits();
        }
        call.answerer.notice(new TurnEvent.SpeechStarted());
        service.said("input_audio_buffer.clear");
        hearsAndWaits();
        hearsAndWaits();
        List<byte[]> sounds = service.sounds();
        byte[] preroll =
                sounds.stream().filter(one -> one.length == 4_000).findFirst().orElseThrow();
        int last = preroll[preroll.length - 1];
        for (int i = 0; i < 25; i++) {
            assertEquals((byte) (last - 24 + i), preroll[160 * i], "frame " + i);
        }
        byte[] next = sounds.get(sounds.indexOf(preroll) + 1);
        byte[] expected = new byte[320];
        Arrays.fill(expected, 0, 160, (byte) (last + 1));
        Arrays.fill(expected, 160, 320, (byte) (last + 2));
        assertArrayEquals(expected, next);
    }

    private void hearsAndWaits() throws InterruptedException {
        int before = service.sounds().size();
        call.hears(40);
        while (service.sounds().size() == before) {
            TimeUnit.MILLISECONDS.sleep(1);
        }
    }

    @Test
    void aBargeInTruncatesTheItemAtTheMillisecondThatWasHeard() throws Exception {
        service.script =
                reply -> {
                    reply.item("first");
                    reply.sound("first", codes(200, 0x21));
                    reply.item("second");
                    reply.sound("second", codes(5_000, 0x22));
                    reply.item("third");
                    reply.sound("third", codes(500, 0x23));
                };
        calls(CodecType.PCMU);
        opened();
        call.speaks(400);
        call.answerer.ask(asks(MOON), call.said);
        call.heardCodes(5, (byte) 0x22);
        int frames = call.interrupts();
        assertEquals("response.cancel", service.said("response.cancel").type());
        JsonNode first = service.said().event();
        assertEquals("first", first.path("item_id").asText());
        assertEquals(200, first.path("audio_end_ms").asInt());
        JsonNode second = service.said().event();
        assertEquals("conversation.item.truncate", second.path("type").asText());
        assertEquals("second", second.path("item_id").asText());
        assertEquals(0, second.path("content_index").asInt());
        assertEquals(20 * frames - 200, second.path("audio_end_ms").asInt());
        JsonNode third = service.said().event();
        assertEquals("conversation.item.delete", third.path("type").asText());
        assertEquals("third", third.path("item_id").asText());
    }

    @Test
    void whatWasSaidInFrontOfALateAnswerIsNoPartOfIt() throws Exception {
        var late = new LinkedBlockingQueue<ScriptedRealtimeServer.Reply>();
        service.script = late::add;
        calls(CodecType.PCMU);
        opened();
        call.speaks(400);
        call.answerer.ask(asks(MOON), call.said);
        var reply = present(late.poll(60, TimeUnit.SECONDS));
        call.answerer.fill("One moment.", new short[16 * 300]);
        assertEquals(1, present(call.started.poll(60, TimeUnit.SECONDS)));
        reply.words("late", "It is very far away indeed.");
        reply.sound("late", codes(5_000, 0x22));
        reply.done();
        call.heardCodes(20, (byte) 0x22);
        int frames = call.interrupts();
        JsonNode cut = service.said("conversation.item.truncate").event();
        assertEquals(20 * frames - 300, cut.path("audio_end_ms").asInt());
        assertEquals("One moment. It is very far away indeed.", call.said.all());
        assertTrue(call.said.heard(frames).length() < call.said.all().length());
    }

    @Test
    void aDraftIsKeptThroughALaterLookAndHeardWhenItIsAskedFor() throws Exception {
        service.script = reply -> speak(reply, 200, 0x21);
        calls(CodecType.PCMU);
        opened();
        call.speaks(400);
        call.answerer.draft(asks("How far is"));
        service.said("response.create");
        call.hears(200);
        call.answerer.draft(asks(MOON));
        assertTrue(service.isSpared("response.create", 300));
        assertEquals(List.of(), List.copyOf(call.started), "nothing of a draft is heard");
        call.answerer.ask(asks(MOON), call.said);
        assertEquals(5, call.heardCodes(5, (byte) 0x21).size());
        assertTrue(call.answerer.firstTokenNanos() != 0);
    }

    @Test
    void aDraftIsDroppedWhenTheCallerGoesOn() throws Exception {
        service.script =
                reply -> {
                    String item = "item_of_" + reply.id;
                    reply.item(item);
                    reply.sound(item, codes(300, 0x20 + service.connections()));
                    if (!item.endsWith("1")) {
                        reply.done();
                    }
                };
        calls(CodecType.PCMU);
        opened();
        call.speaks(400);
        call.answerer.draft(asks("How far"));
        service.said("response.create");
        call.goesOn(300);
        call.answerer.abandon();
        service.said("response.cancel");
        assertEquals(
                "item_of_resp_1",
                service.said("conversation.item.delete").event().path("item_id").asText());
        call.answerer.draft(asks(MOON));
        service.said("input_audio_buffer.commit");
        service.said("response.create");
        call.answerer.ask(asks(MOON), call.said);
        assertEquals(15, call.ended()[1]);
    }

    @Test
    void whatTheServiceDidNotSayIsToldAsFarAsItWasHeard() throws Exception {
        service.script = reply -> speak(reply, 200, 0x21);
        calls(CodecType.PCMU);
        opened();
        call.speaks(400);
        call.answerer.ask(
                asks(
                        MOON,
                        GREETING,
                        new Message.Caller("Are you open?"),
                        new Message.Agent("We are open until")),
                call.said);
        assertEquals("Hello, this is the desk.", question("conversation.item.create"));
        assertEquals("Are you open?", question("conversation.item.create"));
        assertEquals("We are open until", question("conversation.item.create"));
        service.said("input_audio_buffer.commit");
        service.said("response.create");
    }

    @Test
    void aDroppedConnectionIsReplacedWithinTheTurn() throws Exception {
        service.script =
                reply -> {
                    if (reply.asked.connection() == 1) {
                        reply.drop();
                    } else {
                        speak(reply, 200, 0x21);
                    }
                };
        calls(CodecType.PCMU);
        opened();
        call.speaks(400);
        call.answerer.ask(asks(MOON, GREETING), call.said);
        service.said("response.create");
        assertEquals(2, service.said("session.update").connection());
        assertEquals("Hello, this is the desk.", question("conversation.item.create"));
        assertEquals(MOON, question("conversation.item.create"));
        assertEquals(10, call.ended()[1]);
        assertTrue(call.failed.isEmpty());
    }

    @Test
    void aDropInMidAnswerIsGoneOnFrom() throws Exception {
        var first = new LinkedBlockingQueue<ScriptedRealtimeServer.Reply>();
        service.script =
                reply -> {
                    if (reply.asked.connection() == 1) {
                        reply.item("cut");
                        reply.words("cut", "It is very far.");
                        reply.sound("cut", codes(1_000, 0x21));
                        first.add(reply);
                    } else {
                        reply.item("rest");
                        reply.words("rest", "Very.");
                        reply.sound("rest", codes(400, 0x22));
                        reply.done();
                    }
                };
        calls(CodecType.PCMU);
        opened();
        call.speaks(400);
        call.answerer.ask(asks(MOON), call.said);
        service.said("response.create");
        call.heardCodes(3, (byte) 0x21);
        present(first.poll(60, TimeUnit.SECONDS)).drop();
        assertEquals(MOON, question("conversation.item.create"));
        assertEquals("It is very far.", question("conversation.item.create"));
        assertTrue(question("conversation.item.create").contains("Go on"));
        assertEquals(70, call.ended()[1]);
        assertEquals("It is very far. Very.", call.said.all());
        // Its conversation is not what was said; a fresh session takes its place.
        assertEquals(3, service.said("session.update").connection());
    }

    @Test
    void aServiceThatIsAwayFailsTheAnswerAndTheNextTurnTriesAgain() throws Exception {
        service.script = reply -> speak(reply, 200, 0x21);
        calls(CodecType.PCMU);
        opened();
        service.refusal = new MockResponse.Builder().code(503).build();
        service.script = ScriptedRealtimeServer.Reply::drop;
        call.speaks(400);
        int utterance = call.answerer.ask(asks(MOON), call.said);
        assertEquals(utterance, present(call.failed.poll(60, TimeUnit.SECONDS)));
        call.answerer.abandon();
        service.refusal = null;
        service.script = reply -> speak(reply, 200, 0x21);
        call.answerer.ask(asks(MOON), call.said);
        assertEquals(5, call.heardCodes(5, (byte) 0x21).size());
    }

    @Test
    void aSessionIsRenewedBetweenTurnsBeforeItsTimeIsOver() throws Exception {
        service.script = reply -> speak(reply, 200, 0x21);
        calls(Duration.ofSeconds(20), Duration.ofMillis(1_500));
        opened();
        assertEquals(2, service.said("session.update").connection());
        while (service.hearing() < 2) {
            call.hears(40);
            TimeUnit.MILLISECONDS.sleep(1);
        }
        call.speaks(400);
        call.answerer.ask(asks(MOON, GREETING), call.said);
        var told = service.said("conversation.item.create");
        assertTrue(told.connection() >= 2, "asked of the session that was replaced");
        assertEquals("Hello, this is the desk.", text(told));
        assertEquals(10, call.ended()[1]);
    }

    @Test
    void aToolIsUsedWhenItsAnswerIsWantedAndNotBefore() throws Exception {
        service.script =
                reply -> {
                    if (reply.id.equals("resp_1")) {
                        reply.call("fc", "call_1", "weather", "{}");
                        reply.done();
                    } else {
                        speak(reply, 200, 0x21);
                    }
                };
        calls(CodecType.PCMU);
        opened();
        call.speaks(400);
        call.answerer.draft(asks("What is the weather?"));
        service.said("response.create");
        assertEquals(null, used.poll(300, TimeUnit.MILLISECONDS));
        call.answerer.ask(asks("What is the weather?"), call.said);
        assertEquals(
                new ToolCall("call_1", "weather", "{}"), present(used.poll(60, TimeUnit.SECONDS)));
        JsonNode output = service.said("conversation.item.create").event().path("item");
        assertEquals("function_call_output", output.path("type").asText());
        assertEquals("call_1", output.path("call_id").asText());
        assertEquals("Rain.", output.path("output").asText());
        service.said("response.create");
        assertEquals(10, call.ended()[1]);
        assertTrue(used.isEmpty(), "once");
    }

    @Test
    void anAnswerWithoutEndIsCutAndTheServiceToldToStop() throws Exception {
        var cancelled = new CountDownLatch(1);
        service.script =
                reply -> {
                    reply.item("long");
                    for (int i = 0; i < 130; i++) {
                        reply.sound("long", codes(1_000, 0x21));
                    }
                    cancelled.countDown();
                };
        calls(CodecType.PCMU);
        opened();
        call.speaks(400);
        call.answerer.ask(asks(MOON), call.said);
        service.said("response.cancel");
        assertTrue(cancelled.await(60, TimeUnit.SECONDS));
        call.heardCodes(5, (byte) 0x21);
        int frames = call.interrupts();
        assertEquals(
                20 * frames,
                service.said("conversation.item.truncate").event().path("audio_end_ms").asInt());
    }

    @Test
    void aServiceThatSaysNothingHasFailedInTime() throws Exception {
        calls(Duration.ofSeconds(4), Duration.ofHours(1));
        opened();
        call.speaks(400);
        int utterance = call.answerer.ask(asks(MOON), call.said);
        assertEquals(utterance, present(call.failed.poll(60, TimeUnit.SECONDS)));
        service.said("response.cancel");
    }

    @Test
    void aFailedResponseFailsTheAnswer() throws Exception {
        service.script = reply -> reply.done("failed");
        calls(CodecType.PCMU);
        opened();
        call.speaks(400);
        int utterance = call.answerer.ask(asks(MOON), call.said);
        assertEquals(utterance, present(call.failed.poll(60, TimeUnit.SECONDS)));
    }

    @Test
    void malformedAndUnknownEventsAreSkipped() throws Exception {
        service.script =
                reply -> {
                    reply.asked.socket().send("nonsense");
                    reply.tell("[]");
                    reply.tell("{'type':'response.of_tomorrow'}");
                    reply.tell("{'type':'response.output_audio.delta','item_id':'x','delta':7}");
                    reply.tell("{'type':'response.output_audio.delta','item_id':'x','delta':'%'}");
                    reply.tell("{'type':'response.output_item.added'}");
                    reply.tell("{'type':'response.output_audio_transcript.delta'}");
                    reply.tell("{'type':'error'}");
                    speak(reply, 200, 0x21);
                };
        calls(CodecType.PCMU);
        opened();
        call.speaks(400);
        call.answerer.ask(asks(MOON), call.said);
        assertEquals(10, call.ended()[1]);
    }

    @Test
    void theOlderNamesMeanTheSame() throws Exception {
        service.beta = true;
        service.script = reply -> speak(reply, 200, 0x21);
        calls(CodecType.PCMA);
        assertEquals("realtime=v1", service.handshake().getHeaders().get("OpenAI-Beta"));
        JsonNode session = service.said("session.update").event().path("session");
        assertEquals("g711_alaw", session.path("input_audio_format").asText());
        assertEquals("g711_alaw", session.path("output_audio_format").asText());
        assertTrue(session.has("turn_detection") && session.path("turn_detection").isNull());
        call.speaks(400);
        call.answerer.ask(asks(MOON), call.said);
        assertEquals(5, call.heardCodes(5, (byte) 0x21).size());
        assertEquals("It is far.", call.said.all());
    }

    @Test
    void acrossOpusTheServiceHearsAndSpeaksLinearSound() throws Exception {
        byte[] tone = new byte[48 * 1_000];
        for (int i = 0; i < tone.length / 2; i++) {
            int sample = (int) (9_000 * Math.sin(2 * Math.PI * 440 * i / 24_000));
            tone[2 * i] = (byte) sample;
            tone[2 * i + 1] = (byte) (sample >> 8);
        }
        service.script =
                reply -> {
                    // Cut where no sample ends.
                    reply.sound("pcm", Arrays.copyOf(tone, 4_801));
                    reply.sound("pcm", Arrays.copyOfRange(tone, 4_801, tone.length));
                    reply.done();
                };
        calls(CodecType.OPUS);
        JsonNode input =
                service.said("session.update").event().path("session").path("audio").path("input");
        assertEquals("audio/pcm", input.path("format").path("type").asText());
        assertEquals(24_000, input.path("format").path("rate").asInt());
        call.speaks(400);
        call.answerer.ask(asks(MOON), call.said);
        call.hearsSound();
        assertEquals(50, call.ended()[1], 1);
    }
}
