package org.offhook.tests.peer;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;

/** Many scripted conversations with one server whose providers have their troubles. */
public final class Soak {
    private static final int TELEPHONE_HZ = 8_000;
    private static final Duration HEARD_WITHIN = Duration.ofSeconds(3);

    /** What a test may ask for on a machine that is busy with something else. */
    public static final Duration HEARD_AT_ALL = Duration.ofSeconds(12);

    /**
     * No call begins after this, so that a run ends within a quarter of an hour whatever happens.
     */
    private static final long LAST_BEGIN_NANOS = 780_000_000_000L;

    private Soak() {}

    /** A server whose first choices are flaky and whose second ones are steady. */
    public static String config(Providers providers) {
        String flaky = providers.baseUrl("flaky");
        String steady = providers.baseUrl("steady");
        return """
        language-models:
          flaky: {base-url: "%1$s", model: scripted}
          steady: {base-url: "%2$s", model: scripted}
        voices:
          flaky: {kind: openai, base-url: "%1$s", model: scripted, voice: one}
          steady: {kind: openai, base-url: "%2$s", model: scripted, voice: two}
        recognisers:
          flaky: {kind: openai, base-url: "%1$s", model: scripted}
          steady: {kind: openai, base-url: "%2$s", model: scripted}
        agents:
          - name: desk
            numbers: ["*"]
            bank: demo
            language-model: [flaky, steady]
            voice: [flaky, steady]
            recogniser: [flaky, steady]
        """
                .formatted(flaky, steady);
    }

    /** A server with one provider of each kind, none of which ever fails. */
    public static String plainConfig(Providers providers, String limits) {
        return """
        language-models:
          steady: {base-url: "%1$s", model: scripted}
        voices:
          steady: {kind: openai, base-url: "%1$s", model: scripted, voice: two}
        recognisers:
          steady: {kind: openai, base-url: "%1$s", model: scripted}
        agents:
          - name: desk
            numbers: ["*"]
            bank: demo
            language-model: steady
            voice: steady
            recogniser: steady
            limits: {%2$s}
        """
                .formatted(providers.baseUrl("steady"), limits);
    }

    /**
     * The callers of a crowd, after their calls.
     *
     * @param notBegun calls for which there was no time
     */
    public record Result(List<SoakCall> calls, int notBegun) {
        public int conversations() {
            return calls.size();
        }

        /** Calls refused, or ended before their time. */
        public long lost() {
            return calls.stream().filter(SoakCall::isLost).count();
        }

        public int turns() {
            return all().size();
        }

        public long answered() {
            return all().stream().filter(SoakCall.Turn::isAnswered).count();
        }

        /** Answers to another question. */
        public long wrong() {
            return all().stream().filter(SoakCall.Turn::isWrong).count();
        }

        /** Turns without any sound within 3 s. */
        public long unheard() {
            return unheardFor(HEARD_WITHIN);
        }

        /** Turns without any sound within this time. */
        public long unheardFor(Duration limit) {
            return all().stream()
                    .filter(turn ->
                            turn.firstNanos() == 0
                                    || turn.firstNanos() - turn.stoppedNanos() > limit.toNanos())
                    .count();
        }

        /** Within a turn. */
        public long longestSilenceMillis() {
            return all().stream().mapToLong(SoakCall.Turn::silenceMillis).max().orElse(0);
        }

        /** Last packet of the question and first of the answer, of each answered turn. */
        public List<long[]> answeredNanos() {
            return all().stream()
                    .filter(SoakCall.Turn::isAnswered)
                    .map(turn -> new long[] {turn.stoppedNanos(), turn.firstNanos()})
                    .toList();
        }

        private List<SoakCall.Turn> all() {
            return calls.stream().flatMap(call -> call.turns().stream()).toList();
        }

        @Override
        public String toString() {
            return ("%d conversations (%d not begun in time), %d turns; calls lost %d; answered %d,"
                            + " wrong order %d, without a sound within 3 s %d; longest silence %d"
                            + " ms")
                    .formatted(
                            conversations(),
                            notBegun,
                            turns(),
                            lost(),
                            answered(),
                            wrong(),
                            unheard(),
                            longestSilenceMillis());
        }
    }

    /**
     * Runs conversations, several at once.
     *
     * @param folder for what flite speaks
     */
    public static Result run(
            InetSocketAddress server, int calls, int atOnce, int questionsEach, Path folder)
            throws IOException, InterruptedException {
        byte[][][] questions = questions(folder);
        var room = new Semaphore(atOnce);
        var all = new ArrayList<SoakCall>();
        var threads = new ArrayList<Thread>();
        long lastBegin = System.nanoTime() + LAST_BEGIN_NANOS;
        for (int i = 0; i < calls && System.nanoTime() - lastBegin < 0; i++) {
            room.acquire();
            var call = new SoakCall(questions);
            int first = i;
            all.add(call);
            threads.add(
                    Thread.ofPlatform()
                            .name("caller-" + i)
                            .start(() -> {
                                try {
                                    call.run(server, questionsEach, first);
                                } finally {
                                    room.release();
                                }
                            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        return new Result(all, calls - all.size());
    }

    /** One for each mark, as 20 ms frames of PCMU. */
    private static byte[][][] questions(Path folder) throws IOException, InterruptedException {
        Sound speech =
                Sound.spoken("What does the almanac say about this comet?", folder)
                        .at(TELEPHONE_HZ);
        var questions = new byte[Marks.NUMBERS][][];
        for (int number = 0; number < questions.length; number++) {
            questions[number] = Ulaw.frames(Marks.under(speech, number));
        }
        return questions;
    }
}
