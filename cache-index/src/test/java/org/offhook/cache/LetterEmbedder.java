package org.offhook.cache;

import java.util.concurrent.atomic.AtomicInteger;

/** Vectors from letter pairs: cheap, the same every time, and it counts what it is asked. */
final class LetterEmbedder implements Embedder {
    private static final int DIMENSIONS = 64;

    private final AtomicInteger calls = new AtomicInteger();
    private final String id;

    LetterEmbedder(String id) {
        this.id = id;
    }

    int calls() {
        return calls.get();
    }

    @Override
    public float[] embed(String text) {
        calls.incrementAndGet();
        float[] vector = new float[DIMENSIONS];
        for (int i = 0; i + 1 < text.length(); i++) {
            vector[(text.charAt(i) * 31 + text.charAt(i + 1)) % DIMENSIONS]++;
        }
        vector[0] += 0.1f; // never zero
        double length = Math.sqrt(Bank.dot(vector, vector));
        for (int i = 0; i < DIMENSIONS; i++) {
            vector[i] /= (float) length;
        }
        return vector;
    }

    @Override
    public int dimensions() {
        return DIMENSIONS;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public void close() {}
}
