package org.offhook.media.rtcp;

import java.util.SplittableRandom;
import org.offhook.media.rtp.RtpSender;

/**
 * Reports of one call, both ways (RFC 3550 section 6): says every five seconds or so how the peer
 * is heard and what was sent, and learns from the peer's reports how we are heard and how long the
 * way there and back is. Owned by the media thread of its call; times are nanoseconds from any one
 * origin.
 */
public final class RtcpSession {
    /** Least time between reports (RFC 3550 section 6.2); halved before the first. */
    private static final long INTERVAL_NANOS = 5_000_000_000L;

    /** Makes up for what choosing at random adds (section 6.3.1: e - 3/2). */
    private static final double COMPENSATION = 1.21828;

    /** A round trip beyond this is a mistake of the peer's. */
    private static final long LONGEST_ROUND_TRIP_NANOS = 30_000_000_000L;

    private static final int UNKNOWN_SCORE = 127;

    private final RtcpReader reader = new RtcpReader();
    private final Learned learned = new Learned();
    private final Reception heard = new Reception();
    private final Bursts bursts = new Bursts();
    private final VoipMetrics voip = new VoipMetrics();
    private final RtcpWriter writer;
    private final SplittableRandom random;
    private final RtpSender sender;
    private final long epochNanosAtZero;

    private boolean scheduled;
    private long nextNanos;
    private boolean tellsVoip;
    private int clockRateHz = 8_000;
    private long packetsBefore;
    private long packetsLongBefore;

    private double jitterMillis;
    private double bufferedMillis;
    private long nowNanos;
    private int lastSenderReport;
    private long lastSenderReportNanos;
    private long malformed;

    // What the peer told.
    private double roundTripNanos = Double.NaN;
    private int cumulativeLost;
    private long packetsSent;
    private double peerJitterMillis = Double.NaN;
    private double peerScore = Double.NaN;
    private boolean peerReported;
    private double peerLostLately;

    /**
     * @param sender numbers what we send
     * @param seed for the name and the intervals
     * @param epochNanosAtZero wall-clock time, since 1970, when {@code nowNanos} is 0
     */
    public RtcpSession(RtpSender sender, long seed, long epochNanosAtZero) {
        this.sender = sender;
        this.epochNanosAtZero = epochNanosAtZero;
        this.random = new SplittableRandom(seed);
        // Random and for this call alone (RFC 7022): it tells nobody who we are.
        this.writer = new RtcpWriter(sender.ssrc(), "%016x".formatted(random.nextLong()));
        voip.bursts = bursts;
    }

    /** How the audio is received: to be told of each packet. */
    public Reception heard() {
        return heard;
    }

    /** How it is played: to be told of each frame. */
    public Bursts bursts() {
        return bursts;
    }

    /**
     * Offer and answer have agreed.
     *
     * @param newClockRateHz of the codec
     * @param withVoipMetrics whether the peer wants extended reports
     */
    public void negotiated(int newClockRateHz, boolean withVoipMetrics, long now) {
        clockRateHz = newClockRateHz;
        tellsVoip = withVoipMetrics;
        if (!scheduled) {
            scheduled = true;
            nextNanos = now + interval() / 2;
        }
    }

    private long interval() {
        return (long) (INTERVAL_NANOS * (0.5 + random.nextDouble()) / COMPENSATION);
    }

    /**
     * A control packet came from the peer.
     *
     * @return false where it was malformed: counted, and nothing of it used
     */
    public boolean onPacket(byte[] datagram, int length, long now) {
        nowNanos = now;
        if (reader.read(datagram, length, learned)) {
            return true;
        }
        malformed++;
        return false;
    }

    private final class Learned implements RtcpReader.Reports {
        @Override
        public void onSenderReport(int from, long ntp) {
            if (heard.isAny() && from == heard.ssrc()) {
                lastSenderReport = Ntp.middle(ntp);
                lastSenderReportNanos = nowNanos;
            }
        }

        @Override
        public void onBlock(int about, RtcpReader block) {
            if (about != sender.ssrc()) {
                return;
            }
            peerReported = true;
            cumulativeLost = block.cumulativeLost();
            double lost = block.lostOf256() / 256.0;
            // Up at once, down by halves: losses come in bursts.
            peerLostLately = Math.max(lost, (peerLostLately + lost) / 2);
            packetsSent = packetsBefore;
            peerJitterMillis = Integer.toUnsignedLong(block.jitterTicks()) * 1_000.0 / clockRateHz;
            if (block.lastSenderReport() != 0) {
                roundTrip(block.lastSenderReport(), block.delaySinceThen());
            }
        }

