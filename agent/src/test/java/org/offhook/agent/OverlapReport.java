package org.offhook.agent;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/**
 * Prints how the agent takes the scripted overlaps. Its name keeps it out of the build; {@code
 * tests/bench/overlaps} runs it.
 *
 * <ul>
 *   <li>{@code offhook.overlaps.half}: {@code TUNED}, {@code HELD_BACK} (default) or both, comma
 *       between
 *   <li>{@code offhook.overlaps.share}: of the set, 0 to 1
 *   <li>{@code offhook.overlaps.clips}: folder of human speech
 *   <li>{@code offhook.overlaps.verbose}: prints each that went wrong
 * </ul>
 */
final class OverlapReport {
    private final PrintStream out = System.out;

    @Test
    void report() throws Exception {
        double share = Double.parseDouble(System.getProperty("offhook.overlaps.share", "1"));
        Optional<Path> clips =
                Optional.ofNullable(System.getProperty("offhook.overlaps.clips"))
                        .filter(folder -> !folder.isBlank())
                        .map(Path::of);
        boolean verbose = Boolean.getBoolean("offhook.overlaps.verbose");
        var voices = new OverlapVoices(Path.of("target/overlaps"));
        try (var models = OverlapModels.load()) {
            for (String name :
                    System.getProperty("offhook.overlaps.half", "HELD_BACK").split(",")) {
                var half = OverlapSet.Half.valueOf(name);
                List<Overlap> overlaps = OverlapSet.of(half, voices, clips, share);
                out.printf("%n%s: %d overlaps%n", half, overlaps.size());
                print(run(overlaps, models), verbose);
            }
        }
    }

    private static List<OverlapCall.Outcome> run(List<Overlap> overlaps, OverlapModels models)
            throws Exception {
        var tasks = new ArrayList<Callable<OverlapCall.Outcome>>();
        for (Overlap overlap : overlaps) {
            tasks.add(() -> models.run(overlap));
        }
        var outcomes = new ArrayList<OverlapCall.Outcome>();
        try (var threads = Executors.newFixedThreadPool(2)) {
            for (var outcome : threads.invokeAll(tasks)) {
                outcomes.add(outcome.get());
            }
        }
        return outcomes;
    }

    private void print(List<OverlapCall.Outcome> outcomes, boolean verbose) {
        out.printf(
                "%-22s %4s %7s %6s %7s %6s  %s%n",
                "kind",
                "n",
                "stopped",
                "paused",
                "neither",
                "early",
                "ms to the last packet / of pause");
        for (Overlap.Kind kind : Overlap.Kind.values()) {
            print(kind.name().toLowerCase(java.util.Locale.ROOT), of(outcomes, kind));
        }
        List<OverlapCall.Outcome> wanted = new ArrayList<>();
        List<OverlapCall.Outcome> unwanted = new ArrayList<>();
        for (OverlapCall.Outcome outcome : outcomes) {
            (outcome.overlap().kind().interrupts ? wanted : unwanted).add(outcome);
        }
        int missed = (int) wanted.stream().filter(one -> !one.stopped()).count();
        int lost = (int) unwanted.stream().filter(one -> one.stopped() || one.early()).count();
        out.printf("interruptions missed: %s%n", share(missed, wanted.size()));
        out.printf("others that took the word: %s%n", share(lost, unwanted.size()));
        out.printf("first voiced packet to last packet of the agent, ms: %s%n", latency(wanted));
        for (OverlapCall.Outcome outcome : outcomes) {
            boolean wrong =
                    outcome.early() || outcome.stopped() != outcome.overlap().kind().interrupts;
            boolean late = outcome.latencyMillis() > 250;
            boolean held = outcome.pauses() > 0 && !outcome.overlap().kind().interrupts;
            if (verbose && (wrong || late || held)) {
                out.printf(
                        "  %s %s: %d pauses, %d ms paused, %.0f ms, heard [%s]%n",
                        wrong ? "WRONG" : late ? "late" : "held",
                        outcome.overlap(),
                        outcome.pauses(),
                        outcome.pausedMillis(),
                        outcome.latencyMillis(),
                        outcome.heard());
            }
        }
    }

    private static List<OverlapCall.Outcome> of(
            List<OverlapCall.Outcome> outcomes, Overlap.Kind kind) {
        return outcomes.stream().filter(one -> one.overlap().kind() == kind).toList();
    }

    private void print(String title, List<OverlapCall.Outcome> outcomes) {
        long stopped = outcomes.stream().filter(OverlapCall.Outcome::stopped).count();
        long early = outcomes.stream().filter(OverlapCall.Outcome::early).count();
        long paused = outcomes.stream().filter(one -> !one.stopped() && one.pauses() > 0).count();
        long neither = outcomes.size() - stopped - paused - early;
        boolean interrupts = !outcomes.isEmpty() && outcomes.getFirst().overlap().kind().interrupts;
        out.printf(
                "%-22s %4d %7d %6d %7d %6d  %s%n",
                title,
                outcomes.size(),
                stopped,
                paused,
                neither,
                early,
                interrupts ? latency(outcomes) : pause(outcomes));
    }

    private static String latency(List<OverlapCall.Outcome> outcomes) {
        return percentiles(
                outcomes.stream()
                        .mapToDouble(OverlapCall.Outcome::latencyMillis)
                        .filter(Double::isFinite)
                        .toArray());
    }

    private static String pause(List<OverlapCall.Outcome> outcomes) {
        return percentiles(
                outcomes.stream()
                        .filter(one -> !one.stopped() && one.pauses() > 0)
                        .mapToDouble(OverlapCall.Outcome::pausedMillis)
                        .toArray());
    }

    private static String percentiles(double[] millis) {
        if (millis.length == 0) {
            return "-";
        }
        Arrays.sort(millis);
        return "p50 %.0f, p95 %.0f, max %.0f"
                .formatted(
                        millis[(millis.length - 1) / 2],
                        millis[(int) Math.ceil(0.95 * millis.length) - 1],
                        millis[millis.length - 1]);
    }

    /** With the 95 % interval of Wilson (1927). */
    private static String share(int count, int of) {
        double z = 1.96;
        double p = of == 0 ? 0 : (double) count / of;
        double middle = p + z * z / (2 * of);
        double spread = z * Math.sqrt(p * (1 - p) / of + z * z / (4.0 * of * of));
        double below = 1 + z * z / of;
        return "%d of %d = %.1f %% (95 %%: %.1f to %.1f)"
                .formatted(
                        count,
                        of,
                        100 * p,
                        Math.max(0, 100 * (middle - spread) / below),
                        100 * (middle + spread) / below);
    }
}
