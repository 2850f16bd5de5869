package org.offhook.cache;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Fits {@link Trees}: gradient boosting of the logistic loss, each tree grown where it gains most,
 * on a random share of rows and features. The same seed gives the same trees.
 */
final class Boosting {
    private static final int TREES = 300;
    private static final double RATE = 0.05;
    private static final int LEAVES = 14;
    private static final int LEAST_ROWS = 40;
    private static final double RIDGE = 5;
    private static final double ROWS = 0.7;
    private static final double FEATURES = 0.4;
    private static final int BINS = 64;

    private final double[][] rows;
    private final boolean[] right;
    private final double[][] limits;
    private final byte[][] bins; // by feature
    private final double[] score;
    private final double[] slope;
    private final double[] curve;
    private final Random random;

    private Boosting(List<double[]> rows, boolean[] right, long seed) {
        this.rows = rows.toArray(double[][]::new);
        this.right = right;
        random = new Random(seed);
        int features = this.rows[0].length;
        limits = new double[features][];
        bins = new byte[features][this.rows.length];
        for (int feature = 0; feature < features; feature++) {
            limits[feature] = limits(feature);
            for (int row = 0; row < bins[feature].length; row++) {
                bins[feature][row] = bin(limits[feature], this.rows[row][feature]);
            }
        }
        score = new double[right.length];
        slope = new double[right.length];
        curve = new double[right.length];
    }

    static Trees fit(List<double[]> rows, boolean[] right, long seed) {
        return new Boosting(rows, right, seed).fit();
    }

    private double[] limits(int feature) {
        double[] sorted = Arrays.stream(rows).mapToDouble(row -> row[feature]).sorted().toArray();
        var limits = new ArrayList<Double>();
        for (int bin = 1; bin < BINS; bin++) {
            double limit = sorted[(int) ((long) bin * sorted.length / BINS)];
            if (limit < sorted[sorted.length - 1]
                    && (limits.isEmpty() || limit > limits.getLast())) {
                limits.add(limit);
            }
        }
        return limits.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static byte bin(double[] limits, double value) {
        int at = Arrays.binarySearch(limits, value);
        return (byte) (at >= 0 ? at : -at - 1);
    }

    private Trees fit() {
        long rights = 0;
        for (boolean one : right) {
            rights += one ? 1 : 0;
        }
        double base = Math.log((rights + 1.0) / (right.length - rights + 1.0));
        Arrays.fill(score, base);
        var trees = new ArrayList<Trees.Node[]>();
        for (int tree = 0; tree < TREES; tree++) {
            for (int row = 0; row < right.length; row++) {
                double p = 1 / (1 + Math.exp(-score[row]));
                slope[row] = p - (right[row] ? 1 : 0);
                curve[row] = p * (1 - p);
            }
            trees.add(tree());
        }
        return new Trees(base, trees);
    }

    /** Rows of a leaf and the best way to part them. */
    private record Leaf(int node, int[] rows, int feature, int bin, double gain) {}

    private Trees.Node[] tree() {
        int[] drawn = random.ints(0, right.length).limit((long) (ROWS * right.length)).toArray();
        int[] features = features();
        var nodes = new ArrayList<Trees.Node>();
        var open = new ArrayList<Leaf>();
        nodes.add(null);
        open.add(leaf(0, drawn, features));
        while (open.size() < LEAVES) {
            Leaf best =
                    open.stream().max((a, b) -> Double.compare(a.gain(), b.gain())).orElseThrow();
            if (best.gain() <= 1e-9) {
                break;
            }
            open.remove(best);
            int left = nodes.size();
            double limit = limits[best.feature()][best.bin()];
            nodes.set(best.node(), new Trees.Node(best.feature(), limit, left, left + 1));
            nodes.add(null);
            nodes.add(null);
            byte[] of = bins[best.feature()];
            open.add(leaf(left, part(best, of, true), features));
            open.add(leaf(left + 1, part(best, of, false), features));
        }
        for (Leaf leaf : open) {
            nodes.set(leaf.node(), new Trees.Node(-1, value(leaf.rows()), 0, 0));
        }
        Trees.Node[] tree = nodes.toArray(Trees.Node[]::new);
        var one = new Trees(0, List.<Trees.Node[]>of(tree));
        for (int row = 0; row < rows.length; row++) {
            score[row] += one.score(rows[row]);
        }
        return tree;
    }

    private static int[] part(Leaf leaf, byte[] of, boolean left) {
        return Arrays.stream(leaf.rows()).filter(row -> of[row] <= leaf.bin() == left).toArray();
    }

    private int[] features() {
        var all = new ArrayList<Integer>();
        for (int i = 0; i < bins.length; i++) {
            all.add(i);
        }
        java.util.Collections.shuffle(all, random);
        return all.subList(0, (int) Math.ceil(FEATURES * bins.length)).stream()
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private double value(int[] of) {
        double down = 0;
        double bend = RIDGE;
        for (int row : of) {
            down -= slope[row];
            bend += curve[row];
        }
        return RATE * down / bend;
    }

    private Leaf leaf(int node, int[] of, int[] features) {
        double allSlope = 0;
        double allCurve = 0;
        for (int row : of) {
            allSlope += slope[row];
            allCurve += curve[row];
        }
        var best = new Leaf(node, of, -1, 0, 0);
        for (int feature : features) {
            double[] slopes = new double[BINS + 1];
            double[] curves = new double[BINS + 1];
            int[] counts = new int[BINS + 1];
            for (int row : of) {
                int bin = bins[feature][row];
                slopes[bin] += slope[row];
                curves[bin] += curve[row];
                counts[bin]++;
            }
            double leftSlope = 0;
            double leftCurve = 0;
            int left = 0;
            for (int bin = 0; bin < limits[feature].length; bin++) {
                leftSlope += slopes[bin];
                leftCurve += curves[bin];
                left += counts[bin];
                if (left < LEAST_ROWS || of.length - left < LEAST_ROWS) {
                    continue;
                }
                double gain =
                        gain(leftSlope, leftCurve)
                                + gain(allSlope - leftSlope, allCurve - leftCurve)
                                - gain(allSlope, allCurve);
                if (gain > best.gain()) {
                    best = new Leaf(node, of, feature, bin, gain);
                }
            }
        }
        return best;
    }

    private static double gain(double slope, double curve) {
        return slope * slope / (curve + RIDGE);
    }
}
