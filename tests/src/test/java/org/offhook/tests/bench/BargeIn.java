package org.offhook.tests.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import org.offhook.tests.peer.CallersMicrophone;
import org.offhook.tests.peer.CallersVoice;
import org.offhook.tests.peer.Providers;
import org.offhook.tests.peer.Sound;
import org.offhook.tests.peer.StoryCall;
import org.offhook.tests.peer.StoryProvider;

/**
 * Callers who interrupt, nod and make noise while the agent tells a long answer, all over RTP: the
 * program in a process of its own, model and voice in another. In each call a nod, a noise and then
 * words; half of the answers prepared, half streamed, half of the calls with echo at -20 dB. Where
 * the agent stops and goes on is found in the audio itself.
 */
final class BargeIn {
    private static final List<String> VOICES =
            List.of(
                    "flite:rms",
                    "espeak:en-us+f4",
                    "flite:awb",
                    "espeak:en-gb-scotland",
                    "flite:kal16");
    private static final List<String> WORDS =
            List.of(
                    "Wait a minute.",
                    "Excuse me, I have another question.",
                    "Stop, please.",
                    "Sorry, what was that?",
                    "No, that is not what I asked.",
                    "Can I speak to a person?",
                    "Hold on.",
                    "When do you open?");
    private static final List<String> NODS =
            List.of("mm-hm", "yes", "okay", "I see", "yeah", "all right");

    /** What is said last must have ended before the story has. */
    private static final int LEAST_LEFT_FRAMES = 250;

    private static final int ECHO_DB = -20;

    private final Path folder;
    private final InetSocketAddress server;
    private final CallersVoice voices;
    private final Sound askPrepared;
    private final Sound askStreamed;
    private final List<short[]> prepared;
    private final List<short[]> streamed;
    private final BargeInFigures figures = new BargeInFigures();
    private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();

    private BargeIn(InetSocketAddress server, Path folder) throws Exception {
        this.server = server;
        this.folder = folder;
        voices = new CallersVoice(folder);
        askPrepared = voices.say("flite:slt", StoryProvider.ASK_PREPARED, -22);
        askStreamed = voices.say("flite:slt", StoryProvider.ASK_STREAMED, -22);
        prepared = record(askPrepared);
        streamed = record(askStreamed);
        System.out.printf(
                "stories: prepared %.1f s, streamed %.1f s%n",
                prepared.size() / 50.0, streamed.size() / 50.0);
    }

    public static void main(String[] arguments) throws Exception {
        int calls = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 24;
        int atOnce = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 2;
        Path folder = BenchServer.folder("barge-in");
        try (var providers = Providers.storytellers(folder, "token=150", "audio=100");
                var server = BenchServer.start(StoryProvider.config(providers, folder))) {
            var bench = new BargeIn(server.address(), folder);
            bench.run(calls, atOnce);
            bench.figures.print(System.out);
            System.out.println("turn records: " + server.turns());
        }
    }

    private List<short[]> record(Sound question) throws IOException {
        try (var call = StoryCall.call(server, new CallersMicrophone(1, 0, 0))) {
            List<short[]> story = call.record(question);
            if (story.size() < 15 * 50) {
                throw new IOException("no story was told: " + story.size() + " frames");
            }
            return story;
        }
    }

    private void run(int calls, int atOnce) throws Exception {
        var room = new Semaphore(atOnce);
        var threads = new ArrayList<Thread>();
        for (int i = 0; i < calls; i++) {
            room.acquire();
            int number = i;
            threads.add(
                    Thread.ofPlatform()
                            .name("caller-" + i)
                            .start(() -> {
                                try {
                                    call(number);
                                } catch (IOException | InterruptedException | RuntimeException e) {
                                    failures.add(e);
                                } finally {
                                    room.release();
                                }
                            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        for (Throwable failure : failures) {
            System.out.println("call failed: " + failure);
        }
    }

    private void call(int number) throws IOException, InterruptedException {
        var random = new SplittableRandom(9_000 + number);
        boolean isStreamed = number % 2 == 1;
        boolean hasEcho = number / 2 % 2 == 1;
        var microphone =
                new CallersMicrophone(number, hasEcho ? ECHO_DB : 0, random.nextInt(2, 16));
        try (var call = StoryCall.call(server, microphone)) {
            List<short[]> story = isStreamed ? streamed : prepared;
            if (!call.ask(isStreamed ? askStreamed : askPrepared, story)) {
                figures.storyNotTold();
                return;
            }
            for (BargeInFigures.Kind kind : BargeInFigures.Kind.values()) {
                call.listen(random.nextInt(50, 90));
                if (!call.story().follows() || call.story().left() < LEAST_LEFT_FRAMES) {
                    figures.notReached(kind);
                    continue;
                }
                String what = what(kind, number);
                Sound sound = sound(kind, what, number, random);
                figures.add(kind, hasEcho, isStreamed, what, sound, call.make(sound));
            }
            figures.unprovoked(call.story());
        }
    }

    private static String what(BargeInFigures.Kind kind, int number) {
        return switch (kind) {
            case NOD -> NODS.get(number % NODS.size());
            case NOISE -> {
                var kinds = CallersVoice.Noise.values();
                yield kinds[number % kinds.length].name();
            }
            case WORDS -> WORDS.get(number % WORDS.size());
        };
    }

    private Sound sound(BargeInFigures.Kind kind, String what, int number, SplittableRandom random)
            throws IOException, InterruptedException {
        String voice = VOICES.get((number + number / VOICES.size()) % VOICES.size());
        return switch (kind) {
            case NOD -> voices.say(voice, what, random.nextDouble(-32, -20));
            case NOISE ->
                    CallersVoice.noise(
                            CallersVoice.Noise.valueOf(what), number, random.nextDouble(-38, -18));
            case WORDS -> voices.say(voice, what, random.nextDouble(-30, -18));
        };
    }
}
