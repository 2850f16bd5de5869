package org.offhook.agent;

import java.util.Locale;

/** Speech to words. Thread-safe; shared by all calls. */
public interface Recogniser extends AutoCloseable {
    /**
     * Opens the recognition of one call, at once: a connection is made in the background, while the
     * phone rings.
     *
     * @param language the caller's
     */
    Recognition open(String callId, Locale language, Recognition.Listener listener);

    /**
     * Asks whether the provider accepts us, before callers depend on it. Anything but a refused key
     * is logged, not thrown: it may be better by then.
     *
     * @throws KeyRefusedException with the provider's own words
     */
    default void check() throws KeyRefusedException, InterruptedException {}

    /** Name and model, for logs. */
    String id();

    @Override
    void close();
}
