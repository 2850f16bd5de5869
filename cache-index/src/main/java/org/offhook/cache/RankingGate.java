package org.offhook.cache;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/**
 * Log odds that the best answer is the right one: boosted trees on {@link RankingFeatures}, fitted
 * by {@code Calibrate} in the tests. Immutable; any thread.
 *
 * @param calibration what was counted at each score
 */
record RankingGate(Trees trees, Calibration calibration) {
    private static final String TREES = "ranking-gate.txt";

    /** Reads the committed trees and counts. */
    static RankingGate load() throws IOException {
        try (var in = RankingGate.class.getResourceAsStream(TREES)) {
            if (in == null) {
                throw new IOException("not on the class path: " + TREES);
            }
            var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII));
            return new RankingGate(
                    Trees.read(lines, RankingFeatures.NAMES.size()), Calibration.load());
        }
    }

    double score(double[] features) {
        return trees.score(features);
    }
}
