package org.offhook.cache;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Fits what the program comes with: {@code projection.bin}, {@code ranking-gate.txt} and {@code
 * calibration.txt}. From all of BANKING77's train split and CLINC150's train and val; the counts of
 * the calibration are of trees that were fitted without the draw they judge. The same data gives
 * the same files.
 *
 * <p>{@code tests/bench/calibrate DATA}; {@link Banking} says what the method is worth on intents
 * nothing was fitted on.
 */
final class Calibrate {
    private static final int BANKING_HELD_OUT = 20;
    private static final int CLINC_HELD_OUT = 50;
    private static final int BANKING_DRAWS = 6;
    private static final int CLINC_DRAWS = 4;
    private static final int STEP = 25;
    private static final double[] TARGETS = {0.002, 0.005, 0.01, 0.02, 0.05};

    private Calibrate() {}

    public static void main(String[] args) throws IOException {
        Path resources = Path.of(args[2]);
        try (var embedder = MiniLmEmbedder.load();
                var corpus = new Corpus(Path.of(args[0]), Path.of(args[1]), embedder)) {
            List<Fitting.Set> domains =
                    List.of(Fitting.Set.halves(corpus.banking()), Banking.clinc(corpus));
            Fitting.Fitted fitted =
                    new Fitting(corpus, Vocabulary.load())
                            .fit(
                                    domains,
                                    List.of(BANKING_HELD_OUT, CLINC_HELD_OUT),
                                    List.of(BANKING_DRAWS, CLINC_DRAWS));
            Calibration calibration = calibration(fitted);
            try (var out =
                    new DataOutputStream(
                            new BufferedOutputStream(
                                    Files.newOutputStream(resources.resolve("projection.bin"))))) {
                fitted.projection().write(out);
            }
            Files.write(resources.resolve("ranking-gate.txt"), fitted.trees().lines());
            Files.write(resources.resolve("calibration.txt"), calibration.lines());
        }
    }

    private static Calibration calibration(Fitting.Fitted fitted) {
        var judged =
                fitted.unseen().stream()
                        .filter(Fitting.Scored::open)
                        .map(scored -> new Calibration.Judged(scored.score(), scored.row().right()))
                        .toList();
        long inScope = fitted.unseen().stream().filter(scored -> scored.row().inScope()).count();
        var calibration = Calibration.of(judged, STEP);
        for (double target : TARGETS) {
            double sure = calibration.sure(target).orElse(Double.POSITIVE_INFINITY);
            long right = judged.stream().filter(one -> one.right() && one.score() >= sure).count();
            System.out.printf(
                    Locale.ROOT,
                    "at most %.1f %% wrong: sure from %.2f, useful %.1f %% of %d%n",
                    100 * target,
                    sure,
                    100.0 * right / inScope,
                    inScope);
        }
        return calibration;
    }
}
