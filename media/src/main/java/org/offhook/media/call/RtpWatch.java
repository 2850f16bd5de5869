package org.offhook.media.call;

import org.offhook.media.MediaListener;
import org.offhook.media.rtp.RtpPacket;
import org.offhook.media.sdp.AudioSession;
import org.offhook.media.sdp.Direction;

/**
 * Tells when a peer's RTP has stopped though it should come. Owned by the media thread of its call;
 * time is an argument.
 *
 * <p>A peer may rightly send nothing while its user is silent. It says so by comfort noise (RFC
 * 3389): after such a packet quiet is normal. Or it just stops, and goes on later with the next
 * sequence number and a timestamp that has moved with the time: nothing was lost between, so such a
 * peer suppresses silence, and will again. Opus sends a packet every 400 ms even then, so there
 * quiet is loss. From a suppressing peer quiet is not told, and the time-out is {@link #PATIENCE}
 * times as long: not endless, since it may have gone all the same.
 */
final class RtpWatch {
    /** Without a packet for so long a caller would ask whether anyone is there. */
    static final long QUIET_NANOS = 4_000_000_000L;

    static final int PATIENCE = 4;

    /** Longer than any stall that is made up for by a burst. */
    private static final long PAUSE_NANOS = 400_000_000L;

    private final MediaListener listener;
    private final long timeoutNanos;
    private boolean isExpected;
    private int clockRateHz;
    private long lastNanos;
    private boolean any;
    private int ssrc;
    private int sequence;
    private int timestamp;
    private boolean lastWasComfortNoise;
    private boolean suppresses;
    private boolean quiet;
    private boolean timedOut;

    RtpWatch(MediaListener listener, long timeoutNanos) {
        this.listener = listener;
        this.timeoutNanos = timeoutNanos;
    }

    /** The time counts anew, and only while both sides send. */
    void negotiated(AudioSession session, long nowNanos) {
        isExpected = session.direction() == Direction.SENDRECV;
        clockRateHz = session.codec().clockRateHz();
        lastNanos = nowNanos;
        any = false;
        lastWasComfortNoise = false;
        heardAgain();
    }

    /** A valid packet came. */
    void onPacket(RtpPacket packet, long nowNanos) {
        if (any && isTalkAfterPause(packet, nowNanos - lastNanos)) {
            suppresses = true;
        }
        any = true;
        ssrc = packet.ssrc();
        sequence = packet.sequence();
        timestamp = packet.timestamp();
        lastNanos = nowNanos;
        lastWasComfortNoise = packet.payloadType() == Hearing.COMFORT_NOISE_PAYLOAD_TYPE;
        heardAgain();
    }

    private boolean isTalkAfterPause(RtpPacket packet, long pauseNanos) {
        boolean isNext = packet.ssrc() == ssrc && packet.sequence() == (sequence + 1 & 0xFFFF);
        long passedNanos = (packet.timestamp() - timestamp) * 1_000_000L / (clockRateHz / 1_000);
        return isNext && pauseNanos >= PAUSE_NANOS && passedNanos >= pauseNanos / 2;
    }

    private void heardAgain() {
        if (quiet) {
            quiet = false;
            listener.onRtpQuiet(false);
        }
    }

    /** Some time has passed. */
    void tick(long nowNanos) {
        if (!isExpected || timedOut) {
            return;
        }
        boolean quietIsNormal = lastWasComfortNoise || suppresses;
        long silentNanos = nowNanos - lastNanos;
        if (silentNanos >= (quietIsNormal ? PATIENCE * timeoutNanos : timeoutNanos)) {
            timedOut = true;
            listener.onRtpTimeout();
        } else if (!quiet && !quietIsNormal && silentNanos >= QUIET_NANOS) {
            quiet = true;
            listener.onRtpQuiet(true);
        }
    }
}
