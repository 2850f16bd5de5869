package org.offhook.server.eval;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.offhook.cache.AnswerCache;
import org.offhook.cache.Lookup;
import org.offhook.cache.WrongRate;
import org.offhook.server.dial.DialReport;

/** All outcomes of one evaluation, and what they come to. */
public record Evaluation(List<Outcome> outcomes) {
    private static final int WARM_UP = 200;

    public Evaluation {
        outcomes = List.copyOf(outcomes);
    }

    /** Puts each question to a bank the cache holds. */
    public static Evaluation of(AnswerCache cache, String bank, List<QuestionFile.Asked> questions)
            throws IOException {
        for (QuestionFile.Asked asked : questions.subList(0, Math.min(WARM_UP, questions.size()))) {
            cache.lookup(bank, asked.question()); // compiled code is what answers calls
        }
        return of(question -> cache.lookup(bank, question), questions);
    }

    /** Decides on one question. */
    @FunctionalInterface
    public interface Decision {
        Lookup on(String question) throws IOException;
    }

    /** Puts each question to whoever decides. */
    public static Evaluation of(Decision decision, List<QuestionFile.Asked> questions)
            throws IOException {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        var outcomes = new ArrayList<Outcome>();
        for (QuestionFile.Asked asked : questions) {
            long from = threads.getCurrentThreadCpuTime();
            Lookup lookup = decision.on(asked.question());
            outcomes.add(outcome(asked, lookup, threads.getCurrentThreadCpuTime() - from));
        }
        return new Evaluation(outcomes);
    }

    private static Outcome outcome(QuestionFile.Asked asked, Lookup lookup, long cpuNanos) {
        Lookup.Evidence evidence = lookup.evidence();
        String played = lookup instanceof Lookup.Hit hit ? hit.answer().id() : "";
        return new Outcome(
                asked,
                played,
                evidence.why().rank(),
                evidence.nearestId(),
                evidence.reason(),
                cpuNanos);
    }

    /** For a person. */
    public List<String> table() {
        var lines = new ArrayList<String>();
        lines.add(Tally.of(outcomes).line("all"));
        byKind().forEach((kind, some) -> lines.add(Tally.of(some).line(kind)));
        lines.add(
                "bounds: one-sided, "
                        + Math.round(100 * WrongRate.CONFIDENCE)
                        + " % (Clopper-Pearson)");
        lines.add(
                String.format(
                        Locale.ROOT,
                        "decision: CPU p50 %.2f ms, p99 %.2f ms",
                        cpuMillis(0.5),
                        cpuMillis(0.99)));
        return lines;
    }

    /** The wrong hits, with question and reasons. */
    public List<String> wrongHits() {
        return outcomes.stream()
                .filter(Outcome::wrong)
                .map(wrong ->
                        "wrong: expected %s, played %s (%s): %s"
                                .formatted(
                                        wrong.asked().expected(),
                                        wrong.played(),
                                        wrong.reason(),
                                        wrong.asked().question()))
                .toList();
    }

    /** Precision over coverage, an SVG drawing. */
    public String chart() {
        return CoverageChart.svg(outcomes);
    }

    /** For a program: one object, one line. */
    public String json() {
        String kinds =
                byKind().entrySet().stream()
                        .map(kind ->
                                DialReport.quoted(kind.getKey())
                                        + ":"
                                        + Tally.of(kind.getValue()).json()
                                        + "}")
                        .collect(Collectors.joining(",", "{", "}"));
        return Tally.of(outcomes).json()
                + ",\"byKind\":"
                + kinds
                + String.format(
                        Locale.ROOT,
                        ",\"decisionMs\":{\"p50\":%.3f,\"p99\":%.3f}}",
                        cpuMillis(0.5),
                        cpuMillis(0.99));
    }

    private Map<String, List<Outcome>> byKind() {
        return outcomes.stream()
                .collect(
                        Collectors.groupingBy(
                                outcome -> outcome.asked().kind(),
                                TreeMap::new,
                                Collectors.toList()));
    }

    private double cpuMillis(double share) {
        long[] sorted = outcomes.stream().mapToLong(Outcome::cpuNanos).sorted().toArray();
        return sorted.length == 0
                ? 0
                : sorted[(int) Math.min(sorted.length - 1, share * sorted.length)] / 1e6;
    }
}
