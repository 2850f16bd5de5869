package org.offhook.cache;

/**
 * Text to vector. Thread-safe; {@link #embed} computes for some milliseconds, so call it on the
 * model pool.
 */
public interface Embedder extends AutoCloseable {
    /** Unit vector of {@link #dimensions()} floats. */
    float[] embed(String text);

    int dimensions();

    /** Name and version: vectors of different ids are never compared. */
    String id();

    @Override
    void close();
}
