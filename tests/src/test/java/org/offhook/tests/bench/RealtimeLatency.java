package org.offhook.tests.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.offhook.tests.peer.RealtimeProvider;
import org.offhook.tests.peer.Sound;
import org.offhook.tests.peer.Ulaw;

/**
 * What the program adds to a realtime speech model, both ways, in whole calls: this process is the
 * phone and the model's service, the program is another. Arguments: calls, questions in each.
 */
final class RealtimeLatency {
    private static final double GOAL_UP_MILLIS = 60;
    private static final double GOAL_DOWN_MILLIS = 25;

    /**
     * Longer than the longest pause: what is measured is the way, not how long a turn takes to end.
     */
    private static final int THINKING_MILLIS = 1_200;

    private static final int LONGEST_PAUSE_MILLIS = 900;

    /** Sent when the turn is over; of packets that were numbered before it, none is missing. */
    private static final int SETTLING_FRAMES = 25;

    private static final byte ANSWER = 0x23;
    private static final int NUMBERS = 65_536;

    private final long[] sentNanos = new long[NUMBERS];
    private final List<Double> upSpeech = new ArrayList<>();
    private final List<Double> upSilence = new ArrayList<>();
    private final List<Double> down = new ArrayList<>();
    private final AtomicLong deltaNanos = new AtomicLong();
    private final AtomicLong responses = new AtomicLong();
    private volatile boolean counting;

    public static void main(String[] arguments) throws Exception {
        int calls = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 5;
        int questions = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 8;
        new RealtimeLatency().measure(calls, questions);
    }

    private void measure(int calls, int questions) throws Exception {
        Path folder = BenchServer.folder("speech");
        byte[][] question =
                Ulaw.frames(Sound.spoken("How far away is the moon?", folder).at(8_000));
        try (var provider = new RealtimeProvider(new Service());
                var server = BenchServer.start(config(provider))) {
            // The first call only warms the program up.
            for (int call = 0; call <= calls; call++) {
                counting = call > 0;
                Arrays.fill(sentNanos, 0);
                try (var phone =
                        new MarkedCall(server.address(), ANSWER, this::answered, sentNanos)) {
                    phone.begin();
                    // The greeting.
                    phone.waitFrames(300);
                    for (int at = 0; at < questions; at++) {
                        phone.speak(question);
                        phone.waitFrames(200);
                    }
                    phone.waitFrames(SETTLING_FRAMES);
                }
            }
        }
        report("caller's speech in, to bytes on the WebSocket", upSpeech, GOAL_UP_MILLIS);
        report("caller's silence in, to bytes on the WebSocket", upSilence, GOAL_UP_MILLIS);
        report("first delta in, to first RTP packet out", down, GOAL_DOWN_MILLIS);
        System.out.printf(
                "%d questions asked, %d responses wanted%n",
                (calls + 1) * questions, responses.get());
    }

    private static String config(RealtimeProvider provider) {
        return """
        media: {codecs: [PCMU]}
        realtime-models:
          scripted: {base-url: "%s", model: scripted}
        agents:
          - {name: bench, numbers: ["*"], bank: demo, realtime-model: scripted, cache: off,
             limits: {longest-pause: %dms}}
        """
                .formatted(provider.baseUrl(), LONGEST_PAUSE_MILLIS);
    }

    private static void report(String what, List<Double> millis, double goal) {
        Percentiles all;
        synchronized (millis) {
            all = Percentiles.of(millis.stream().mapToDouble(Double::doubleValue).toArray());
        }
        System.out.printf(
                "%s, ms: %s; goal p95 <= %.0f: %s%n",
                what, all, goal, all.at(0.95) <= goal ? "reached" : "missed");
    }

    private void answered(long nanos) {
        long sent = deltaNanos.getAndSet(0);
        if (sent != 0 && counting) {
            synchronized (down) {
                down.add((nanos - sent) / 1e6);
            }
        }
    }

    private final class Service implements RealtimeProvider.Listener {
        @Override
        public void onSound(byte[] sound, long nanos) {
            for (int at = 0; at + MarkedCall.FRAME <= sound.length; at += MarkedCall.FRAME) {
                int silent = MarkedCall.numberOf(sound, at);
                if (silent >= 0) {
                    arrived(silent, nanos, upSilence);
                } else {
                    arrived(MarkedCall.numberOfSpeech(sound, at), nanos, upSpeech);
                }
            }
        }

        private void arrived(int number, long nanos, List<Double> up) {
            if (!counting || number < 0 || sentNanos[number] == 0) {
                return;
            }
            synchronized (up) {
                up.add((nanos - sentNanos[number]) / 1e6);
            }
            // What is sent again at the start of speech is not new.
            sentNanos[number] = 0;
        }

        @Override
        public void onResponseWanted(RealtimeProvider.Session session) {
            long number = responses.incrementAndGet();
            Thread.ofPlatform().daemon().start(() -> respond(session, "resp_" + number));
        }

        private void respond(RealtimeProvider.Session session, String id) {
            byte[] sound = new byte[400 * 8];
            Arrays.fill(sound, ANSWER);
            String base64 = Base64.getEncoder().encodeToString(sound);
            try {
                session.tell(
                        "{\"type\":\"response.created\",\"response\":{\"id\":\"%s\"}}"
                                .formatted(id));
                TimeUnit.MILLISECONDS.sleep(THINKING_MILLIS);
                deltaNanos.set(System.nanoTime());
                session.tell(
                        "{\"type\":\"response.output_audio.delta\",\"response_id\":\"%s\",\"item_id\":\"i%s\",\"content_index\":0,\"delta\":\"%s\"}"
                                .formatted(id, id, base64));
                session.tell(
                        "{\"type\":\"response.done\",\"response\":{\"id\":\"%s\",\"status\":\"completed\"}}"
                                .formatted(id));
            } catch (IOException gone) {
                // The call is over.
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
