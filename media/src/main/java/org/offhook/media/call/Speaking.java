package org.offhook.media.call;

import org.offhook.media.MediaListener;
import org.offhook.media.Pcm;
import org.offhook.media.PreparedAudio;
import org.offhook.media.codec.CodecType;
import org.offhook.media.codec.Encoder;
import org.offhook.media.rtp.RtpPacket;
import org.offhook.media.rtp.RtpSender;
import org.offhook.media.sdp.AudioSession;
import org.offhook.media.sdp.Wishes;

/**
 * What one call sends, owned by its media thread: utterances, and comfort silence between them, on
 * a grid of 20 ms. The first packet of an utterance leaves ahead of its place in the grid; the
 * stream then runs one packet ahead, and the lead is given back in the silence that follows, so
 * timestamps never drift from the grid.
 */
final class Speaking implements AutoCloseable {
    private static final int NOTHING = 0;

    /** Where the peer needs no silence, one packet in so many still tells that we are there. */
    private static final int SPARSE_FRAMES = 20;

    /** Of comfort noise, in -dBov (RFC 3389): a quiet room. */
    private static final byte NOISE_LEVEL = 70;

    private final Utterances utterances;
    private final MediaListener listener;
    private final CallCounters counters;
    private final RtpSender sender;
    private final byte[] packet = new byte[RtpPacket.HEADER_BYTES + Encoder.MAX_PAYLOAD];
    private final Keys keys;
    private final Packing packing = new Packing();
    private Wishes wishes = Wishes.NONE;
    private FrameCoder coder;
    private int silentFrames;
    private Utterance speaking;
    private boolean ahead;
    private boolean silent = true;
    private int sentMeanSquare;

    Speaking(Utterances utterances, MediaListener listener, CallCounters counters, long seed) {
        this.utterances = utterances;
        this.keys = utterances.keys();
        this.listener = listener;
        this.counters = counters;
        this.sender = new RtpSender(seed);
        this.speaking = utterances.current();
        speaking.ended = true;
    }

    /** From now on in this codec; the encoder is kept where the codec stays. */
    void format(AudioSession session) {
        CodecType newCodec = session.codec();
        sender.format(session.payloadType(), newCodec.clockRateHz());
        keys.format(session.sentEvents());
        boolean sameLength = session.wishes().packetMillis() == wishes.packetMillis();
        wishes = session.wishes();
        if (coder == null || newCodec != coder.codec()) {
            close();
            coder = new FrameCoder(newCodec);
            packing.length(wishes.packetMillis());
        } else if (!sameLength) {
            packing.length(wishes.packetMillis());
        }
        coder.suit(wishes);
    }

    /** One place of the grid is due: sends its packet, unless that has already left. */
    void tick(long nowNanos, PacketSink out) {
        follow(nowNanos);
        int length = keys.arePressed() ? NOTHING : nextPayload();
        if (length != NOTHING) {
            sendSpeech(length, nowNanos, out);
        } else if (ahead) {
            ahead = false;
        } else {
            sendNoSpeech(out);
        }
    }

    private void sendNoSpeech(PacketSink out) {
        sentMeanSquare = 0;
        boolean pressed = keys.arePressed();
        if (pressed) {
            packed(true, out);
        }
        int event = pressed ? keys.next(sender, packet) : NOTHING;
        if (event != NOTHING) {
            leave(event, out);
        } else if (!silent) {
            send(coder.fade(packet), false, out);
            silentFrames = 0;
        } else {
            sendSilence(out);
        }
        silent = true;
    }

    private void sendSilence(PacketSink out) {
        boolean sparse = wishes.comfortNoise() || wishes.sparseSilence();
        if (!sparse) {
            send(coder.silence(packet), false, out);
            return;
        }
        packed(true, out);
        if (silentFrames++ % SPARSE_FRAMES != 0) {
            sender.skipFrame();
        } else if (wishes.comfortNoise()) {
            packet[RtpPacket.HEADER_BYTES] = NOISE_LEVEL;
            leave(sender.comfortNoise(packet, 1, Hearing.COMFORT_NOISE_PAYLOAD_TYPE), out);
        } else {
            send(coder.silence(packet), false, out);
        }
    }

    /** What numbers the packets. By the media thread. */
    RtpSender sender() {
        return sender;
    }

    /**
     * Timestamp of what would leave now, between two places of the grid.
     *
     * @param nanosToNext until the next place
     */
    int timestampNow(long nanosToNext) {
        int ticks = sender.ticksPerFrame();
        int next = sender.timestamp() - (ahead ? ticks : 0);
        return next - (int) (ticks * nanosToNext / CallAudio.FRAME_NANOS);
    }

    /** Mean square of the frame of speech sent last; 0 where silence was. By the media thread. */
    int sentMeanSquare() {
        return sentMeanSquare;
    }

    /** Something may have begun or ended: a first packet leaves now, not at the next tick. */
    void hurry(long nowNanos, PacketSink out) {
        follow(nowNanos);
        if (ahead || speaking.playedFrames > 0 || keys.arePressed()) {
            return;
        }
        int length = nextPayload();
        if (length != NOTHING) {
            ahead = true;
            sendSpeech(length, nowNanos, out);
        }
    }

