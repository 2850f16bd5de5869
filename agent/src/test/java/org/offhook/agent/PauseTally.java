package org.offhook.agent;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * Decisions over many turns, counted. "Cut off": the turn was taken before its end; the agent drops
 * its answer unheard and the turn is joined again where the caller goes on before the answer's
 * first sound. "Spoken into": the answer had begun.
 */
final class PauseTally {
    private static final double Z = 1.96;

    /** What a language model and a voice take to the first sound, after the decision. */
    static final int ANSWER_MILLIS = 300;

    private final List<Integer> latencies = new ArrayList<>();
    private int turns;
    private int cut;
    private int spokenInto;
    private int pauses;

    /**
     * @param decidedMillis -1 for never
     */
    void add(PausedSpeech speech, int decidedMillis) {
        turns++;
        boolean early = decidedMillis >= 0 && decidedMillis < speech.endMillis();
        int reached = 0;
        for (int[] pause : speech.pauses()) {
            reached += early && pause[0] > decidedMillis ? 0 : 1;
        }
        pauses += reached;
        if (early) {
            cut++;
            spokenInto += goesOn(speech, decidedMillis) > decidedMillis + ANSWER_MILLIS ? 1 : 0;
        } else {
            latencies.add(
                    decidedMillis < 0 ? Integer.MAX_VALUE : decidedMillis - speech.endMillis());
        }
    }

    /** When the caller speaks again, ms. */
    private static int goesOn(PausedSpeech speech, int decidedMillis) {
        return speech.pauses().stream()
                .filter(pause -> pause[0] <= decidedMillis && decidedMillis < pause[1])
                .mapToInt(pause -> pause[1])
                .findFirst()
                .orElse(decidedMillis);
    }

    double cutPercent() {
        return turns == 0 ? 0 : 100.0 * cut / turns;
    }

    int median() {
        return quantile(0.5);
    }

    int quantile(double share) {
        if (latencies.isEmpty()) {
            return 0;
        }
        Collections.sort(latencies);
        int rank = (int) Math.ceil(share * latencies.size()) - 1;
        return latencies.get(Math.clamp(rank, 0, latencies.size() - 1));
    }

    static String head() {
        return "| | turns | cut off | 95 % bounds | and spoken into | of pauses | p50 | p90 | p95 ms |\n"
                + "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |";
    }

    String row(String name) {
        double[] bounds = wilson(cut, turns);
        return String.format(
                Locale.ROOT,
                "| %s | %d | %d = %.1f %% | %.1f-%.1f | %.1f %% | %.1f %% | %d | %d | %d |",
                name,
                turns,
                cut,
                cutPercent(),
                100 * bounds[0],
                100 * bounds[1],
                turns == 0 ? 0 : 100.0 * spokenInto / turns,
                pauses == 0 ? 0 : 100.0 * cut / pauses,
                median(),
                quantile(0.9),
                quantile(0.95));
    }

    private static double[] wilson(int hits, int of) {
        if (of == 0) {
            return new double[] {0, 1};
        }
        double p = hits / (double) of;
        double middle = p + Z * Z / (2 * of);
        double spread = Z * Math.sqrt(p * (1 - p) / of + Z * Z / (4.0 * of * of));
        double scale = 1 + Z * Z / of;
        return new double[] {(middle - spread) / scale, (middle + spread) / scale};
    }
}
