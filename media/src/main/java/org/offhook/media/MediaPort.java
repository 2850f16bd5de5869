package org.offhook.media;

import org.offhook.media.sdp.Direction;

/**
 * One call's audio, seen from the call's own threads. Opened by {@link MediaServer}; {@link
 * #close()} only posts to the media thread.
 */
public interface MediaPort extends AutoCloseable {
    /** Our SDP: the answer to the peer's offer, or our offer until {@link #accept} came. */
    byte[] localSdp();

    /**
     * Name of the negotiated codec as in SDP ("PCMU", "PCMA", "opus"); empty before negotiation.
     */
    String codec();

    /** The peer's answer to our offer. Throws where it has no codec of ours. */
    void accept(byte[] answerSdp) throws SdpException;

    /**
     * A new offer within the call (hold, resume, moved address, other codec): returns our answer.
     * Throws where it cannot be met; the call goes on as before.
     */
    byte[] reoffer(byte[] offerSdp) throws SdpException;

    /**
     * Our offer within the call, for a re-INVITE that brought none; {@link #accept} takes its
     * answer, and until then the call goes on as it was.
     */
    byte[] newOffer();

    /** The same in another direction, ours: {@link Direction#SENDONLY} puts the peer on hold. */
    byte[] newOffer(Direction direction);

    /** Whether the peer has put us on hold: it does not want to hear us (RFC 3264 section 8.4). */
    boolean isHeld();

    /** What the peer says, one 20 ms frame after another. One reader thread. */
    HeardFrames heard();

    /** What we say. */
    Playout playout();

    /** Counters so far; from any thread. */
    MediaStats stats();

    /** How the call is heard, as of the last second; from any thread. */
    CallQuality quality();

    /** Stops sending and frees the port. */
    @Override
    void close();
}
