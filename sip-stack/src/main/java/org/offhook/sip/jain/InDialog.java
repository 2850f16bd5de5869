package org.offhook.sip.jain;

import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import javax.sip.message.Response;
import org.offhook.sip.Transport;
import org.offhook.sip.machine.InfoDigit;
import org.offhook.sip.machine.SessionTimer;

/** Answers the peer's requests within one call. Owned by the {@code sip} thread. */
final class InDialog {
    private final Core core;
    private final JainCall call;
    private final SessionClock clock;
    private Optional<OkWait> okWait = Optional.empty();
    private Optional<JainReoffer> reoffer = Optional.empty();
    private Optional<Ringing> ringing = Optional.empty();

    /** Our offer is out in a 200, and its ACK must bring the answer. */
    private boolean offering;

    private byte[] theirs = {};
    private byte[] ours = {};

    InDialog(Core core, JainCall call, SessionClock clock) {
        this.core = core;
        this.call = call;
        this.clock = clock;
    }

    /** What both sides last agreed on; true where the peer's is another than before. */
    boolean remember(byte[] theirSdp, byte[] ourSdp) {
        boolean isNew = !Arrays.equals(theirs, theirSdp);
        theirs = theirSdp;
        ours = ourSdp;
        return isNew;
    }

    /** Our last offer or answer. */
    byte[] ours() {
        return ours;
    }

    /** Its PRACK may still be on its way. */
    void rang(Ringing before) {
        ringing = Optional.of(before);
    }

    void awaitAck(Replies invite, boolean weOffered) {
        okWait.ifPresent(OkWait::stop);
        offering = weOffered;
        okWait = Optional.of(new OkWait(core, invite, call::onUnacknowledged));
    }

    /** An offer is open: another must wait (RFC 3264 §4). */
    boolean isBusy() {
        return offering || okWait.isPresent() || reoffer.isPresent();
    }

    void stop() {
        okWait.ifPresent(OkWait::stop);
        okWait = Optional.empty();
        Optional<JainReoffer> open = reoffer;
        reoffer = Optional.empty();
        open.ifPresent(JainReoffer::terminate);
    }

    void onAck(SIPRequest ack) {
        if (okWait.isEmpty() || !okWait.get().isFor(ack)) {
            return;
        }
        okWait.get().stop();
        okWait = Optional.empty();
        takeAck(ack);
        call.onSettled();
    }

    private void takeAck(SIPRequest ack) {
        boolean expected = offering;
        offering = false;
        Optional<byte[]> answer = Bodies.sdp(ack);
        if (!expected) {
            call.onAcknowledged();
        } else if (answer.isPresent() && answer.get().length > 0) {
            theirs = answer.get();
            call.tell(told -> told.onAnswer(theirs.clone()));
            call.onAcknowledged();
        } else {
            call.onAcknowledged();
            call.breakOff("the ACK brought no answer to our offer");
        }
    }

    void onRequest(Replies request) {
        if (!call.dialog().advance(request.request())) {
            request.send(Response.SERVER_INTERNAL_ERROR); // out of order (RFC 3261 §12.2.2)
            return;
        }
        if (request.refusesExtension()) {
            return;
        }
        switch (request.request().getMethod()) {
            case "BYE" -> {
                request.send(Response.OK);
                call.onBye(request.request());
            }
            case "INVITE" -> invite(request);
            case "UPDATE" -> update(request);
            case "INFO" -> info(request);
            case "OPTIONS" -> options(request);
            case "NOTIFY" -> {
                request.send(Response.OK);
                call.onNotify(request.request());
            }
            case "PRACK" ->
                    ringing.ifPresentOrElse(
                            rang -> rang.onPrack(request),
                            () -> request.send(Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST));
            default -> refuseMethod(request);
        }
    }

    static void refuseMethod(Replies request) {
        SIPResponse refusal = request.make(Response.METHOD_NOT_ALLOWED);
        Messages.add(refusal, "Allow", Messages.ALLOW);
        request.send(refusal);
    }

    /** 422: we do not keep sessions that must be refreshed that often (RFC 4028 §9). */
    static void refuseInterval(Replies request) {
        SIPResponse refusal = request.make(422);
        Messages.add(refusal, "Min-SE", Integer.toString(SessionTimer.MIN_SECONDS));
        request.send(refusal);
    }

    /** The transport that a request came by. */
    static Transport transport(SIPRequest request) {
        String via = request.getTopmostVia().getTransport();
        return Transport.named(via).orElse(Transport.UDP);
    }

