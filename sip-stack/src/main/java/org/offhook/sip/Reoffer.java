package org.offhook.sip;

/** An offer inside a dialog (RFC 3264 §8). Methods may be called from any thread. */
public interface Reoffer {
    /**
     * The new offer; length 0 for a re-INVITE without SDP, whose answer must then carry our offer.
     */
    byte[] offer();

    /** Sends 200 OK with our SDP. */
    void answer(byte[] sdp);

    /** Refuses, normally with 488; the call goes on as it was. */
    void reject(int status);
}
