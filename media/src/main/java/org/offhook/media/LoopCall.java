package org.offhook.media;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.offhook.media.call.CallAudio;
import org.offhook.media.call.PacketSink;
import org.offhook.media.dtls.DtlsIdentity;
import org.offhook.media.sdp.AudioSession;
import org.offhook.media.srtp.DtlsTerms;
import org.offhook.media.srtp.SrtpKeys;

/**
 * One call on its media loop: the socket, the peer's address, and the call's audio. Owned by the
 * {@code media-N} thread but for what is volatile.
 *
 * <p>Symmetric RTP: packets go to the address of the SDP until the first valid packet comes, then
 * to where that came from; others are counted and ignored until the next offer. The socket stays
 * unconnected so that it can count them, and no ICMP message can disturb it.
 */
final class LoopCall implements PacketSink, LoopSocket {
    private static final Logger LOG = LogManager.getLogger(LoopCall.class);
    private static final int MOST_PER_CYCLE = 64;

    final String id;
    final CallAudio audio;

    private final DatagramChannel channel;
    private final DatagramChannel controlChannel;
    private final ControlSocket control;
    private final DtlsPort dtls;
    private final MediaListener listener;
    private final MediaLoop loop;
    private final int slot;
    private final Buffers buffers;
    private AudioSession session;
    private InetSocketAddress target;
    private boolean latched;

    private volatile AudioSession agreed;
    private volatile boolean hurried;
    private volatile boolean closing;
    private volatile long socketErrors;

    /** One loop's buffers, used for one packet at a time. */
    static final class Buffers {
        static final int MAX_DATAGRAM = 2_048;

        final ByteBuffer direct = ByteBuffer.allocateDirect(MAX_DATAGRAM);
        final byte[] bytes = new byte[MAX_DATAGRAM];
    }

    /** What a call is opened with. */
    record Opening(
            String callId,
            MediaConfig config,
            MediaListener listener,
            long seed,
            DtlsIdentity identity) {}

    /** From any thread; the loop gets it by {@link MediaLoop#addOrRefuse}. */
    LoopCall(Opening opening, PortRange.Pair sockets, MediaLoop loop) {
        this.id = opening.callId();
        this.channel = sockets.audio();
        this.controlChannel = sockets.control();
        this.loop = loop;
        this.slot = loop.emptiestSlot();
        this.buffers = loop.buffers();
        this.listener = opening.listener();
        String thread = "call-" + id + "/dtls";
        this.dtls = new DtlsPort(thread, opening.identity(), channel, this);
        var controlDtls = new DtlsPort(thread, opening.identity(), controlChannel, this);
        this.control = new ControlSocket(controlChannel, this, buffers, controlDtls);
        this.audio =
                new CallAudio(
                        opening.config(),
                        opening.listener(),
                        opening.seed(),
                        loop.nextDueNanos(slot),
                        this::hurry);
    }

    /** Which millisecond of every 20 is its own. */
    int slot() {
        return slot;
    }

    /** From any thread: what offer and answer agreed on. */
    void agree(AudioSession newSession) {
        audio.agree(newSession);
        agreed = newSession;
        hurry();
    }

    /** From any thread: the loop shall look at this call soon. */
    void hurry() {
        hurried = true;
        loop.wake();
    }

    /** From any thread: the loop shall close this call soon. */
    void requestClose() {
        closing = true;
        loop.wake();
    }

    void register(Selector selector) throws IOException {
        channel.register(selector, SelectionKey.OP_READ, this);
        controlChannel.register(selector, SelectionKey.OP_READ, control);
    }

    boolean isClosing() {
        return closing;
    }

    /** Datagrams the system did not take or give: full buffers, unreachable networks. */
    long socketErrors() {
        return socketErrors;
    }

    /** The loop looks: does what was asked for since. */
    void attend(long nowNanos) {
        if (!hurried) {
            return;
        }
        hurried = false;
        AudioSession news = agreed;
        if (news != session) {
            apply(news, nowNanos);
        }
        onHandshake(dtls.attend(), nowNanos);
        onControlHandshake(control.dtls.attend());
        audio.hurry(nowNanos, this);
    }

    private void apply(AudioSession news, long nowNanos) {
        InetSocketAddress before = session == null ? null : session.peer();
        // On hold without an address there is nothing to learn it from anew.
        if (news.peer() != null) {
            if (!news.peer().equals(before)) {
                target = news.peer();
            }
            latched = false;
            control.agreed(news.control());
        }
        session = news;
        audio.negotiated(news, nowNanos);
        DtlsTerms terms = news.keys() instanceof DtlsTerms agreedTerms ? agreedTerms : null;
        dtls.agree(terms, news.peer(), nowNanos);
        boolean apart = !news.control().onAudioPort();
        control.dtls.agree(apart ? terms : null, news.control().peer(), nowNanos);
    }

