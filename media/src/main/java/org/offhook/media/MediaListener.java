package org.offhook.media;

/**
 * What happens in a {@link MediaPort}, told on the {@code media-N} thread: post it and return,
 * nothing more. Times are {@code System.nanoTime()}.
 */
public interface MediaListener {
    /** A DTMF digit by RFC 4733, once per key press: 0-9, *, #, A-D. */
    default void onDigit(char digit) {}

    /** No valid RTP for the configured time. */
    default void onRtpTimeout() {}

    /** The first packet of an utterance has left. */
    default void onUtteranceStarted(int utterance, long firstPacketNanos) {}

    /**
     * The last packet of an utterance has left, because it was complete or because it was silenced.
     *
     * @param playedFrames frames of 20 ms that left, the caller's share of the utterance
     */
    default void onUtteranceEnded(int utterance, int playedFrames, long lastPacketNanos) {}
}
