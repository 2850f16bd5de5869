package org.offhook.cache;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
    private static final int STEP = 25;

    /** A question is asked of about so many banks: that proves less than so many questions. */
    private static final int ASKED_OF = 4;

    private static final double[] TARGETS = {0.002, 0.005, 0.01, 0.02, 0.05};

    private Calibrate() {}

    /**
     * @param args DATA, the folder of the encoders, the folder of the resources
     */
    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[1]);
        Path resources = Path.of(args[2]);
        var corpus = new Corpus(Path.of(args[0]));
        try (var plain = Sight.plain(folder);
                var cached = Sight.of("cached", plain, folder);
                var half = Sight.of("half", plain, folder)) {
            var fitting = new Fitting(corpus, Vocabulary.load());
            List<Fitting.Part> parts = parts(new Splits(corpus), cached, half, true);
            Fitting.Fitted fitted = fitting.fit(parts);
            Calibration calibration = calibration(fitted);
            try (var out =
                    new DataOutputStream(
                            new BufferedOutputStream(
                                    Files.newOutputStream(resources.resolve("projection.bin"))))) {
                fitting.projection(parts, List.of()).write(out);
            }
            Files.write(resources.resolve("ranking-gate.txt"), fitted.trees().lines());
            Files.write(resources.resolve("calibration.txt"), calibration.lines());
        }
    }

    /**
     * @param withTest also the questions that are kept for the test are asked
     */
    static List<Fitting.Part> parts(Splits splits, Sight cached, Sight half, boolean withTest)
            throws IOException {
        var strangers = new ArrayList<>(splits.unseen.get(0));
        strangers.addAll(splits.unseen.get(1));
        var more = new ArrayList<>(splits.half());
        more.addAll(strangers);
        Fitting.Set banking = splits.banking(List.copyOf(splits.learn.keySet()), withTest);
        return List.of(
                new Fitting.Part(cached, banking, strangers, 4, true),
                new Fitting.Part(half, banking, more, 3, true),
                new Fitting.Part(cached, splits.clinc(), splits.clincHeld(), 2, false));
    }

    /** Counted on draws that the trees which judge them were not fitted on. */
    static Calibration calibration(Fitting.Fitted fitted) {
        List<Calibration.Judged> judged = fitted.judged();
        long inScope = fitted.unseen().stream().filter(scored -> scored.row().inScope()).count();
        var calibration =
                new Calibration(
                        Calibration.of(judged, STEP).steps().stream()
                                .map(step ->
                                        new Calibration.Step(
                                                step.score(),
                                                step.total() / ASKED_OF,
                                                Math.ceilDiv(step.wrong(), ASKED_OF)))
                                .toList());
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
