package org.offhook.cache;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;

/** The phrasings that are nearest to one question, of those offered. Used by one thread. */
final class Nearest {
    static final int MOST = 64;

    private final Bank bank;
    private final float[] vector;
    private final float[] projected;
    private final PriorityQueue<Ranking.Neighbour> farthestFirst =
            new PriorityQueue<>(MOST + 1, (a, b) -> Double.compare(sum(a), sum(b)));

    Nearest(Bank bank, float[] vector, float[] projected) {
        this.bank = bank;
        this.vector = vector;
        this.projected = projected;
    }

    private static double sum(Ranking.Neighbour neighbour) {
        return neighbour.cosine() + neighbour.projected();
    }

    void offerAll() {
        for (int i = 0; i < bank.phrasings().size(); i++) {
            offer(i);
        }
    }

    void offer(int phrasing) {
        double cosine = bank.raw().cosine(vector, phrasing);
        double also = bank.projected().cosine(projected, phrasing);
        if (farthestFirst.size() < MOST || cosine + also > sum(farthestFirst.peek())) {
            farthestFirst.add(new Ranking.Neighbour(phrasing, cosine, also));
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
