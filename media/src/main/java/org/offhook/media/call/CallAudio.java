package org.offhook.media.call;

import java.time.Instant;
import org.offhook.media.CallQuality;
import org.offhook.media.HeardFrames;
import org.offhook.media.MediaConfig;
import org.offhook.media.MediaListener;
import org.offhook.media.MediaStats;
import org.offhook.media.Pcm;
import org.offhook.media.Playout;
import org.offhook.media.rtcp.RtcpSession;
import org.offhook.media.rtp.RtpPacket;
import org.offhook.media.sdp.AudioSession;
import org.offhook.media.srtp.SrtpKeys;
import org.offhook.media.srtp.SrtpReceiver;

/**
 * All media state of one call, owned by its {@code media-N} thread, or by a simulation. No socket,
 * clock or lock inside: packets and times come in, packets go out through a {@link PacketSink}.
 * Times are nanoseconds from any one origin.
 */
public final class CallAudio implements AutoCloseable {
    /** Length of a place in the grid. */
    public static final long FRAME_NANOS = Pcm.FRAME_MILLIS * 1_000_000L;

    /** So many packets may leave at once when the thread comes late; more are left out. */
    private static final int MOST_AT_ONCE = 3;

    /** A thread late by more has nothing to catch up with: frames of a second ago help nobody. */
    private static final int MOST_LATE_FRAMES = 50;

    private static final long PUBLISH_NANOS = 1_000_000_000L;

    private final CallCounters counters = new CallCounters();
    private final HeardRing ring = new HeardRing();
    private final Utterances utterances;
    private final Hearing hearing;
    private final Speaking speaking;
    private final RtpPacket packet = new RtpPacket();
    private final RtpWatch watch;
    private final RtcpSession rtcp;
    private final SecureLine line = new SecureLine();
    private final QualityBoard quality = new QualityBoard();
    private AudioSession session;
    private long dueNanos;
    private long nextPublishNanos;

    /**
     * @param seed for the random numbers RTP starts with
     * @param firstTickNanos where the grid of 20 ms begins
     * @param wake called on any thread when {@link #hurry} should be called soon; may do nothing
     *     where it is called all the time anyway
     */
    public CallAudio(
            MediaConfig config,
            MediaListener listener,
            long seed,
            long firstTickNanos,
            Runnable wake) {
        this.dueNanos = firstTickNanos;
        this.nextPublishNanos = firstTickNanos;
        this.watch = new RtpWatch(listener, config.rtpTimeout().toNanos());
        int lead = Math.toIntExact(config.playoutLead().toMillis() * Pcm.RATE_HZ / 1000);
        utterances = new Utterances(lead, wake);
        speaking = new Speaking(utterances, listener, counters, seed);
        rtcp = new RtcpSession(speaking.sender(), seed, epochNanosAtZero());
        var played = new PlayedFrames(rtcp.bursts());
        hearing = new Hearing(ring, listener, counters, played, config.jitterTarget().toNanos());
    }

    /** In a simulation, whose times begin anywhere, the wall clock does too. */
    private static long epochNanosAtZero() {
        Instant now = Instant.now();
        return now.getEpochSecond() * 1_000_000_000L + now.getNano() - System.nanoTime();
    }

    /** From any thread, before {@link #negotiated}: what utterances begun from now on may hold. */
    public void agree(AudioSession agreed) {
        utterances.agree(agreed);
    }

    /** Offer and answer have agreed, for the first time or anew: assembles both chains. */
    public void negotiated(AudioSession agreed, long nowNanos) {
        if (session != null && !session.receives() && agreed.receives()) {
            hearing.restart();
        }
        session = agreed;
        line.agree(agreed.keys(), agreed.control().onAudioPort());
        watch.negotiated(agreed, nowNanos);
        hearing.formats(agreed);
        speaking.format(agreed);
        rtcp.negotiated(agreed.codec().clockRateHz(), agreed.control().voipMetrics(), nowNanos);
    }

    /** The handshake is done that {@link #negotiated} announced: audio may pass from now on. */
    public void secured(SrtpKeys keys, long nowNanos) {
        line.secured(keys);
        watch.negotiated(session, nowNanos);
    }

    /** The same for the port of control packets, which has keys of its own. */
    public void controlSecured(SrtpKeys keys) {
        line.controlSecured(keys);
    }

