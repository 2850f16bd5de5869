package org.offhook.agent;

import java.io.IOException;
import java.util.function.BooleanSupplier;

/**
 * Speech to words. Thread-safe; a local one computes for 100 ms and more, so it is called on the
 * model pool.
 */
public interface Recogniser extends AutoCloseable {
    /**
     * Recognises one segment of speech.
     *
     * @param samples PCM as in {@link org.offhook.media.Pcm}
     * @param abandoned asked between steps; when true the result is no longer wanted and the call
     *     returns early with what it has
     * @return the words, trimmed; empty where nothing was understood
     */
    String recognise(short[] samples, int length, BooleanSupplier abandoned)
            throws IOException, InterruptedException;

    @Override
    void close();
}