    private void options(Replies request) {
        SIPResponse ok = request.make(Response.OK);
        core.messages().addAbilities(ok);
        request.send(ok);
    }

    private void info(Replies request) {
        SIPRequest info = request.request();
        String type = Messages.value(info, "Content-Type");
        if (Bodies.raw(info).length == 0) {
            request.send(Response.OK);
        } else if (InfoDigit.speaks(type)) {
            request.send(Response.OK);
            OptionalInt digit = InfoDigit.digit(Bodies.raw(info));
            digit.ifPresent(d -> call.tell(told -> told.onInfoDigit((char) d)));
        } else {
            request.refuseBody("application/dtmf-relay, application/dtmf");
        }
    }

    private void invite(Replies request) {
        Optional<byte[]> offer = Bodies.sdp(request.request());
        if (busy(request) || refused(request, offer)) {
            return;
        }
        // Who asks again has heard our 200; its ACK was lost, or overtaken on our own threads.
        okWait.ifPresent(OkWait::stop);
        okWait = Optional.empty();
        call.onAcknowledged();
        if (!call.isAlive()) {
            request.send(Response.REQUEST_TERMINATED); // our own BYE had waited for this
            return;
        }
        call.dialog().refreshTarget(request.request());
        byte[] sdp = offer.get();
        if (sdp.length > 0 && Arrays.equals(sdp, theirs) && ours.length > 0) {
            acceptInvite(request, ours, false); // nothing new: a session refresh
            return;
        }
        tell(new JainReoffer(core, this, request, sdp));
    }

    private void update(Replies request) {
        Optional<byte[]> offer = Bodies.sdp(request.request());
        boolean withOffer = offer.isPresent() && offer.get().length > 0;
        if (withOffer && busy(request) || refused(request, offer)) {
            return;
        }
        call.dialog().refreshTarget(request.request());
        if (withOffer) {
            tell(new JainReoffer(core, this, request, offer.get()));
        } else {
            acceptUpdate(request, new byte[0]);
        }
    }

    private void tell(JainReoffer fresh) {
        reoffer = Optional.of(fresh);
        call.tell(told -> told.onReoffer(fresh));
    }

    /** An offer while another waits for its answer (RFC 3261 §14.2, RFC 3311 §5.2). */
    private boolean busy(Replies request) {
        if (offering || call.isOffering()) {
            request.send(Response.REQUEST_PENDING);
            return true;
        }
        if (reoffer.isPresent()) {
            JainInvite.tooEarly(request);
            return true;
        }
        return false;
    }

    private boolean refused(Replies request, Optional<byte[]> offer) {
        if (offer.isEmpty()) {
            request.refuseBody("application/sdp");
            return true;
        }
        if (timer(request) instanceof SessionTimer.Verdict.TooSmall) {
            refuseInterval(request);
            return true;
        }
        return false;
    }

    private static SessionTimer.Verdict timer(Replies request) {
        return SessionTimer.negotiate(
                Messages.value(request.request(), "Session-Expires"),
                JainInvite.supportsTimer(request.request()));
    }

    /** Answers a re-INVITE, or an UPDATE with an offer. */
    void accept(Replies request, byte[] offer, byte[] sdp) {
        reoffer = Optional.empty();
        if (!call.isAlive()) {
            return;
        }
        remember(offer, sdp);
        if (request.request().getMethod().equals("INVITE")) {
            acceptInvite(request, sdp, offer.length == 0);
        } else {
            acceptUpdate(request, sdp);
            call.onSettled();
        }
    }

    void reject(Replies request, int status) {
        reoffer = Optional.empty();
        request.send(status);
        call.onSettled();
    }

    private void acceptInvite(Replies request, byte[] sdp, boolean weOffer) {
        if (request.send(ok(request, sdp))) {
            awaitAck(request, weOffer);
        } else {
            call.breakOff("cannot send the answer");
        }
    }

    private void acceptUpdate(Replies request, byte[] sdp) {
        request.send(ok(request, sdp));
    }

    private SIPResponse ok(Replies request, byte[] sdp) {
        SIPResponse ok = request.make(Response.OK);
        core.messages().addContact(ok, call.dialog().contact());
        core.messages().addAbilities(ok);
        core.messages().addSdp(ok, sdp);
        clock.accept(timer(request), ok);
        return ok;
    }
}