    /**
     * A datagram came at the audio's port: control packets may come there too (RFC 5761).
     *
     * @return true for a valid RTP packet of this call, at a time when it is to be heard
     */
    public boolean onPacket(byte[] datagram, int length, long nowNanos) {
        if (session == null) {
            return false;
        }
        if (RtpPacket.isRtcp(datagram, length)) {
            onControl(datagram, length, nowNanos);
            return false;
        }
        int opened = line.open(datagram, length);
        if (opened == SrtpReceiver.REPLAYED) {
            counters.addDuplicated();
            return false;
        }
        if (opened < 0 || !packet.wrap(datagram, opened)) {
            counters.addInvalid();
            return false;
        }
        if (!session.receives() && hearing.knows(packet)) {
            // The network has brought it all the same: the peer is told so in our reports.
            counters.addUnwanted();
            rtcp.heard().onPacket(packet);
            return false;
        }
        if (!hearing.onPacket(packet, nowNanos)) {
            counters.addInvalid();
            return false;
        }
        counters.addReceived();
        watch.onPacket(packet, nowNanos);
        rtcp.heard().onPacket(packet);
        return true;
    }

    /**
     * A datagram came at the port of control packets.
     *
     * @return false where it was malformed: counted, and not used
     */
    public boolean onControl(byte[] datagram, int length, long nowNanos) {
        if (line.isControlLocked()) {
            // A peer whose handshake was done before ours: no fault of its.
            counters.addInvalid();
            return false;
        }
        // What cannot be decrypted has no length, and is as malformed as anything else.
        boolean known =
                session != null
                        && rtcp.onPacket(datagram, line.openControl(datagram, length), nowNanos);
        if (known) {
            speaking.peerLoses(rtcp.peerLostLately());
        }
        return known;
    }

    /** A datagram came from somebody else than the peer. */
    public void onForeignPacket() {
        counters.addForeign();
    }

    /** A datagram came that cannot even be looked at. */
    public void onGarbage() {
        counters.addInvalid();
    }

    /** Does all that is due by now: frames go up, packets go out. */
    public void tick(long nowNanos, PacketSink out) {
        if (nowNanos - dueNanos < 0) {
            return;
        }
        PacketSink wire = line.over(out);
        int due = (int) Math.min((nowNanos - dueNanos) / FRAME_NANOS + 1, Integer.MAX_VALUE);
        for (int late = due; late > 0; late--) {
            if (session != null && late <= MOST_LATE_FRAMES) {
                hearing.tick(dueNanos, speaking.sentMeanSquare());
            }
            if (session != null) {
                speak(late, due, nowNanos, wire);
            }
            dueNanos += FRAME_NANOS;
        }
        watch.tick(nowNanos);
        report(nowNanos, wire);
    }

    private void report(long nowNanos, PacketSink out) {
        boolean isDue = rtcp.isDue(nowNanos);
        if (isDue || nowNanos - nextPublishNanos >= 0) {
            nextPublishNanos = nowNanos + PUBLISH_NANOS;
            measure();
        }
        if (isDue) {
            out.sendControl(rtcp.bytes(), rtcp.report(nowNanos, timestamp(nowNanos)));
        }
    }

    private void measure() {
        rtcp.measured(hearing.jitterMillis(), hearing.bufferedMillis());
        quality.publish(rtcp, hearing.jitterMillis(), hearing.bufferedMillis());
    }

    private int timestamp(long nowNanos) {
        return speaking.timestampNow(dueNanos - nowNanos);
    }

    private void speak(int late, int due, long nowNanos, PacketSink out) {
        // What is to be said waits for keys.
        if (!session.sends() || line.isLocked()) {
            speaking.follow(nowNanos);
            speaking.skip();
        } else if (late > 1 && due > MOST_AT_ONCE) {
            speaking.late();
        } else {
            speaking.tick(nowNanos, out);
        }
    }

    /** A call's thread wants something said, or silence: does not wait for the next tick. */
    public void hurry(long nowNanos, PacketSink out) {
        if (session != null && session.sends() && !line.isLocked()) {
            speaking.hurry(nowNanos, line.over(out));
        } else {
            speaking.follow(nowNanos);
        }
    }

    /** When {@link #tick} has something to do next. */
    public long nextDueNanos() {
        return dueNanos;
    }

    /** For the call's reader thread. */
    public HeardFrames heard() {
        return ring;
    }

    /** For the call's threads. */
    public Playout playout() {
        return utterances;
    }

    /** From any thread. */
    public MediaStats stats() {
        return counters.snapshot();
    }

    /** From any thread: as of the last second. */
    public CallQuality quality() {
        return quality.snapshot();
    }

    /** What is being said ends here, and the peer is told that no more comes; frees the codecs. */
    public void finish(long nowNanos, PacketSink out) {
        speaking.finish(nowNanos);
        if (session != null) {
            measure();
            int length = rtcp.goodbye(nowNanos, timestamp(nowNanos));
            line.over(out).sendControl(rtcp.bytes(), length);
        }
        close();
    }

    /** Frees the codecs and ends {@link #heard}. */
    @Override
    public void close() {
        ring.close();
        hearing.close();
        speaking.close();
    }
}
