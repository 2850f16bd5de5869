package org.offhook.agent;

import java.util.List;
import java.util.Optional;

/** A model that hears and speaks by itself. Thread-safe; shared by all calls. */
public interface RealtimeModel extends AutoCloseable {
    /** Opens the session of one call, at once: the connection is made in the background. */
    RealtimeSession open(Opening opening, RealtimeSession.Listener listener);

    /** Name and model, for logs. */
    String id();

    @Override
    void close();

    /**
     * What a session begins with.
     *
     * @param g711 the call's law, where sound can pass through untouched; empty: 24 kHz PCM
     */
    record Opening(
            String callId, String instructions, List<ToolSpec> tools, Optional<G711Law> g711) {
        public Opening {
            tools = List.copyOf(tools);
        }
    }

    /** ITU-T G.711: which of its two laws. */
    enum G711Law {
        PCMU,
        PCMA
    }
}
