package org.offhook.cache;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/**
 * Log odds that the best answer is the right one: a logistic regression on {@link Features} and
 * their products, fitted by {@code Calibrate} in the tests. Immutable; any thread.
 *
 * @param sure score from which on an answer is played
 * @param weights of {@link #terms}
 */
record Gate(double sure, double[] weights) {
    private static final String RESOURCE = "gate.txt";

    /** Reads the committed weights: first {@code sure}, then one weight a line. */
    static Gate load() throws IOException {
        int features = Features.NAMES.size();
        double[] numbers = new double[2 + features + features * (features + 1) / 2];
        try (var in = Gate.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IOException("not on the class path: " + RESOURCE);
            }
            var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII));
            for (int i = 0; i < numbers.length; i++) {
                String line = lines.readLine();
                if (line == null) {
                    throw new IOException(RESOURCE + " ends before weight " + i + ": refit it");
                }
                numbers[i] = Double.parseDouble(line);
            }
            if (lines.readLine() != null) {
                throw new IOException(RESOURCE + " has too many weights: refit it");
            }
        }
        double[] weights = new double[numbers.length - 1];
        System.arraycopy(numbers, 1, weights, 0, weights.length);
        return new Gate(numbers[0], weights);
    }

    /** About 0 for an even chance, 3 for 20 to 1. */
    double score(double[] features) {
        double[] terms = terms(features);
        double score = 0;
        for (int i = 0; i < terms.length; i++) {
            score += terms[i] * weights[i];
        }
        return score;
    }

    /** One, the features, and the product of each two. */
    static double[] terms(double[] features) {
        int count = features.length;
        double[] terms = new double[1 + count + count * (count + 1) / 2];
        int next = 0;
        terms[next++] = 1;
        for (double feature : features) {
            terms[next++] = feature;
        }
        for (int i = 0; i < count; i++) {
            for (int j = i; j < count; j++) {
                terms[next++] = features[i] * features[j];
            }
        }
        return terms;
    }
}
