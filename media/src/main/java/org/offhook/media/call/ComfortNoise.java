package org.offhook.media.call;

import org.offhook.media.rtp.RtpPacket;

/**
 * The noise that a silent peer wants heard (RFC 3389): white, at the level that it told last; its
 * spectrum is left out, since who listens is a recogniser. Pure; one thread.
 */
final class ComfortNoise {
    private static final int QUIETEST_LEVEL = 127;

    private int peak;
    private long announcedNanos;
    private boolean announced;
    private int random = 0x2545F491;

    /** The peer has told that it falls silent. */
    void announced(RtpPacket packet, long nowNanos) {
        int level =
                packet.payloadLength() > 0
                        ? packet.bytes()[packet.payloadOffset()] & 0x7F
                        : QUIETEST_LEVEL;
        // Evenly spread from -peak to peak: its root mean square is a 1.73rd of that.
        peak = (int) Math.min(8_000, 32_768 * Math.pow(10, -level / 20.0) * 1.73);
        announcedNanos = nowNanos;
        announced = true;
    }

    /**
     * Whether nothing is missing, only silence.
     *
     * @param lastNanos when what was played last came
     */
    boolean isOn(long lastNanos) {
        return announced && announcedNanos - lastNanos >= 0;
    }

    /** Another stream, or none. */
    void restart() {
        announced = false;
    }

    int make(short[] out, int samples) {
        for (int i = 0; i < samples; i++) {
            random ^= random << 13;
            random ^= random >>> 17;
            random ^= random << 5;
            out[i] = (short) ((random >> 16) * peak >> 15);
        }
        return samples;
    }
}
