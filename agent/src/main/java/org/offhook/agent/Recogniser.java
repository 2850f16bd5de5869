package org.offhook.agent;

/** Speech to words. Thread-safe; shared by all calls. */
public interface Recogniser extends AutoCloseable {
    /**
     * Opens the recognition of one call, at once: a connection is made in the background, while the
     * phone rings.
     */
    Recognition open(String callId, Recognition.Listener listener);

    /** Name and model, for logs. */
    String id();

    @Override
    void close();
}
