package org.offhook.sip;

/** What happens in a {@link Call}, told on the {@code sip} thread: post it and return. */
public interface CallListener {
    /** A call we placed is ringing (180) or has early media (183). */
    default void onRinging() {}

    /**
     * SDP for what is played to a call that we placed before it is answered: announcements, ringing
     * tones. Told again where it changes.
     */
    default void onEarlyMedia(byte[] sdp) {}

    /**
     * The peer's SDP answer to our offer: in the 200 to a call we placed or to {@link Call#offer},
     * or in the ACK after a delayed offer.
     */
    default void onAnswer(byte[] sdp) {}

    /**
     * {@link Call#offer} came to nothing, and the call goes on as it was.
     *
     * @param status the peer's, or 491 where another offer was open
     */
    default void onOfferRefused(int status) {}

    /**
     * A re-INVITE or UPDATE with an offer: answer it with {@link Reoffer#answer} or {@link
     * Reoffer#reject}.
     */
    void onReoffer(Reoffer reoffer);

    /** A DTMF digit by SIP INFO ({@code application/dtmf-relay} or {@code application/dtmf}). */
    default void onInfoDigit(char digit) {}

    /**
     * Final outcome of {@link Call#transfer}: a SIP status; 2xx means that the other side answered.
     */
    default void onTransfer(int status) {}

    /** The call is over; told exactly once and last. */
    void onEnded(CallEnd end);
}
