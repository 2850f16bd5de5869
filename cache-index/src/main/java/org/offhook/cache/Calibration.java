package org.offhook.cache;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * Judged answers by score: how many of those at least so sure were wrong. It maps the share of
 * wrong answers an owner allows to a score, by an upper confidence bound and not by the share that
 * was seen. Immutable; any thread.
 *
 * @param steps surest first
 */
record Calibration(List<Step> steps) {
    private static final String RESOURCE = "calibration.txt";

    /** So many times worse than allowed, and no judging makes it good. */
    private static final int HOPELESS = 4;

    /** Answers of a score of {@code score} or more: all of them, and the wrong ones. */
    record Step(double score, long total, long wrong) {}

    /** One answer a person or a model has judged. */
    record Judged(double score, boolean right) {}

    Calibration {
        steps = List.copyOf(steps);
    }

    /** What comes with the program. */
    static Calibration load() throws IOException {
        var steps = new ArrayList<Step>();
        try (var in = Calibration.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IOException("not on the class path: " + RESOURCE);
            }
            var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] words = line.split(" ");
                steps.add(
                        new Step(
                                Double.parseDouble(words[0]),
                                Long.parseLong(words[1]),
                                Long.parseLong(words[2])));
            }
        }
        return new Calibration(steps);
    }

    /**
     * Counted anew at each {@code every}-th answer and the last.
     *
     * @param every at least 1
     */
    static Calibration of(Collection<Judged> judged, int every) {
        var sorted =
                judged.stream().sorted((a, b) -> Double.compare(b.score(), a.score())).toList();
        var steps = new ArrayList<Step>();
        long wrong = 0;
        for (int i = 0; i < sorted.size(); i++) {
            wrong += sorted.get(i).right() ? 0 : 1;
            if ((i + 1) % every == 0 || i + 1 == sorted.size()) {
                steps.add(new Step(sorted.get(i).score(), i + 1, wrong));
            }
        }
        return new Calibration(steps);
    }

    /**
     * With answers judged where this program runs.
     *
     * @param total by step, how many more
     * @param wrong and how many of these were wrong
     */
    Calibration with(long[] total, long[] wrong) {
        var sums = new ArrayList<Step>(steps.size());
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            sums.add(new Step(step.score(), step.total() + total[i], step.wrong() + wrong[i]));
        }
        return new Calibration(sums);
    }

    /** The lowest score that is proven good enough; empty where none is: nothing may be played. */
    OptionalDouble sure(double wrongRate) {
        for (Step step : steps.reversed()) {
            if (WrongRate.proves(step.wrong(), step.total(), wrongRate)) {
                return OptionalDouble.of(step.score());
            }
        }
        return OptionalDouble.empty();
    }

    /**
     * The lowest score at which it may still pay to judge what is not played: of those counted from
     * there on, at most {@value #HOPELESS} times the allowed share were wrong. Infinite where there
     * is none.
     */
    double worthJudging(double wrongRate) {
        for (Step step : steps.reversed()) {
            if (step.wrong() <= HOPELESS * wrongRate * step.total()) {
                return step.score();
            }
        }
        return Double.POSITIVE_INFINITY;
    }

    /** How many right answers more, at least, would prove {@code wrongRate} for some score. */
    long moreNeeded(double wrongRate) {
        long fewest = WrongRate.moreNeeded(0, 0, wrongRate);
        for (Step step : steps) {
            // Most steps need more than another: one sum says so.
            if (WrongRate.proves(step.wrong(), step.total() + fewest, wrongRate)) {
                fewest = WrongRate.moreNeeded(step.wrong(), step.total(), wrongRate);
            }
        }
        return fewest;
    }

    /** As {@link #load} reads it. */
    List<String> lines() {
        return steps.stream()
                .map(step ->
                        String.format(
                                Locale.ROOT,
                                "%.4f %d %d",
                                step.score(),
                                step.total(),
                                step.wrong()))
                .toList();
    }
}
