package org.offhook.sip;

/**
 * An identity at a PBX, kept registered until it is closed. Methods may be called from any thread.
 */
public interface Line extends AutoCloseable {
    /** As in {@link LineConfig#name}. */
    String name();

    LineState state();

    /** Unregisters; returns at once. Twice is harmless. */
    @Override
    void close();
}
