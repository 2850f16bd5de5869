package org.offhook.sip;

/**
 * One dialog made by INVITE (RFC 3261 §12), ours or the peer's. Methods may be called from any
 * thread and post to the {@code sip} thread.
 */
public interface Call extends AutoCloseable {
    /** The Call-ID header. */
    String id();

    /**
     * Sends BYE, or CANCEL where the call we placed is not answered yet. A second call has no
     * effect.
     */
    void hangUp();

    /**
     * Asks the peer to call {@code target} instead of us (REFER, RFC 3515). The result arrives at
     * {@link CallListener#onTransfer}.
     */
    void transfer(String targetUri);

    /**
     * Sends a key press by INFO ({@code application/dtmf-relay}), for a peer that takes no
     * telephone events in its audio. Several leave one after another, each when the one before is
     * answered; nothing leaves before the call is answered or after its end.
     *
     * @param digit 0-9, *, #, A-D
     */
    void sendDigit(char digit);

    /** Same as {@link #hangUp()}. */
    @Override
    default void close() {
        hangUp();
    }
}
