package org.offhook.media.call;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.offhook.media.HeardFrames;
import org.offhook.media.MediaConfig;
import org.offhook.media.MediaListener;
import org.offhook.media.codec.CodecType;
import org.offhook.media.sdp.AudioSession;

/**
 * Any bytes as the datagrams of one call: RTP, telephone events, comfort noise, RTCP, in virtual
 * time. Whatever is thrown is a finding. For Jazzer ({@code tests/bench/fuzz}) and {@link
 * RtpFuzzTest}; any thread.
 *
 * <p>The first byte chooses the codec. Each datagram follows its head: a byte for where it goes (0
 * the audio's port, 1 that of control packets), a byte for the time since the last in milliseconds,
 * two for its length.
 */
public final class RtpFuzz {
    private static final InetSocketAddress PEER =
            new InetSocketAddress(InetAddress.ofLiteral("127.0.0.2"), 4_000);
    private static final int HEAD_BYTES = 4;
    private static final int DATAGRAM_BYTES = 2_048;
    private static final long MILLI = 1_000_000;

    private RtpFuzz() {}

    /** The entry point that Jazzer looks for. */
    public static void fuzzerTestOneInput(byte[] input) throws InterruptedException {
        if (input.length == 0) {
            return;
        }
        CodecType[] codecs = CodecType.values();
        CodecType codec = codecs[Math.floorMod(input[0], codecs.length)];
        var listener = new MediaListener() {};
        try (var audio = new CallAudio(MediaConfig.defaults(), listener, 1, 0, () -> {})) {
            AudioSession session = AudioSession.of(codec, PEER);
            audio.agree(session);
            audio.negotiated(session, 0);
            play(ByteBuffer.wrap(input, 1, input.length - 1), audio);
        }
    }

    private static void play(ByteBuffer datagrams, CallAudio audio) throws InterruptedException {
        byte[] datagram = new byte[DATAGRAM_BYTES];
        var frame = new HeardFrames.Frame();
        long now = 0;
        while (datagrams.remaining() >= HEAD_BYTES) {
            boolean control = (datagrams.get() & 1) != 0;
            now += (datagrams.get() & 0xFF) * MILLI;
            int wanted = datagrams.getShort() & 0x7FF;
            int length = Math.min(wanted, datagrams.remaining());
            datagrams.get(datagram, 0, length);
            if (control) {
                audio.onControl(datagram, length, now);
            } else {
                audio.onPacket(datagram, length, now);
            }
            audio.tick(now, (packet, bytes) -> {});
            while (audio.heard().available() > 0) {
                audio.heard().takeOrWait(frame);
            }
        }
        audio.finish(now, (packet, bytes) -> {});
    }
}
