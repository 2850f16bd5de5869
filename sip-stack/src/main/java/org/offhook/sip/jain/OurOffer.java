package org.offhook.sip.jain;

import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import java.util.Optional;
import javax.sip.ClientTransaction;
import javax.sip.message.Response;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.offhook.sip.machine.Credentials;

/**
 * Offers of ours within one call, one at a time, each by a re-INVITE (RFC 3261 §14.1). Owned by the
 * {@code sip} thread.
 */
final class OurOffer implements Exchange {
    private static final Logger LOG = LogManager.getLogger(OurOffer.class);
    private static final int MOST_TRIES = 4;

    /** Who made the Call-ID and who did not wait differently, so that they do not meet again. */
    private static final int SHORTEST_PAUSE_MILLIS = 2_100;

    private static final int LONGEST_PAUSE_MILLIS = 4_000;

    private final Core core;
    private final JainCall call;
    private final Optional<Credentials> who;
    private Optional<byte[]> waiting = Optional.empty();
    private Optional<byte[]> open = Optional.empty();
    private int tries;
    private Optional<SIPRequest> lastAck = Optional.empty();
    private Optional<SipThread.Wake> again = Optional.empty();

    OurOffer(Core core, JainCall call, Optional<Credentials> who) {
        this.core = core;
        this.call = call;
        this.who = who;
    }

    /** Ours is on its way. */
    boolean isOpen() {
        return open.isPresent();
    }

    /** Leaves at {@link #onQuiet}; a second is refused while one has not got its answer. */
    void postOrRefuse(byte[] sdp) {
        if (waiting.isPresent() || open.isPresent()) {
            call.tell(told -> told.onOfferRefused(Response.REQUEST_PENDING));
            return;
        }
        waiting = Optional.of(sdp);
    }

    /** No offer of the peer's is open, nor does an answer of ours wait for its ACK. */
    void onQuiet() {
        if (waiting.isPresent() && call.isAlive()) {
            open = waiting;
            waiting = Optional.empty();
            tries = 0;
            send();
        }
    }

    private void send() {
        if (open.isEmpty()) {
            return;
        }
        tries++;
        Dialog dialog = call.dialog();
        SIPRequest invite = dialog.request("INVITE");
        core.messages().addContact(invite, dialog.contact());
        core.messages().addAbilities(invite);
        core.messages().addSdp(invite, open.get());
        core.outbound().send(invite, core.outbound().proving(who, dialog::nextSequence, this));
    }

    @Override
    public void onResponse(ClientTransaction transaction, SIPResponse response) {
        int status = response.getStatusCode();
        if (status / 100 == 2) {
            taken(response);
        } else if (status == Response.REQUEST_PENDING && open.isPresent() && tries < MOST_TRIES) {
            int spread = LONGEST_PAUSE_MILLIS - SHORTEST_PAUSE_MILLIS;
            int millis = SHORTEST_PAUSE_MILLIS + core.messages().randomBelow(spread);
            again = Optional.of(core.thread().wakeAfterMillis(millis, this::send));
        } else if (status == 481 || status == 408) {
            call.breakOff("the peer does not know the call any more");
        } else if (status >= 300 && open.isPresent()) {
            open = Optional.empty();
            LOG.info("call {}: our offer was refused with {}", call.id(), status);
            call.tell(told -> told.onOfferRefused(status));
        }
    }

    private void taken(SIPResponse ok) {
        // Also where the call is over meanwhile: whoever says 200 waits for an ACK.
        call.dialog().refreshTarget(ok);
        SIPRequest ack = call.dialog().ack(ok.getCSeq().getSeqNumber());
        lastAck = Optional.of(ack);
        core.outbound().sendAck(ack);
        Optional<byte[]> ours = open;
        open = Optional.empty();
        if (ours.isEmpty() || !call.isAlive()) {
            return;
        }
        byte[] answer = Bodies.sdp(ok).orElse(new byte[0]);
        if (answer.length == 0) {
            call.breakOff("the answer to our offer has no SDP");
            return;
        }
        call.agreed(answer, ours.get(), ok);
        call.tell(told -> told.onAnswer(answer.clone()));
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
        waiting = Optional.empty();
        open = Optional.empty();
        again.ifPresent(SipThread.Wake::cancel);
    }
}
