package org.offhook.cache;

import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A bank's phrasings in one vector space. Immutable; any thread.
 *
 * <p>Besides the vectors: each answer's centroid, and how near its phrasings lie to each other,
 * without which a cosine says little.
 */
final class Space {
    /** Of an answer with more phrasings only so many are compared with each other. */
    private static final int MOST_SIBLINGS = 64;

    private final float[][] vectors;
    private final float[][] centroids;
    private final double[] nearestSibling;
    private final double[] density;

    private final List<int[]> phrasingsOf;

    /**
     * @param phrasingsOf indexes of each answer's phrasings
     * @param view what the vectors are turned into
     * @param known what was computed before, or null
     * @param sameAs by answer, which of {@code known} has the very same phrasings, or -1
     */
    Space(
            List<Bank.Phrasing> phrasings,
            List<int[]> phrasingsOf,
            UnaryOperator<float[]> view,
            Space known,
            int[] sameAs) {
        this.phrasingsOf = phrasingsOf;
        vectors = new float[phrasings.size()][];
        centroids = new float[phrasingsOf.size()][];
        nearestSibling = new double[vectors.length];
        density = new double[phrasingsOf.size()];
        for (int answer = 0; answer < centroids.length; answer++) {
            if (sameAs[answer] >= 0) {
                take(known, sameAs[answer], answer);
            } else {
                compute(phrasings, view, answer);
            }
        }
    }

    private void take(Space known, int from, int answer) {
        int[] own = phrasingsOf.get(answer);
        int[] before = known.phrasingsOf.get(from);
        for (int i = 0; i < own.length; i++) {
            vectors[own[i]] = known.vectors[before[i]];
            nearestSibling[own[i]] = known.nearestSibling[before[i]];
        }
        centroids[answer] = known.centroids[from];
        density[answer] = known.density[from];
    }

    private void compute(List<Bank.Phrasing> phrasings, UnaryOperator<float[]> view, int answer) {
        int[] own = phrasingsOf.get(answer);
        for (int phrasing : own) {
            vectors[phrasing] = view.apply(phrasings.get(phrasing).vector());
        }
        centroids[answer] = mean(own);
        for (int phrasing : own) {
            nearestSibling[phrasing] = nearestSibling(phrasing, own);
            density[answer] += nearestSibling[phrasing] / own.length;
        }
    }

    private float[] mean(int[] own) {
        float[] mean = new float[own.length == 0 ? 0 : vectors[own[0]].length];
        for (int phrasing : own) {
            for (int i = 0; i < mean.length; i++) {
                mean[i] += vectors[phrasing][i];
            }
        }
        double length = Math.sqrt(Bank.dot(mean, mean));
        for (int i = 0; i < mean.length; i++) {
            mean[i] /= (float) Math.max(length, 1e-9);
        }
        return mean;
    }

    /** 0 for an only one. */
    private double nearestSibling(int phrasing, int[] own) {
        double nearest = 0;
        for (int i = 0; i < Math.min(own.length, MOST_SIBLINGS); i++) {
            if (own[i] != phrasing) {
                nearest = Math.max(nearest, Bank.dot(vectors[phrasing], vectors[own[i]]));
            }
        }
        return nearest;
    }

    double cosine(float[] vector, int phrasing) {
        return Bank.dot(vector, vectors[phrasing]);
    }

    double centroidCosine(float[] vector, int answer) {
        return centroids[answer].length == 0 ? 0 : Bank.dot(vector, centroids[answer]);
    }

    /** How near its nearest sibling lies to a phrasing. */
    double nearestSibling(int phrasing) {
        return nearestSibling[phrasing];
    }

    /** Mean over an answer's phrasings of how near the nearest sibling lies. */
    double density(int answer) {
        return density[answer];
    }
}
