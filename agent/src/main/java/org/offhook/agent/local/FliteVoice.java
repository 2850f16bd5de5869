package org.offhook.agent.local;

import java.util.Optional;

/** Temporary. */
public final class FliteVoice implements org.offhook.agent.Voice {
    /** Temporary. */
    public static Optional<FliteVoice> find() {
        return Optional.empty();
    }

    /** Temporary. */
    public static Optional<FliteVoice> find(String voice) {
        return Optional.empty();
    }

    @Override
    public void speak(String t, Sink s) {}

    @Override
    public String id() {
        return "flite";
    }

    @Override
    public void close() {}
}