    private void onHandshake(DtlsPort.Outcome outcome, long nowNanos) {
        switch (outcome) {
            case DtlsPort.Outcome.Pending() -> {}
            case DtlsPort.Outcome.Done(SrtpKeys keys, InetSocketAddress with) -> {
                LOG.debug("call {}: encrypted by DTLS, {}", id, keys.ours().suite());
                audio.secured(keys, nowNanos);
                latch(with);
            }
            case DtlsPort.Outcome.Failed(String why) -> {
                LOG.warn("call {}: no keys by DTLS, so no audio: {}", id, why);
                listener.onEncryptionFailed(why);
            }
        }
    }

    /** Reports are no reason to end a call. */
    private void onControlHandshake(DtlsPort.Outcome outcome) {
        switch (outcome) {
            case DtlsPort.Outcome.Pending() -> {}
            case DtlsPort.Outcome.Done(SrtpKeys keys, _) -> audio.controlSecured(keys);
            case DtlsPort.Outcome.Failed(String why) ->
                    LOG.info("call {}: no keys for RTCP, so no reports: {}", id, why);
        }
    }

    @Override
    public LoopCall call() {
        return this;
    }

    @Override
    public DatagramChannel channel() {
        return channel;
    }

    @Override
    public int mostPerCycle() {
        return MOST_PER_CYCLE;
    }

    /** Reads what has come on one of its sockets. */
    void receive(LoopSocket socket, long nowNanos) {
        for (int i = 0; i < socket.mostPerCycle(); i++) {
            try {
                ByteBuffer buffer = buffers.direct.clear();
                SocketAddress from = socket.channel().receive(buffer);
                if (from == null) {
                    return;
                }
                socket.onDatagram(buffer.flip(), (InetSocketAddress) from, nowNanos);
            } catch (IOException unreachable) {
                // The peer may be back the next moment; its silence is judged by the RTP timeout.
                addSocketError();
                return;
            }
        }
    }

    @Override
    public void onDatagram(ByteBuffer buffer, InetSocketAddress from, long nowNanos) {
        if (takeRecord(dtls, buffer, from)) {
            return;
        }
        if (latched && !from.equals(target)) {
            audio.onForeignPacket();
            return;
        }
        int length = buffer.remaining();
        if (length == Buffers.MAX_DATAGRAM) {
            // As long as the buffer, so perhaps cut off: no audio is that long.
            audio.onGarbage();
            return;
        }
        buffer.get(buffers.bytes, 0, length);
        if (audio.onPacket(buffers.bytes, length, nowNanos) && !latched) {
            latch(from);
        }
    }

    private void latch(InetSocketAddress from) {
        latched = true;
        target = from;
        control.audioCameFrom(from);
    }

    /** True where it was one of DTLS: handled. */
    boolean takeRecord(DtlsPort port, ByteBuffer buffer, InetSocketAddress from) {
        int length = buffer.remaining();
        if (length == 0 || length == Buffers.MAX_DATAGRAM || !port.takes(buffer.get(0))) {
            return false;
        }
        buffer.get(buffers.bytes, 0, length);
        port.onDatagram(buffers.bytes, length, from);
        return true;
    }

    void tick(long nowNanos) {
        audio.tick(nowNanos, this);
        onHandshake(dtls.tick(nowNanos), nowNanos);
        onControlHandshake(control.dtls.tick(nowNanos));
    }

    @Override
    public void send(byte[] packet, int length) {
        send(channel, target, packet, length);
    }

    @Override
    public void sendControl(byte[] packet, int length) {
        if (!session.control().onAudioPort()) {
            control.send(packet, length);
        } else if (target != null) {
            send(channel, target, packet, length);
        }
    }

    void send(DatagramChannel from, InetSocketAddress to, byte[] packet, int length) {
        try {
            ByteBuffer buffer = buffers.direct.clear().put(packet, 0, length).flip();
            if (from.send(buffer, to) == 0) {
                addSocketError();
            }
        } catch (IOException unreachable) {
            // One dead peer must not silence the calls beside it.
            addSocketError();
        }
    }

    void addSocketError() {
        socketErrors = socketErrors + 1;
    }

    /** What is being said ends, the peer is told; the ports are free again. */
    void finish(long nowNanos) throws IOException {
        try (channel;
                controlChannel) {
            audio.finish(nowNanos, this);
            dtls.close();
            control.dtls.close();
        }
    }
}
