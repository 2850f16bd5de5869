package org.offhook.media.call;

import org.offhook.media.CallQuality;
import org.offhook.media.rtcp.EModel;
import org.offhook.media.rtcp.RtcpSession;

/** What was measured last: written by the media thread each second, read from any. */
final class QualityBoard {
    private volatile double lostShare;
    private volatile double jitterMillis;
    private volatile double bufferedMillis;
    private volatile double concealedShare;
    private volatile double burstRatio = 1;
    private volatile double roundTripMillis = Double.NaN;
    private volatile double peerLostShare = Double.NaN;
    private volatile double peerJitterMillis = Double.NaN;
    private volatile double peerScore = Double.NaN;
    private volatile long framesHeard;
    private volatile long malformed;

    void publish(RtcpSession rtcp, double jitter, double buffered) {
        lostShare = rtcp.heard().lostShare();
        jitterMillis = jitter;
        bufferedMillis = buffered;
        concealedShare = rtcp.bursts().lostShare();
        burstRatio = rtcp.bursts().ratio();
        framesHeard = rtcp.bursts().frames();
        roundTripMillis = rtcp.roundTripMillis();
        peerLostShare = rtcp.peerLostShare();
        peerJitterMillis = rtcp.peerJitterMillis();
        peerScore = rtcp.peerScore();
        malformed = rtcp.malformed();
    }

    CallQuality snapshot() {
        double roundTrip = roundTripMillis;
        double delay = (Double.isNaN(roundTrip) ? 0 : roundTrip / 2) + bufferedMillis + 20;
        double score = EModel.mos(EModel.rating(delay, concealedShare, burstRatio));
        return new CallQuality(
                lostShare,
                jitterMillis,
                bufferedMillis,
                concealedShare,
                roundTrip,
                framesHeard == 0 ? Double.NaN : score,
                new CallQuality.Peer(peerLostShare, peerJitterMillis, peerScore),
                malformed);
    }
}
