package org.offhook.media.call;

import org.offhook.media.HeardFrames;
import org.offhook.media.MediaConfig;
import org.offhook.media.MediaListener;
import org.offhook.media.MediaStats;
import org.offhook.media.Pcm;
import org.offhook.media.Playout;
import org.offhook.media.rtp.RtpPacket;
import org.offhook.media.sdp.AudioSession;

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

    private final CallCounters counters = new CallCounters();
    private final HeardRing ring = new HeardRing();
    private final Utterances utterances;
    private final Hearing hearing;
    private final Speaking speaking;
    private final RtpPacket packet = new RtpPacket();
    private final RtpWatch watch;
    private AudioSession session;
    private long dueNanos;

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
        this.watch = new RtpWatch(listener, config.rtpTimeout().toNanos());
        int lead = Math.toIntExact(config.playoutLead().toMillis() * Pcm.RATE_HZ / 1000);
        utterances = new Utterances(lead, wake);
        hearing = new Hearing(ring, listener, counters, config.jitterTarget().toNanos());
        speaking = new Speaking(utterances, listener, counters, seed);
    }

    /** From any thread, before {@link #negotiated}: what utterances begun from now on may hold. */
    public void agree(AudioSession agreed) {
        utterances.agree(agreed);
    }

    /** Offer and answer have agreed, for the first time or anew: assembles both chains. */
    public void negotiated(AudioSession agreed, long nowNanos) {
        session = agreed;
        watch.negotiated(agreed, nowNanos);
        hearing.formats(agreed);
        speaking.format(agreed);
    }

    /**
     * A datagram came.
     *
     * @return true for a valid RTP packet of this call
     */
    public boolean onPacket(byte[] datagram, int length, long nowNanos) {
        if (session == null || RtpPacket.isRtcp(datagram, length)) {
            return false;
        }
        if (!packet.wrap(datagram, length) || !hearing.onPacket(packet, nowNanos)) {
            counters.addInvalid();
            return false;
        }
        counters.addReceived();
        watch.onPacket(packet, nowNanos);
        return true;
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
        int due = (int) Math.min((nowNanos - dueNanos) / FRAME_NANOS + 1, Integer.MAX_VALUE);
        for (int late = due; late > 0; late--) {
            if (session != null && late <= MOST_LATE_FRAMES) {
                hearing.tick(dueNanos, speaking.sentMeanSquare());
            }
            if (session != null) {
                speak(late, due, nowNanos, out);
            }
            dueNanos += FRAME_NANOS;
        }
        watch.tick(nowNanos);
    }

    private void speak(int late, int due, long nowNanos, PacketSink out) {
        if (!session.sends()) {
            speaking.follow(nowNanos);
            speaking.skip();
        } else if (late > 1 && due > MOST_AT_ONCE) {
            speaking.skip();
        } else {
            speaking.tick(nowNanos, out);
        }
    }

    /** A call's thread wants something said, or silence: does not wait for the next tick. */
    public void hurry(long nowNanos, PacketSink out) {
        if (session != null && session.sends()) {
            speaking.hurry(nowNanos, out);
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

    /** What is being said ends here; then frees the codecs. */
    public void finish(long nowNanos) {
        speaking.finish(nowNanos);
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
