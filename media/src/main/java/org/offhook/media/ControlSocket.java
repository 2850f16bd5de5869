package org.offhook.media;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import org.offhook.media.sdp.AudioSession;

/**
 * The port after the audio's, for control packets of peers that keep them apart. Owned by the
 * {@code media-N} thread. Only the address that the audio goes to is listened to; reports go to the
 * port of the description until one comes from another.
 */
final class ControlSocket implements LoopSocket {
    /** A peer sends one in five seconds. */
    private static final int MOST_PER_CYCLE = 4;

    final DtlsPort dtls;

    private final DatagramChannel channel;
    private final LoopCall call;
    private final LoopCall.Buffers buffers;
    private InetSocketAddress target;

    /**
     * @param dtls of peers that keep control packets apart: they have keys of their own
     */
    ControlSocket(DatagramChannel channel, LoopCall call, LoopCall.Buffers buffers, DtlsPort dtls) {
        this.dtls = dtls;
        this.channel = channel;
        this.call = call;
        this.buffers = buffers;
    }

    /** Offer and answer have agreed. */
    void agreed(AudioSession.Control control) {
        target = control.peer();
    }

    /** The audio comes from elsewhere than was said: so will reports. */
    void audioCameFrom(InetSocketAddress source) {
        boolean asSaid = target != null && target.getAddress().equals(source.getAddress());
        if (!asSaid && source.getPort() < 65_535) {
            target = new InetSocketAddress(source.getAddress(), source.getPort() + 1);
        }
    }

    @Override
    public LoopCall call() {
        return call;
    }

    @Override
    public DatagramChannel channel() {
        return channel;
    }

    @Override
    public int mostPerCycle() {
        return MOST_PER_CYCLE;
    }

    @Override
    public void onDatagram(ByteBuffer buffer, InetSocketAddress from, long nowNanos) {
        if (call.takeRecord(dtls, buffer, from)) {
            return;
        }
        if (target == null || !from.getAddress().equals(target.getAddress())) {
            call.audio.onForeignPacket();
            return;
        }
        int length = buffer.remaining();
        if (length == LoopCall.Buffers.MAX_DATAGRAM) {
            // As long as the buffer, so perhaps cut off: no report of one stream is that long.
            call.audio.onGarbage();
            return;
        }
        buffer.get(buffers.bytes, 0, length);
        boolean isReport = call.audio.onControl(buffers.bytes, length, nowNanos);
        if (isReport && from.getPort() != target.getPort()) {
            target = from;
        }
    }

    void send(byte[] packet, int length) {
        if (target != null) {
            call.send(channel, target, packet, length);
        }
    }
}
