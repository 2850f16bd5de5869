package org.offhook.media.call;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.offhook.media.HeardFrames;
import org.offhook.media.MediaConfig;
import org.offhook.media.MediaListener;
import org.offhook.media.Pcm;
import org.offhook.media.codec.CodecType;
import org.offhook.media.rtp.Packets;
import org.offhook.media.rtp.RtpPacket;
import org.offhook.media.sdp.AudioSession;
import org.offhook.media.sdp.Direction;

/** One call in virtual time: what it sends is kept, what it is told is written down. */
final class VirtualCall implements MediaListener, AutoCloseable {
    static final long MILLI = 1_000_000;
    static final InetSocketAddress PEER =
            new InetSocketAddress(InetAddress.ofLiteral("127.0.0.2"), 4_000);

    /** A packet that left. */
    record Sent(long atMillis, byte[] bytes) {
        RtpPacket rtp() {
            return Packets.wrap(bytes);
        }

        boolean isSilence() {
            for (int i = RtpPacket.HEADER_BYTES; i < bytes.length; i++) {
                if (bytes[i] != (byte) 0xFF) {
                    return false;
                }
            }
            return true;
        }
    }

    final CallAudio audio;
    final List<Sent> sent = new ArrayList<>();
    final List<Sent> reports = new ArrayList<>();
    final List<String> told = new ArrayList<>();
    final CodecType codec;
    long nowMillis;
    private boolean wanted;
    private final PacketSink sink =
            new PacketSink() {
                @Override
                public void send(byte[] packet, int length) {
                    sent.add(new Sent(nowMillis, Arrays.copyOf(packet, length)));
                }

                @Override
                public void sendControl(byte[] packet, int length) {
                    reports.add(new Sent(nowMillis, Arrays.copyOf(packet, length)));
                }
            };

    /** Ticks at 0, 20, 40 ms… */
    VirtualCall(CodecType codec, MediaConfig config, long seed) {
        this.codec = codec;
        this.audio = new CallAudio(config, this, seed, 0, () -> wanted = true);
    }

    VirtualCall(CodecType codec) {
        this(codec, MediaConfig.defaults(), 1);
    }

    /** The call is up, both ways. */
    VirtualCall answered() {
        agree(AudioSession.of(codec, PEER));
        return this;
    }

    void agree(AudioSession session) {
        audio.agree(session);
        audio.negotiated(session, nowMillis * MILLI);
    }

    void direction(Direction direction) {
        agree(AudioSession.of(codec, PEER).withDirection(direction));
    }

    /** Time passes, and the thread wakes at each millisecond. */
    void runUntil(long millis) {
        while (nowMillis < millis) {
            serveWishes();
            audio.tick(nowMillis * MILLI, sink);
            nowMillis++;
        }
    }

    /** Time passes while the thread does nothing. */
    void stallUntil(long millis) {
        nowMillis = millis;
    }

    void serveWishes() {
        if (wanted) {
            wanted = false;
            audio.hurry(nowMillis * MILLI, sink);
        }
    }

    void finish() {
        audio.finish(nowMillis * MILLI, sink);
    }

    boolean receives(byte[] packet) {
        return audio.onPacket(packet, packet.length, nowMillis * MILLI);
    }

    /** All frames heard so far. */
    short[] heard(List<HeardFrames.Frame> details) throws InterruptedException {
        audio.close();
        List<short[]> frames = new ArrayList<>();
        var frame = new HeardFrames.Frame();
        while (audio.heard().takeOrWait(frame)) {
            frames.add(frame.samples.clone());
            var copy = new HeardFrames.Frame();
            copy.set(frame);
            details.add(copy);
        }
        short[] all = new short[frames.size() * Pcm.FRAME_SAMPLES];
        for (int i = 0; i < frames.size(); i++) {
            System.arraycopy(frames.get(i), 0, all, i * Pcm.FRAME_SAMPLES, Pcm.FRAME_SAMPLES);
        }
        return all;
    }

    /** Sequence numbers follow each other; timestamps are those of the 20 ms grid. */
    void assertStreamIsWhole() {
        int ticks = codec.clockRateHz() / 50;
        for (int i = 1; i < sent.size(); i++) {
            RtpPacket before = sent.get(i - 1).rtp();
            RtpPacket now = sent.get(i).rtp();
            assertTrue(now.sequence() == (before.sequence() + 1 & 0xFFFF), "sequence at " + i);
            int step = now.timestamp() - before.timestamp();
            assertTrue(step > 0 && step % ticks == 0, "timestamp at " + i);
            assertTrue(step == ticks || now.marker(), "a jump without marker at " + i);
        }
    }

    /** How far the stream's clock is ahead of the wall clock's grid, in frames, at a packet. */
    long aheadOfGrid(int packet) {
        int ticks = codec.clockRateHz() / 50;
        int since = sent.get(packet).rtp().timestamp() - sent.getFirst().rtp().timestamp();
        long grid = sent.get(packet).atMillis / 20 - sent.getFirst().atMillis / 20;
        return since / ticks - grid;
    }

    @Override
    public void onDigit(char digit) {
        told.add(nowMillis + " digit " + digit);
    }

    @Override
    public void onRtpQuiet(boolean quiet) {
        told.add(nowMillis + (quiet ? " quiet" : " heard again"));
    }

    @Override
    public void onRtpTimeout() {
        told.add(nowMillis + " timeout");
    }

    @Override
    public void onUtteranceStarted(int utterance, long firstPacketNanos) {
        told.add(firstPacketNanos / MILLI + " started " + utterance);
    }

    @Override
    public void onUtteranceEnded(int utterance, int playedFrames, long lastPacketNanos) {
        told.add(lastPacketNanos / MILLI + " ended " + utterance + " after " + playedFrames);
    }

    @Override
    public void close() {
        audio.close();
    }
}
