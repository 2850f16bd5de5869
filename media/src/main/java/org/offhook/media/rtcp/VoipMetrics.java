package org.offhook.media.rtcp;

import org.offhook.media.rtp.Bytes;

/**
 * What is told of the audio that is heard, in one block (RFC 3611 section 4.7). Owned by the media
 * thread of its call, which fills it in before each report.
 */
final class VoipMetrics {
    private static final int UNKNOWN = 127;

    /** Standard concealment and an adaptive jitter buffer, whose rate is left at 0. */
    private static final int RECEIVER = 3 << 6 | 3 << 4;

    private static final int MOST_BUFFERED_MILLIS = 200;

    Bursts bursts;
    double networkLostShare;
    int roundTripMillis;
    int bufferedMillis;

    /** Without the delay, which a mere listener does not notice. */
    double listeningRating;

    double rating;

    void write(byte[] to, int at, int aboutSsrc) {
        to[at] = RtcpReader.VOIP_METRICS;
        Bytes.put16(to, at + 2, RtcpReader.VOIP_METRICS_BYTES / 4 - 1);
        Bytes.put32(to, at + 4, aboutSsrc);
        to[at + 8] = share(networkLostShare);
        // Came, but too late to be played.
        to[at + 9] = share(Math.max(0, bursts.lostShare() - networkLostShare));
        to[at + 10] = (byte) bursts.burstDensity();
        to[at + 11] = (byte) bursts.gapDensity();
        Bytes.put16(to, at + 12, bursts.burstMillis());
        Bytes.put16(to, at + 14, bursts.gapMillis());
        Bytes.put16(to, at + 16, roundTripMillis);
        Bytes.put16(to, at + 18, bufferedMillis + 20);
        to[at + 20] = UNKNOWN; // signal level
        to[at + 21] = UNKNOWN; // noise level
        to[at + 22] = UNKNOWN; // residual echo return loss
        to[at + 23] = Bursts.GMIN;
        to[at + 24] = (byte) Math.round(rating);
        to[at + 25] = UNKNOWN; // rating of what is beyond us
        to[at + 26] = (byte) Math.round(10 * EModel.mos(listeningRating));
        to[at + 27] = (byte) Math.round(10 * EModel.mos(rating));
        to[at + 28] = (byte) RECEIVER;
        to[at + 29] = 0;
        Bytes.put16(to, at + 30, bufferedMillis);
        Bytes.put16(to, at + 32, Math.max(bufferedMillis, MOST_BUFFERED_MILLIS));
        Bytes.put16(to, at + 34, Math.max(bufferedMillis, MOST_BUFFERED_MILLIS));
    }

    private static byte share(double share) {
        return (byte) Math.clamp((long) (share * 256), 0, 255);
    }
}
