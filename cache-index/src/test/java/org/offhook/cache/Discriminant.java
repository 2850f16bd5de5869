package org.offhook.cache;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Fits a {@link Projection}: linear discriminant analysis. The scatter within intents becomes
 * round, then the directions in which intents differ most are kept.
 */
final class Discriminant {
    private static final int DIMENSIONS = 160;

    /** Share of the mean variance added to each direction: what is seldom seen is not trusted. */
    private static final double RIDGE = 0.3;

    private static final int ROUNDS = 40;

    private Discriminant() {}

    /**
     * @param intents vectors of each
     */
    static Projection fit(Collection<List<float[]>> intents) {
        int size = intents.iterator().next().getFirst().length;
        double[] mean = new double[size];
        int count = 0;
        for (List<float[]> intent : intents) {
            for (float[] vector : intent) {
                add(mean, vector, 1);
                count++;
            }
        }
        scale(mean, 1.0 / count);
        double[][] within = new double[size][size];
        double[][] between = new double[size][size];
        for (List<float[]> intent : intents) {
            double[] centre = new double[size];
            intent.forEach(vector -> add(centre, vector, 1.0 / intent.size()));
            for (float[] vector : intent) {
                double[] off = minus(vector, centre);
                outer(within, off, 1.0 / count);
            }
            double[] off = centre.clone();
            for (int i = 0; i < size; i++) {
                off[i] -= mean[i];
            }
            outer(between, off, intent.size() / (double) count);
        }
        double trace = 0;
        for (int i = 0; i < size; i++) {
            trace += within[i][i];
        }
        for (int i = 0; i < size; i++) {
            within[i][i] += RIDGE * trace / size;
        }
        mirror(within);
        mirror(between);
        return projection(mean, within, between);
    }

    private static Projection projection(double[] mean, double[][] within, double[][] between) {
        double[][] lower = cholesky(within);
        // L^-1 B L^-T, whose leading directions are the discriminants of round scatter.
        double[][] half = new double[mean.length][];
        for (int i = 0; i < half.length; i++) {
            half[i] = solveLower(lower, between[i]);
        }
        double[][] round = new double[mean.length][];
        double[][] turned = transposed(half);
        for (int i = 0; i < round.length; i++) {
            round[i] = solveLower(lower, turned[i]);
        }
        List<double[]> leading = leading(round);
        float[][] rows = new float[leading.size()][];
        for (int i = 0; i < rows.length; i++) {
            double[] row = solveUpper(lower, leading.get(i));
            rows[i] = new float[row.length];
            for (int j = 0; j < row.length; j++) {
                rows[i][j] = (float) row[j];
            }
        }
        float[] centre = new float[mean.length];
        for (int i = 0; i < centre.length; i++) {
            centre[i] = (float) mean[i];
        }
        return new Projection(centre, rows);
    }

    /** An orthonormal basis of the leading eigenvectors, by orthogonal iteration. */
    private static List<double[]> leading(double[][] matrix) {
        List<double[]> basis = new ArrayList<>();
        for (int i = 0; i < DIMENSIONS; i++) {
            double[] start = new double[matrix.length];
            for (int j = 0; j < start.length; j++) {
                start[j] = Math.sin(1.0 + i * 0.7 + j * (1.3 + 0.11 * i)) + (i == j ? 1 : 0);
            }
            basis.add(start);
        }
        for (int round = 0; round < ROUNDS; round++) {
            List<double[]> next = new ArrayList<>();
            for (double[] vector : basis) {
                double[] image = times(matrix, vector);
                for (double[] before : next) {
                    addTo(image, before, -dot(image, before));
                }
                scale(image, 1 / Math.max(1e-12, Math.sqrt(dot(image, image))));
                next.add(image);
            }
            basis = next;
        }
        return basis;
    }

    private static double[][] cholesky(double[][] matrix) {
        int size = matrix.length;
        double[][] lower = new double[size][size];
        for (int i = 0; i < size; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = matrix[i][j];
                for (int k = 0; k < j; k++) {
                    sum -= lower[i][k] * lower[j][k];
                }
                lower[i][j] = i == j ? Math.sqrt(sum) : sum / lower[j][j];
            }
        }
        return lower;
    }

    private static double[] solveLower(double[][] lower, double[] right) {
        double[] out = right.clone();
        for (int i = 0; i < out.length; i++) {
            for (int k = 0; k < i; k++) {
                out[i] -= lower[i][k] * out[k];
            }
            out[i] /= lower[i][i];
        }
        return out;
    }

    /** Of the transposed. */
    private static double[] solveUpper(double[][] lower, double[] right) {
        double[] out = right.clone();
        for (int i = out.length - 1; i >= 0; i--) {
            out[i] /= lower[i][i];
            for (int k = 0; k < i; k++) {
                out[k] -= lower[i][k] * out[i];
            }
        }
        return out;
    }

    private static double[][] transposed(double[][] matrix) {
        double[][] out = new double[matrix.length][matrix.length];
        for (int i = 0; i < matrix.length; i++) {
            for (int j = 0; j < matrix.length; j++) {
                out[j][i] = matrix[i][j];
            }
        }
        return out;
    }

    private static double[] times(double[][] matrix, double[] vector) {
        double[] out = new double[vector.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = dot(matrix[i], vector);
        }
        return out;
    }

    private static double dot(double[] a, double[] b) {
        double even = 0;
        double odd = 0;
        for (int i = 0; i + 1 < a.length; i += 2) {
            even += a[i] * b[i];
            odd += a[i + 1] * b[i + 1];
        }
        return even + odd + (a.length % 2 == 1 ? a[a.length - 1] * b[a.length - 1] : 0);
    }

    private static void add(double[] sum, float[] vector, double weight) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] += weight * vector[i];
        }
    }

    private static void addTo(double[] sum, double[] vector, double weight) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] += weight * vector[i];
        }
    }

    private static void scale(double[] vector, double factor) {
        for (int i = 0; i < vector.length; i++) {
            vector[i] *= factor;
        }
    }

    private static double[] minus(float[] a, double[] b) {
        double[] out = new double[a.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = a[i] - b[i];
        }
        return out;
    }

    /** The lower half only. */
    private static void outer(double[][] sum, double[] vector, double weight) {
        for (int i = 0; i < vector.length; i++) {
            double scaled = weight * vector[i];
            double[] line = sum[i];
            for (int j = 0; j <= i; j++) {
                line[j] += scaled * vector[j];
            }
        }
    }

    private static void mirror(double[][] lower) {
        for (int i = 0; i < lower.length; i++) {
            for (int j = 0; j < i; j++) {
                lower[j][i] = lower[i][j];
            }
        }
    }
}
