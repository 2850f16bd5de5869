package org.offhook.sip.jain;

import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.sip.ClientTransaction;
import javax.sip.message.Response;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.offhook.sip.machine.Credentials;
import org.offhook.sip.machine.OwnOffer;

/**
 * Offers of ours within one call, one at a time, each by a re-INVITE; a session is refreshed by one
 * that says nothing new. Owned by the {@code sip} thread.
 */
final class OurOffer implements Exchange, OwnOffer.Effects {
    private static final Logger LOG = LogManager.getLogger(OurOffer.class);

    private final Core core;
    private final JainCall call;
    private final Optional<Credentials> who;
    private final SessionClock clock;
    private final OwnOffer turn;

    /** What the application wants to offer; empty where only the session is to be refreshed. */
    private Optional<byte[]> wish = Optional.empty();

    private byte[] sent = {};
    private Optional<Early> early = Optional.empty();
    private Optional<SIPRequest> lastAck = Optional.empty();
    private Optional<SipThread.Wake> wake = Optional.empty();

    OurOffer(Core core, JainCall call, Optional<Credentials> who, SessionClock clock) {
        this.core = core;
        this.call = call;
        this.who = who;
        this.clock = clock;
        this.turn = new OwnOffer(call.dialog().isOurs(), core.messages()::randomBelow);
    }

    /** Ours is on its way. */
    boolean isOpen() {
        return turn.isOpen();
    }

    /** Leaves at {@link #onQuiet}; a second is refused while one has not got its answer. */
    void postOrRefuse(byte[] sdp) {
        boolean onlyRefreshes = wish.isEmpty() && !turn.isOpen();
        if (turn.want() || onlyRefreshes) {
            wish = Optional.of(sdp);
        } else {
            call.tell(told -> told.onOfferRefused(Response.REQUEST_PENDING));
        }
    }

    /** Offers again what holds; not where an offer is about to do the same. */
    void refresh() {
        if (turn.want()) {
            wish = Optional.empty();
        }
    }

    /** No offer of the peer's is open, nor does an answer of ours wait for its ACK. */
    void onQuiet() {
        if (call.isAlive()) {
            turn.onQuiet(this);
        }
    }

    @Override
    public void send() {
        Dialog dialog = call.dialog();
        SIPRequest invite = dialog.request("INVITE");
        core.messages().addContact(invite, dialog.contact());
        core.messages().addAbilities(invite);
        sent = wish.orElseGet(call::lastSdp);
        core.messages().addSdp(invite, sent);
        clock.write(invite);
        early = Optional.empty();
        core.outbound().send(invite, core.outbound().proving(who, dialog::nextSequence, this));
    }

    @Override
    public void onResponse(ClientTransaction transaction, SIPResponse response) {
        int status = response.getStatusCode();
        if (status < 200) {
            provisional(response);
        } else if (status < 300) {
            taken(response);
        } else if (status == 481 || status == 408) {
            call.breakOff("the peer does not know the call any more");
        } else if (status == 422 && clock.raise(response)) {
            turn.onRefused(Response.SERVER_INTERNAL_ERROR, 0, System.nanoTime(), this);
        } else {
            int retryAfter = Messages.seconds(response, "Retry-After");
            turn.onRefused(status, retryAfter, System.nanoTime(), this);
        }
    }

    private void provisional(SIPResponse response) {
        if (response.getStatusCode() > Response.TRYING && turn.isOpen()) {
            long sequence = response.getCSeq().getSeqNumber();
            if (early.isEmpty()) {
                early = Optional.of(new Early(core, call.dialog(), who, sequence));
            }
            early.get().take(response);
        }
    }

    @Override
    public void wakeAt(long nanos) {
        long millis = TimeUnit.NANOSECONDS.toMillis(Math.max(0, nanos - System.nanoTime()));
        wake =
                Optional.of(
                        core.thread()
                                .wakeAfterMillis(
                                        millis,
                                        () -> {
                                            turn.onWake();
                                            call.onSettled();
                                        }));
    }

    @Override
    public void refused(int status) {
        LOG.info("call {}: our offer was refused with {}", call.id(), status);
        clock.again();
        if (wish.isPresent()) {
            call.tell(told -> told.onOfferRefused(status));
        }
    }

    private void taken(SIPResponse ok) {
        // Also where the call is over meanwhile: whoever says 200 waits for an ACK.
        call.dialog().refreshTarget(ok);
        SIPRequest ack = call.dialog().ack(ok.getCSeq().getSeqNumber());
        lastAck = Optional.of(ack);
        core.outbound().sendAck(ack);
        boolean expected = turn.isOpen();
        turn.onTaken();
        if (!expected || !call.isAlive()) {
            return;
        }
        byte[] body = Bodies.sdp(ok).orElse(new byte[0]);
        byte[] answer = early.map(before -> before.answer(ok)).orElse(body);
        if (answer.length == 0) {
            call.breakOff("the answer to our offer has no SDP");
            return;
        }
        boolean isNew = call.agreed(answer, sent, ok);
        if (isNew || wish.isPresent()) {
            call.tell(told -> told.onAnswer(answer.clone()));
        }
    }

    /** The peer repeats its 200 until an ACK arrives. */
    boolean takesLateAnswer(SIPResponse ok) {
        boolean ours =
                lastAck.isPresent()
                        && lastAck.get().getCSeq().getSeqNumber() == ok.getCSeq().getSeqNumber();
        if (ours) {
            core.outbound().sendAck(lastAck.get());
        }
        return ours;
    }

    @Override
    public void onNoResponse(String why) {
        call.breakOff("our offer: " + why);
    }

    void stop() {
        turn.stop();
        wake.ifPresent(SipThread.Wake::cancel);
    }
}
