package org.offhook.sip;

import java.net.InetAddress;
import java.time.Duration;

/**
 * A call not yet answered: one INVITE outside a dialog (RFC 3261 §13). Its methods may be called
 * from any thread; they post to the {@code sip} thread. After {@link #answer}, {@link #reject} or a
 * CANCEL, further calls have no effect.
 */
public interface Invite {
    /** The Call-ID header, used as the call's name in every log line. */
    String callId();

    /** User part of the Request-URI, decoded; empty where there is none. Chooses the agent. */
    String calledUser();

    /** User part of the From URI, decoded; empty where there is none. */
    String callerUser();

    /** Display name of the From header; empty where there is none. Anybody may write it. */
    String callerName();

    /**
     * The first header field of this name as text; empty where there is none, and for
     * P-Asserted-Identity, Remote-Party-ID, Diversion and History-Info also where neither {@link
     * Callers#trusted} nor a registrar of ours sent the call.
     */
    String header(String name);

    /**
     * Address of ours that the peer can reach, for the SDP: the configured external address, else
     * the local address of the route back.
     */
    InetAddress localAddress();

    /**
     * The SDP offer; length 0 where the INVITE had none and our answer must carry the offer (RFC
     * 3264 §4, delayed offer).
     */
    byte[] offer();

    /** Sends 180 Ringing. */
    void ring();

    /**
     * Sends 200 OK. The call exists from here on, also before its ACK.
     *
     * @param sdp our answer, or our offer where {@link #offer()} was empty
     * @param listener told of everything that happens in the dialog, on the {@code sip} thread
     */
    Call answer(byte[] sdp, CallListener listener);

    /** Sends a final refusal, 4xx to 6xx. */
    void reject(int status);

    /** Sends a final refusal with Retry-After (RFC 3261 §20.33), for 503 and 486. */
    void reject(int status, Duration retryAfter);

    /**
     * Runs once on the {@code sip} thread when the caller gives up before the answer; at once when
     * that has already happened.
     */
    void onCancelled(Runnable cancelled);
}
