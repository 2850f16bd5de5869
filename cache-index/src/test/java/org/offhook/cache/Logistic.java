package org.offhook.cache;

import java.util.List;

/** Logistic regression by Newton's method, ridge on the standardised terms. */
final class Logistic {
    private static final double RIDGE = 60;
    private static final int MOST_STEPS = 25;

    private Logistic() {}

    /** Weights of {@link Gate#terms}. */
    static double[] fit(List<double[]> features, boolean[] right) {
        double[][] terms = features.stream().map(Gate::terms).toArray(double[][]::new);
        int size = terms[0].length;
        double[] mean = new double[size];
        double[] spread = new double[size];
        standardise(terms, mean, spread);
        double[] weights = new double[size];
        for (int step = 0; step < MOST_STEPS; step++) {
            double[][] curve = new double[size][size];
            double[] slope = new double[size];
            for (int row = 0; row < terms.length; row++) {
                double p = 1 / (1 + Math.exp(-dot(terms[row], weights)));
                accumulate(terms[row], p - (right[row] ? 1 : 0), p * (1 - p), slope, curve);
            }
            for (int i = 1; i < size; i++) {
                slope[i] += RIDGE * weights[i];
                curve[i][i] += RIDGE;
            }
            double[] move = solve(curve, slope);
            for (int i = 0; i < size; i++) {
                weights[i] -= move[i];
            }
            if (dot(move, move) < 1e-8) {
                break;
            }
        }
        for (int i = 1; i < size; i++) {
            weights[i] /= spread[i];
            weights[0] -= weights[i] * mean[i];
        }
        return weights;
    }

    private static void standardise(double[][] terms, double[] mean, double[] spread) {
        for (int i = 1; i < mean.length; i++) {
            double square = 0;
            for (double[] row : terms) {
                mean[i] += row[i] / terms.length;
                square += row[i] * row[i] / terms.length;
            }
            spread[i] = Math.sqrt(Math.max(1e-12, square - mean[i] * mean[i]));
            for (double[] row : terms) {
                row[i] = (row[i] - mean[i]) / spread[i];
            }
        }
    }

    private static void accumulate(
            double[] row, double error, double weight, double[] slope, double[][] curve) {
        for (int i = 0; i < row.length; i++) {
            slope[i] += error * row[i];
            double scaled = weight * row[i];
            double[] line = curve[i];
            for (int j = 0; j <= i; j++) {
                line[j] += scaled * row[j];
            }
        }
    }

    /** Cholesky; only the lower half of {@code curve} is read, and overwritten. */
    private static double[] solve(double[][] curve, double[] slope) {
        int size = slope.length;
        for (int i = 0; i < size; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = curve[i][j];
                for (int k = 0; k < j; k++) {
                    sum -= curve[i][k] * curve[j][k];
                }
                curve[i][j] = i == j ? Math.sqrt(Math.max(sum, 1e-9)) : sum / curve[j][j];
            }
        }
        double[] out = slope.clone();
        for (int i = 0; i < size; i++) {
            for (int k = 0; k < i; k++) {
                out[i] -= curve[i][k] * out[k];
            }
            out[i] /= curve[i][i];
        }
        for (int i = size - 1; i >= 0; i--) {
            for (int k = i + 1; k < size; k++) {
                out[i] -= curve[k][i] * out[k];
            }
            out[i] /= curve[i][i];
        }
        return out;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
