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
     * Asks the peer to take our place in another call (REFER with Replaces, RFC 5589 §7). The
     * result arrives at this call's {@link CallListener#onTransfer}; 481 where the other call is
     * not up. The other call's peer then ends that call; where nothing comes of it, it stays up.
     *
     * @param consultation a call of the same stack
     */
    void transferTo(Call consultation);

    /**
     * Places another call from the same line as this one, or without credentials where this one
     * came over no line.
     *
     * @param targetUri {@code sip:[user@]host[:port][;transport=tcp]}
     * @throws IllegalArgumentException where that is no SIP URI
     */
    Call consult(String targetUri, byte[] offer, CallListener listener);

    /**
     * Sends a key press by INFO ({@code application/dtmf-relay}), for a peer that takes no
     * telephone events in its audio. Several leave one after another, each when the one before is
     * answered; nothing leaves before the call is answered or after its end.
     *
     * @param digit 0-9, *, #, A-D
     */
    void sendDigit(char digit);

    /**
     * Offers other terms within the call (re-INVITE): hold, resume, another codec. What comes of it
     * arrives at {@link CallListener#onAnswer} or {@link CallListener#onOfferRefused}; until then
     * the call goes on as it was. Where both sides offer at once, ours is made again a little later
     * (RFC 3261 §14.1).
     */
    void offer(byte[] sdp);

    /** Same as {@link #hangUp()}. */
    @Override
    default void close() {
        hangUp();
    }
}
