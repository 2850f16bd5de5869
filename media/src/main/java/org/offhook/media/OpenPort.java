package org.offhook.media;

import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.offhook.media.sdp.AudioSession;
import org.offhook.media.sdp.Direction;
import org.offhook.media.sdp.OfferAnswer;
import org.offhook.media.srtp.DtlsTerms;
import org.offhook.media.srtp.SrtpKeys;

/** The port of one call on a media loop, as its own threads see it: offers, answers, borders. */
final class OpenPort implements MediaPort {
    private static final Logger LOG = LogManager.getLogger(OpenPort.class);

    private final LoopCall call;
    private final OfferAnswer offerAnswer;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile byte[] localSdp;
    private volatile String codec = "";
    private volatile boolean held;

    OpenPort(LoopCall call, OfferAnswer offerAnswer, byte[] localSdp) {
        this.call = call;
        this.offerAnswer = offerAnswer;
        this.localSdp = localSdp;
    }

    @Override
    public byte[] localSdp() {
        return localSdp.clone();
    }

    @Override
    public String codec() {
        return codec;
    }

    @Override
    public void accept(byte[] answerSdp) throws SdpException {
        agree(offerAnswer.accept(answerSdp));
    }

    @Override
    public byte[] reoffer(byte[] offerSdp) throws SdpException {
        OfferAnswer.Answer answer = offerAnswer.answer(offerSdp);
        localSdp = answer.sdp();
        agree(answer.session());
        return localSdp();
    }

    @Override
    public byte[] newOffer() {
        return newOffer(Direction.SENDRECV);
    }

    @Override
    public byte[] newOffer(Direction direction) {
        localSdp = offerAnswer.offer(direction);
        return localSdp();
    }

    void agree(AudioSession session) {
        codec = session.codec().sdpName();
        held = !session.sends();
        LOG.debug(
                "call {}: {} {}, {}",
                call.id,
                codec,
                session.direction(),
                switch (session.keys()) {
                    case null -> "plain";
                    case SrtpKeys keys -> keys.ours().suite();
                    case DtlsTerms terms -> terms.active() ? "DTLS, active" : "DTLS, passive";
                });
        call.agree(session);
    }

    @Override
    public boolean isHeld() {
        return held;
    }

    @Override
    public HeardFrames heard() {
        return call.audio.heard();
    }

    @Override
    public Playout playout() {
        return call.audio.playout();
    }

    @Override
    public MediaStats stats() {
        return call.audio.stats();
    }

    @Override
    public CallQuality quality() {
        return call.audio.quality();
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            call.requestClose();
            LOG.debug("call {}: {}, {} socket errors", call.id, stats(), call.socketErrors());
        }
    }
}
