package org.offhook.agent;

import java.time.Duration;
import java.util.List;

/**
 * A model that hears and speaks itself, behind one connection a call. Thread-safe; shared by all
 * calls. It never decides whose turn it is: that is {@link TurnMachine}'s.
 */
public interface RealtimeModel extends AutoCloseable {
    /**
     * Opens a session and returns at once; {@link RealtimeEvent.Ready} tells when it can be asked,
     * {@link RealtimeEvent.Lost} that it cannot.
     *
     * @param instructions the system message
     */
    RealtimeSession open(
            String instructions,
            List<ToolSpec> tools,
            SoundFormat format,
            RealtimeSession.Listener listener);

    /** Name and model, for logs. */
    String id();

    /** How long a session lasts at most; the service ends it then. */
    Duration sessionLimit();

    /** How long to wait for the first sound of an answer, and later for the next. */
    Duration patience();

    /**
     * Asks whether the provider accepts us, before callers depend on it. Anything but a refused key
     * is logged, not thrown: it may be better by then.
     *
     * @throws KeyRefusedException with the provider's own words
     */
    default void check() throws KeyRefusedException, InterruptedException {}

    @Override
    void close();
}
