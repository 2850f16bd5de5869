package org.offhook.agent;

/**
 * One connection to a {@link RealtimeModel}: what the service has of a conversation. Any thread; no
 * method waits. After the session was lost they have no effect.
 */
public interface RealtimeSession extends AutoCloseable {
    /** Told what happens, in its order, on the connection's reader thread; must not wait there. */
    @FunctionalInterface
    interface Listener {
        void on(RealtimeEvent event);
    }

    /**
     * The caller's sound, added to what the service has not been asked about.
     *
     * @return false where it was dropped: more than a second of it waits to be sent
     */
    boolean hear(byte[] sound, int length);

    /** The service forgets the sound it has not been asked about. */
    void clear();

    /** That sound is what the caller said. */
    void commit();

    /** Something that was said without the service: becomes part of its conversation as text. */
    void add(LanguageModel.Message message);

    /** Asks for a response. One at a time. */
    void respond();

    /** The response that is under way is not wanted any more. */
    void cancel();

    /**
     * Of something that the service said only so much was heard.
     *
     * @param part the item's content, counted from 0
     * @param heardMillis at most what it has sent
     */
    void truncate(String item, int part, int heardMillis);

    /** Something that the service said was not heard at all. */
    void delete(String item);

    /** Leaves at once, without a goodbye; nothing more of it is read. */
    void abort();

    /** Says goodbye and leaves. */
    @Override
    void close();
}
