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

    /**
     * @param phrasingsOf indexes of each answer's phrasings
     * @param view what the vectors are turned into
     */
    Space(List<Bank.Phrasing> phrasings, List<int[]> phrasingsOf, UnaryOperator<float[]> view) {
        vectors = new float[phrasings.size()][];
        for (int i = 0; i < vectors.length; i++) {
            vectors[i] = view.apply(phrasings.get(i).vector());
        }
        centroids = new float[phrasingsOf.size()][];
        nearestSibling = new double[vectors.length];
        density = new double[phrasingsOf.size()];
        for (int answer = 0; answer < centroids.length; answer++) {
            int[] own = phrasingsOf.get(answer);
            centroids[answer] = mean(own);
            for (int phrasing : own) {
                nearestSibling[phrasing] = nearestSibling(phrasing, own);
                density[answer] += nearestSibling[phrasing] / own.length;
            }
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
