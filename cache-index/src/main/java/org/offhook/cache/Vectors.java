package org.offhook.cache;

/**
 * What an {@link Embedder} makes of one text: unit vectors. Immutable by agreement; any thread.
 *
 * @param plain what the text means, as the public encoder has it
 * @param tuned what is asked for: questions that want the same answer lie together
 */
public record Vectors(float[] plain, float[] tuned) {
    private static final float HALF = (float) Math.sqrt(0.5);

    /** Both in one unit vector, whose cosine is the mean of both. */
    float[] joined() {
        float[] joined = new float[plain.length + tuned.length];
        for (int i = 0; i < plain.length; i++) {
            joined[i] = plain[i] * HALF;
        }
        for (int i = 0; i < tuned.length; i++) {
            joined[plain.length + i] = tuned[i] * HALF;
        }
        return joined;
    }

    /** Of what {@link #joined} made; no vector at all is none of either. */
    static Vectors parted(float[] joined) {
        int half = joined.length / 2;
        var vectors = new Vectors(new float[half], new float[half]);
        for (int i = 0; i < half; i++) {
            vectors.plain[i] = joined[i] / HALF;
            vectors.tuned[i] = joined[half + i] / HALF;
        }
        return vectors;
    }
}
