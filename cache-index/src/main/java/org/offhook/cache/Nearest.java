package org.offhook.cache;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;

/** The phrasings that are nearest to one question, of those offered. Used by one thread. */
final class Nearest {
    static final int MOST = 64;

    private final Bank bank;
    private final float[][] views;
    private final PriorityQueue<Ranking.Neighbour> farthestFirst =
            new PriorityQueue<>(MOST + 1, (a, b) -> Double.compare(a.sum(), b.sum()));

    /**
     * @param views the question's vector in each space
     */
    Nearest(Bank bank, float[][] views) {
        this.bank = bank;
        this.views = views;
    }

    void offerAll() {
        for (int i = 0; i < bank.phrasings().size(); i++) {
            offer(i);
        }
    }

    void offer(int phrasing) {
        double[] cosines = new double[Ranking.SPACES];
        for (int space = 0; space < cosines.length; space++) {
            cosines[space] = bank.space(space).cosine(views[space], phrasing);
        }
        var neighbour = new Ranking.Neighbour(phrasing, cosines);
        if (farthestFirst.size() < MOST || neighbour.sum() > farthestFirst.peek().sum()) {
            farthestFirst.add(neighbour);
            if (farthestFirst.size() > MOST) {
                farthestFirst.poll();
            }
        }
    }

    /** Nearest first. */
    List<Ranking.Neighbour> found() {
        var found = new ArrayList<>(farthestFirst);
        found.sort((a, b) -> Double.compare(b.cosine(), a.cosine()));
        return found;
    }
}
