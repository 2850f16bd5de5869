package org.offhook.tests.bench;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import org.offhook.tests.peer.Sound;
import org.offhook.tests.peer.StoryCall;
import org.offhook.tests.peer.StoryEar;

/** What became of the callers' sounds. Thread-safe until printed. */
final class BargeInFigures {
    /** In the order of a call. */
    enum Kind {
        NOD,
        NOISE,
        WORDS
    }

    private record Made(
            Kind kind,
            boolean echo,
            boolean streamed,
            String what,
            double seconds,
            StoryCall.Outcome outcome) {
        boolean stopped() {
            return outcome.stop() != null;
        }

        boolean paused() {
            return !stopped() && !outcome.goneOn().isEmpty();
        }

        /** From the sound's first packet to the agent's first silent one. */
        double pauseMillis() {
            StoryEar.Stop first =
                    outcome.goneOn().isEmpty()
                            ? outcome.stop()
                            : outcome.goneOn().getFirst().stop();
            return (first.silentNanos() - outcome.voicedNanos()) / 1e6;
        }

        /** From the sound's first packet to the agent's last one. */
        double lastMillis() {
            return (outcome.stop().lastNanos() - outcome.voicedNanos()) / 1e6;
        }

        double silentMillis() {
            return outcome.goneOn().stream()
                            .mapToLong(one -> one.nanos() - one.stop().silentNanos())
                            .sum()
                    / 1e6;
        }
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final List<Made> all = new ArrayList<>();
    private final Map<Kind, Integer> notReached = new EnumMap<>(Kind.class);
    private int notTold;
    private int stops;

    void add(
            Kind kind,
            boolean echo,
            boolean streamed,
            String what,
            Sound sound,
            StoryCall.Outcome outcome) {
        double seconds = sound.length().toMillis() / 1e3;
        locked(() -> all.add(new Made(kind, echo, streamed, what, seconds, outcome)));
    }

    void notReached(Kind kind) {
        locked(() -> notReached.merge(kind, 1, Integer::sum));
    }

    void storyNotTold() {
        locked(() -> notTold++);
    }

    /** After a call: all its stops, whatever they came of. */
    void unprovoked(StoryEar story) {
        locked(() -> stops += story.goneOn().size() + (story.stop() == null ? 0 : 1));
    }

    private void locked(Runnable change) {
        lock.lock();
        try {
            change.run();
        } finally {
            lock.unlock();
        }
    }

    void print(PrintStream out) {
        out.printf(
                "%-20s %4s %8s %7s %8s  %s%n",
                "caller's sound", "n", "stopped", "paused", "neither", "ms from its first packet");
        for (Kind kind : Kind.values()) {
            for (boolean echo : new boolean[] {false, true}) {
                row(out, kind, echo);
            }
        }
        List<Made> words = of(made -> made.kind == Kind.WORDS);
        List<Made> others = of(made -> made.kind != Kind.WORDS);
        out.println(
                "interruptions, to the agent's last packet, ms: "
                        + figures(stopped(words), Made::lastMillis));
        out.println(
                "interruptions missed: "
                        + words.stream().filter(m -> !m.stopped()).count()
                        + " of "
                        + words.size());
        out.println(
                "nods and noises that stopped it for good: "
                        + stopped(others).size()
                        + " of "
                        + others.size());
        for (boolean streamed : new boolean[] {false, true}) {
            resumed(out, streamed);
        }
        long counted =
                all.stream()
                        .mapToLong(m -> m.outcome.goneOn().size() + (m.stopped() ? 1 : 0))
                        .sum();
        out.printf(
                "stops at no sound of the caller's: %d; stories not told: %d; sounds not reached: %s%n",
                stops - counted, notTold, notReached);
        boolean verbose = "true".equals(System.getenv("VERBOSE"));
        all.stream().filter(made -> verbose || isWrong(made)).forEach(made -> one(out, made));
    }

    private static boolean isWrong(Made made) {
        return made.stopped() != (made.kind == Kind.WORDS);
    }

    private static void one(PrintStream out, Made made) {
        var ways = new StringBuilder();
        for (StoryEar.GoneOn one : made.outcome.goneOn()) {
            ways.append(
                    ", silent at %d ms, %d ms long, frame %d -> %d"
                            .formatted(
                                    (one.stop().silentNanos() - made.outcome.voicedNanos())
                                            / 1_000_000,
                                    (one.nanos() - one.stop().silentNanos()) / 1_000_000,
                                    one.stop().frame(),
                                    one.frame()));
        }
        out.printf(
                "  %s%s \"%s\" of %.2f s%s, %s%s%s%n",
                isWrong(made) ? "wrong: " : "",
                made.kind,
                made.what,
                made.seconds,
                made.echo ? " in echo" : "",
                made.streamed ? "streamed" : "prepared",
                ways,
                made.stopped() ? ", stopped at %.0f ms".formatted(made.lastMillis()) : "");
    }

    private List<Made> of(Predicate<Made> which) {
        return all.stream().filter(which).toList();
    }

    private static List<Made> stopped(List<Made> made) {
        return made.stream().filter(Made::stopped).toList();
    }

    private void row(PrintStream out, Kind kind, boolean echo) {
        List<Made> made = of(one -> one.kind == kind && one.echo == echo);
        List<Made> silenced = made.stream().filter(m -> m.stopped() || m.paused()).toList();
        List<Made> paused = made.stream().filter(Made::paused).toList();
        out.printf(
                "%-20s %4d %8d %7d %8d  to silence: %s; silent: %s%n",
                kind.name().toLowerCase(Locale.ROOT) + (echo ? " in echo" : ""),
                made.size(),
                stopped(made).size(),
                paused.size(),
                made.size() - silenced.size(),
                figures(silenced, Made::pauseMillis),
                figures(paused, Made::silentMillis));
    }

    private void resumed(PrintStream out, boolean streamed) {
        var repeated = new ArrayList<Double>();
        int lost = 0;
        for (Made made : of(one -> one.streamed == streamed)) {
            for (StoryEar.GoneOn one : made.outcome.goneOn()) {
                repeated.add(20.0 * one.repeated());
                lost = Math.max(lost, 20 * one.lost());
            }
        }
        double[] values = repeated.stream().mapToDouble(Double::doubleValue).toArray();
        out.printf(
                "%s audio gone on with, repeated ms: %s; most lost %d ms%n",
                streamed ? "streamed" : "prepared", Percentiles.of(values), lost);
    }

    private static String figures(List<Made> made, ToDoubleFunction<Made> of) {
        return made.isEmpty()
                ? "-"
                : Percentiles.of(made.stream().mapToDouble(of).toArray()).toString();
    }
}
