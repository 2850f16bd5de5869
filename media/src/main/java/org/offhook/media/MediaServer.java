package org.offhook.media;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.offhook.media.codec.CodecType;
import org.offhook.media.codec.OpusEncoder;
import org.offhook.media.dtls.DtlsIdentity;
import org.offhook.media.dtls.Rehearsal;
import org.offhook.media.sdp.OfferAnswer;
import org.offhook.media.srtp.Fingerprint;

/**
 * The door: opens one {@link MediaPort} per call and spreads calls over media loops. Any thread.
 */
public final class MediaServer implements AutoCloseable {
    private static final Logger LOG = LogManager.getLogger(MediaServer.class);

    private final MediaConfig config;
    private final PortRange ports;
    private final List<MediaLoop> loops = new ArrayList<>();
    private final SecureRandom random = new SecureRandom();
    private final FutureTask<DtlsIdentity> identity;

    private MediaServer(MediaConfig config) {
        this.config = config;
        this.identity = new FutureTask<>(() -> DtlsIdentity.create(random));
        this.ports = new PortRange(config.firstPort(), config.lastPort(), random.nextInt());
    }

    /** Starts the media threads. Without a native Opus for this platform, G.711 alone is spoken. */
    public static MediaServer start(MediaConfig config) throws IOException {
        var server = new MediaServer(spoken(config));
        if (config.speaksDtls()) {
            Thread.ofPlatform().name("dtls-rehearsal").daemon().start(server::rehearse);
        }
        int threads = config.loops();
        if (threads == 0) {
            threads = Math.max(1, Runtime.getRuntime().availableProcessors() / 4);
        }
        try {
            for (int i = 0; i < threads; i++) {
                server.loops.add(MediaLoop.start(i));
            }
        } catch (IOException failed) {
            server.close();
            throw failed;
        }
        return server;
    }

    /**
     * The first handshake of a process takes ten times as long: not the first caller's. It goes on
     * beside the rest of the start.
     */
    private void rehearse() {
        identity.run();
        Rehearsal.hold(identity.resultNow());
    }

    /** Null where DTLS is not spoken; else waits for it, in the first moments of the process. */
    private DtlsIdentity identity() throws IOException {
        try {
            return config.speaksDtls() ? identity.get() : null;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("stopped while it waited for the certificate");
        } catch (ExecutionException bug) {
            throw new IllegalStateException(bug);
        }
    }

    private static MediaConfig spoken(MediaConfig config) {
        // Also loads the library, so that the first call need not.
        if (!config.codecs().contains(CodecType.OPUS) || OpusEncoder.isAvailable()) {
            return config;
        }
        LOG.warn("no native Opus for this platform: it is left out of media.codecs");
        List<CodecType> rest = new ArrayList<>(config.codecs());
        rest.remove(CodecType.OPUS);
        return config.withCodecs(rest);
    }

    /**
     * Opens a port that answers a peer's offer.
     *
     * @param local what the answer tells the peer to send to; bound where it is this machine's
     * @throws IOException when no port is free, or too many calls come at once: 503
     * @throws SdpException when the offer cannot be met
     */
    public MediaPort answer(String callId, InetAddress local, byte[] offerSdp, MediaListener l)
            throws IOException, SdpException {
        PortRange.Pair sockets = ports.open(local);
        try {
            OfferAnswer offerAnswer = offerAnswer(local, sockets);
            OfferAnswer.Answer answer = offerAnswer.answer(offerSdp);
            OpenPort port = open(callId, sockets, l, offerAnswer, answer.sdp());
            port.agree(answer.session());
            return port;
        } catch (IOException | SdpException | RuntimeException failed) {
            sockets.close();
            throw failed;
        }
    }

    /** Opens a port with an offer of ours; {@link MediaPort#accept} takes the peer's answer. */
    public MediaPort offer(String callId, InetAddress local, MediaListener l) throws IOException {
        PortRange.Pair sockets = ports.open(local);
        try {
            OfferAnswer offerAnswer = offerAnswer(local, sockets);
            return open(callId, sockets, l, offerAnswer, offerAnswer.offer());
        } catch (IOException | RuntimeException failed) {
            sockets.close();
            throw failed;
        }
    }

    private OfferAnswer offerAnswer(InetAddress local, PortRange.Pair sockets) throws IOException {
        int port = ((InetSocketAddress) sockets.audio().getLocalAddress()).getPort();
        // RFC 8866 §5.2 wants digits; 62 bits of them are unique enough.
        long sessionId = random.nextLong() >>> 2;
        DtlsIdentity who = identity();
        Fingerprint ours = who == null ? null : who.fingerprint();
        var address = new InetSocketAddress(local, port);
        return new OfferAnswer(address, config, random, sessionId, ours);
    }

    private OpenPort open(
            String callId,
            PortRange.Pair sockets,
            MediaListener listener,
            OfferAnswer offerAnswer,
            byte[] localSdp)
            throws IOException {
        MediaLoop loop =
                loops.stream().min(Comparator.comparingInt(MediaLoop::calls)).orElseThrow();
        var opening = new LoopCall.Opening(callId, config, listener, random.nextLong(), identity());
        var call = new LoopCall(opening, sockets, loop);
        if (!loop.addOrRefuse(call)) {
            throw new IOException("the media loop is overloaded or stopped");
        }
        return new OpenPort(call, offerAnswer, localSdp);
    }

    /** Ports open now. */
    public int calls() {
        return loops.stream().mapToInt(MediaLoop::calls).sum();
    }

    /** Ends all calls' audio and the media threads. */
    @Override
    public void close() throws IOException {
        IOException first = null;
        for (MediaLoop loop : loops) {
            try {
                loop.close();
            } catch (IOException stuck) {
                first = first == null ? stuck : first;
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
