package org.offhook.media;

/**
 * What happens in a {@link MediaPort}, told on the {@code media-N} thread: post it and return,
 * nothing more. Times are {@code System.nanoTime()}.
 */
public interface MediaListener {
    /**
     * A DTMF digit, once per key press: 0-9, *, #, A-D. By telephone events (RFC 4733); where the
     * peer has none, as tones in its audio.
     */
    default void onDigit(char digit) {}

    /**
     * No valid RTP for 4 s (true), also where none ever came; and the first after that, or a new
     * agreement (false). Never while the call is on hold, nor where the peer suppresses silence.
     */
    default void onRtpQuiet(boolean quiet) {}

    /**
     * No valid RTP for the configured time, or four times that where the peer suppresses silence;
     * told once; never while the call is on hold.
     */
    default void onRtpTimeout() {}

    /**
     * There will be no keys for a call that is to be encrypted: the handshake failed, or the peer
     * is not whom its description announced. No audio passes, either way. Told once.
     *
     * @param why for the log
     */
    default void onEncryptionFailed(String why) {}

    /** The first packet of an utterance has left. */
    default void onUtteranceStarted(int utterance, long firstPacketNanos) {}

    /**
     * The last packet of an utterance has left, because it was complete or because it was silenced.
     * Told exactly once for each utterance begun, also for one of which nothing was ever heard
     * (then with 0 frames, at the time it was given up), and for the current one when the port
     * closes.
     *
     * @param playedFrames frames of 20 ms that left, the caller's share of the utterance
     */
    default void onUtteranceEnded(int utterance, int playedFrames, long lastPacketNanos) {}
}
