package org.offhook.cache;

/**
 * Text to vector. Thread-safe; {@link #embed} computes for some milliseconds, so call it on the
 * model pool.
 */
public interface Embedder extends AutoCloseable {
    /** Unit vector of {@link #dimensions()} floats. */
    float[] embed(String text);

    /** {@link #embed} and, where there is a second view, that one too; else the first twice. */
    default Vectors vectors(String text) {
        float[] vector = embed(text);
        return new Vectors(vector, vector);
    }

    /** Of {@link #embed}. */
    int dimensions();

    /** Name and version: vectors of different ids are never compared. */
    String id();

    /** As {@link #id}, of {@link #vectors}. */
    default String vectorsId() {
        return id();
    }

    @Override
    void close();
}
