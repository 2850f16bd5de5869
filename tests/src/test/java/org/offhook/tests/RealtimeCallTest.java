package org.offhook.tests;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.offhook.tests.peer.OffhookProcess;
import org.offhook.tests.peer.RealtimeProvider;
import org.offhook.tests.peer.ScriptedPhone;
import org.offhook.tests.peer.Sound;
import org.offhook.tests.peer.Ulaw;

/** A realtime model says goodbye and hangs up, in one response. */
@Timeout(1_200)
class RealtimeCallTest {
    private static final int GOODBYE_MILLIS = 1_000;
    private static final int GREETING_FRAMES = 400;
    private static final int LONGEST_ANSWER_FRAMES = 6_000;

    @TempDir Path folder;

    @Test
    void theGoodbyeIsHeardTheCallEndsAfterItAndNothingMoreIsAsked() throws Exception {
        byte[][] words =
                Ulaw.frames(Sound.spoken("That was all that I wanted to know.", folder).at(8_000));
        var service = new Service();
        try (var provider = new RealtimeProvider(service);
                var offhook = OffhookProcess.serve(config(provider), in("offhook"));
                var phone = ScriptedPhone.call(offhook.address())) {
            listen(phone, GREETING_FRAMES);
            phone.speak(words);
            listen(phone, LONGEST_ANSWER_FRAMES);
            assertTrue(phone.isHungUp(), offhook::log);
            offhook.awaitLogged("over after [0-9]+ turns, agent: tool", OffhookProcess.PATIENCE);
            String last = service.told.removeLast();
            assertTrue(last.contains("function_call_output"), last + "\n" + offhook.log());
            assertTrue(offhook.log().contains("tool hang_up done"), offhook::log);
            List<String> turns = Files.readAllLines(offhook.data().resolve("turns.jsonl"));
            assertTrue(turns.getLast().contains("\"source\":\"model\""), turns::toString);
            assertTrue(turns.getLast().contains("\"playedMs\":" + GOODBYE_MILLIS), turns::toString);
        }
    }

    private static void listen(ScriptedPhone phone, int frames) throws IOException {
        for (int frame = 0; frame < frames && !phone.isHungUp(); frame++) {
            phone.listen();
        }
    }

    private static String config(RealtimeProvider provider) {
        return """
        media: {codecs: [PCMU]}
        realtime-models:
          scripted: {base-url: "%s", model: scripted}
        agents:
          - {name: desk, numbers: ["*"], bank: demo, realtime-model: scripted, cache: off, tools: [hang_up]}
        """
                .formatted(provider.baseUrl());
    }

    private Path in(String name) throws Exception {
        return Files.createDirectories(folder.resolve(name));
    }

    private static final class Service implements RealtimeProvider.Listener {
        final Deque<String> told = new ConcurrentLinkedDeque<>();

        @Override
        public void onSound(byte[] sound, long nanos) {}

        @Override
        public void onItem(String event) {
            told.add(event);
        }

        @Override
        public void onResponseWanted(RealtimeProvider.Session session) {
            told.add("a response is wanted");
            byte[] sound = new byte[GOODBYE_MILLIS * 8];
            Arrays.fill(sound, (byte) 0x23);
            String delta = Base64.getEncoder().encodeToString(sound);
            try {
                session.tell("{\"type\":\"response.created\",\"response\":{\"id\":\"r1\"}}");
                session.tell(
                        "{\"type\":\"response.output_audio.delta\",\"response_id\":\"r1\",\"item_id\":\"i1\",\"content_index\":0,\"delta\":\"%s\"}"
                                .formatted(delta));
                session.tell(
                        "{\"type\":\"response.output_item.done\",\"response_id\":\"r1\",\"item\":{\"id\":\"i2\",\"type\":\"function_call\",\"name\":\"hang_up\",\"call_id\":\"c1\",\"arguments\":\"{}\"}}");
                session.tell(
                        "{\"type\":\"response.done\",\"response\":{\"id\":\"r1\",\"status\":\"completed\"}}");
            } catch (IOException gone) {
                throw new UncheckedIOException(gone);
            }
        }
    }
}