    /** One place of the grid passes unused; what is to be said stays where it is. */
    void skip() {
        if (passes()) {
            keys.skip();
        }
    }

    /** The same, because this thread came too late for it. */
    void late() {
        if (passes()) {
            keys.late();
        }
    }

    private boolean passes() {
        if (ahead) {
            ahead = false;
            return false;
        }
        sender.skipFrame();
        packing.drop();
        return true;
    }

    /** Notes what became of the utterances without sending: on hold, or when the call ends. */
    void follow(long nowNanos) {
        Utterance current = utterances.current();
        if (current != speaking) {
            end(speaking, nowNanos);
            // Begun and replaced before this thread looked: they end too, unheard.
            for (int number = speaking.number + 1; number < current.number; number++) {
                listener.onUtteranceEnded(number, 0, nowNanos);
            }
            speaking = current;
            utterances.passTo(current.startSample);
        }
        if (speaking.silenced || isComplete()) {
            end(speaking, nowNanos);
        }
    }

    private boolean isComplete() {
        long end = speaking.endSample;
        if (end == Utterance.OPEN || utterances.queue().read() < end) {
            return false;
        }
        PreparedAudio prepared = speaking.prepared;
        return prepared == null || speaking.preparedFrame >= prepared.frames();
    }

    /** The call is over. */
    void finish(long nowNanos) {
        follow(nowNanos);
        end(speaking, nowNanos);
    }

    private void end(Utterance utterance, long nowNanos) {
        if (utterance.ended) {
            return;
        }
        utterance.ended = true;
        boolean heard = utterance.playedFrames > 0;
        listener.onUtteranceEnded(
                utterance.number,
                utterance.playedFrames,
                heard ? utterance.lastPacketNanos : nowNanos);
    }

    /** Puts the next 20 ms of speech into the packet; {@link #NOTHING} where there is none. */
    private int nextPayload() {
        Utterance utterance = speaking;
        if (utterance.ended || utterance.paused) {
            return NOTHING;
        }
        goBack(utterance);
        long end = utterance.endSample;
        long available = utterances.queue().written() - utterances.queue().read();
        if (utterances.current() != utterance) {
            // Replaced this instant: what was counted may be the successor's.
            return NOTHING;
        }
        if (available >= Pcm.FRAME_SAMPLES) {
            return encode(Pcm.FRAME_SAMPLES);
        }
        if (end == Utterance.OPEN) {
            return NOTHING;
        }
        if (available > 0) {
            return encode((int) available);
        }
        PreparedAudio prepared = utterance.prepared;
        if (prepared == null || utterance.preparedFrame >= prepared.frames()) {
            return NOTHING;
        }
        int number = utterance.preparedFrame;
        utterance.preparedFrame = number + 1;
        sentMeanSquare = prepared.meanSquare(number);
        int length = prepared.copyPayload(coder.codec(), number, packet, RtpPacket.HEADER_BYTES);
        coder.sent(packet, length);
        return length;
    }

    /** After a pause; what is said twice counts once. */
    private void goBack(Utterance utterance) {
        int wanted = Math.min(utterance.backFrames, utterance.playedFrames - 1);
        if (wanted <= 0) {
            return;
        }
        utterance.backFrames = 0;
        int back = Math.min(wanted, utterance.preparedFrame);
        if (back > 0) {
            utterance.preparedFrame = utterance.preparedFrame - back;
        } else {
            back = utterances.queue().goBack(wanted, utterance.startSample);
        }
        utterance.playedFrames -= back;
    }

    private int encode(int samples) {
        int length = coder.encode(utterances.queue(), samples, packet);
        utterances.wakeProducer();
        sentMeanSquare = coder.meanSquare();
        return length;
    }

    private void sendSpeech(int payloadLength, long nowNanos, PacketSink out) {
        send(payloadLength, silent, out);
        silent = false;
        Utterance utterance = speaking;
        utterance.playedFrames++;
        utterance.lastPacketNanos = nowNanos;
        if (utterance.playedFrames == 1) {
            listener.onUtteranceStarted(utterance.number, nowNanos);
        }
        if (isComplete()) {
            end(utterance, nowNanos);
        }
    }

    private void send(int payloadLength, boolean talkStarts, PacketSink out) {
        if (!packing.isNeeded()) {
            leave(sender.header(packet, payloadLength, talkStarts), out);
            return;
        }
        packing.add(packet, payloadLength, talkStarts);
        sender.passFrame();
        packed(false, out);
    }

    /** Sends the packets that are whole, or all that waits. */
    private void packed(boolean all, PacketSink out) {
        int length = packing.next(packet, sender, all);
        while (length > 0) {
            leave(length, out);
            length = packing.next(packet, sender, all);
        }
    }

    private void leave(int length, PacketSink out) {
        out.send(packet, length);
        counters.addSent();
    }

    /** The peer has told which share of what was sent it has lost of late: from 0 to 1, or NaN. */
    void peerLoses(double share) {
        if (coder != null && !Double.isNaN(share)) {
            coder.expectLoss(share);
        }
    }

    @Override
    public void close() {
        if (coder != null) {
            coder.close();
        }
    }
}