        @Override
        public void onVoipMetrics(int about, RtcpReader block) {
            int score = block.conversationalScore();
            if (about == sender.ssrc() && score != UNKNOWN_SCORE) {
                peerScore = Math.clamp(score / 10.0, 1.0, 5.0);
            }
        }

        @Override
        public void onBye(int from) {
            if (heard.isAny() && from == heard.ssrc()) {
                lastSenderReport = 0;
            }
        }
    }

    private void roundTrip(int sentAt, int heldFor) {
        int units = Ntp.middle(wallClock(nowNanos)) - sentAt - heldFor;
        long nanos = Ntp.nanos(units);
        // A unit is 15 µs, and the peer rounds too: on the loopback the result may be below 0.
        if (units < -65 || nanos > LONGEST_ROUND_TRIP_NANOS) {
            return;
        }
        double measured = Math.max(nanos, 0);
        roundTripNanos =
                Double.isNaN(roundTripNanos)
                        ? measured
                        : roundTripNanos + (measured - roundTripNanos) / 4;
    }

    private long wallClock(long now) {
        return Ntp.of(epochNanosAtZero + now);
    }

    /** Whether {@link #report} has something to say. */
    public boolean isDue(long now) {
        return scheduled && now - nextNanos >= 0;
    }

    /** What only this end knows of the stream it hears: called before each report. */
    public void measured(double newJitterMillis, double newBufferedMillis) {
        jitterMillis = newJitterMillis;
        bufferedMillis = newBufferedMillis;
    }

    /**
     * Writes the next report, which is then to be sent; it lies in {@link #bytes}.
     *
     * @param rtpTimestamp of what would leave now
     * @return its length
     */
    public int report(long now, int rtpTimestamp) {
        nextNanos = now + interval();
        compound(now, rtpTimestamp);
        if (tellsVoip && heard.isAny()) {
            fillVoipMetrics();
            writer.voipMetrics(heard.ssrc(), voip);
        }
        return writer.length();
    }

    /** The same, with a goodbye: nothing more is sent after it. */
    public int goodbye(long now, int rtpTimestamp) {
        compound(now, rtpTimestamp);
        writer.bye();
        scheduled = false;
        return writer.length();
    }

    private void compound(long now, int rtpTimestamp) {
        long packets = sender.packets();
        writer.clear();
        int blocks = heard.isAny() ? 1 : 0;
        // Who sent within the last two intervals is a sender (section 6.4).
        if (packets != packetsLongBefore) {
            writer.senderReport(wallClock(now), rtpTimestamp, packets, sender.octets(), blocks);
        } else {
            writer.receiverReport(blocks);
        }
        packetsLongBefore = packetsBefore;
        packetsBefore = packets;
        if (blocks == 1) {
            int jitterTicks = (int) (jitterMillis * clockRateHz / 1_000);
            int delay = lastSenderReport == 0 ? 0 : Ntp.units(now - lastSenderReportNanos);
            writer.block(heard, jitterTicks, lastSenderReport, delay);
        }
        writer.description();
    }

    private void fillVoipMetrics() {
        double roundTripMillis = Double.isNaN(roundTripNanos) ? 0 : roundTripNanos / 1e6;
        voip.networkLostShare = heard.lostShare();
        voip.roundTripMillis = (int) Math.min(roundTripMillis, 0xFFFF);
        voip.bufferedMillis = (int) Math.min(bufferedMillis, 0xFFFF);
        voip.listeningRating = EModel.rating(0, bursts.lostShare(), bursts.ratio());
        double oneWayMillis = roundTripMillis / 2 + bufferedMillis + 20;
        voip.rating = EModel.rating(oneWayMillis, bursts.lostShare(), bursts.ratio());
    }

    /** Where {@link #report} and {@link #goodbye} write. */
    public byte[] bytes() {
        return writer.bytes();
    }

    /** Control packets that were none. */
    public long malformed() {
        return malformed;
    }

    /** In ms; NaN while no report has told. */
    public double roundTripMillis() {
        return roundTripNanos / 1e6;
    }

    /** What the peer has lost of what we sent, from 0 to 1; NaN while it has not told. */
    public double peerLostShare() {
        if (!peerReported) {
            return Double.NaN;
        }
        return packetsSent == 0 ? 0 : Math.clamp((double) cumulativeLost / packetsSent, 0.0, 1.0);
    }

    /** What it has lost of late, from 0 to 1; NaN while it has not told. */
    public double peerLostLately() {
        return peerReported ? peerLostLately : Double.NaN;
    }

    /** In ms; NaN while the peer has not told. */
    public double peerJitterMillis() {
        return peerJitterMillis;
    }

    /** How the peer rates what it hears, 1 to 5; NaN while it has not told. */
    public double peerScore() {
        return peerScore;
    }
}
