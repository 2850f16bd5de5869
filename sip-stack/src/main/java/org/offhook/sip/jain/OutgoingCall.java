package org.offhook.sip.jain;

import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import java.util.Optional;
import java.util.function.Consumer;
import javax.sip.ClientTransaction;
import javax.sip.SipException;
import javax.sip.address.SipURI;
import javax.sip.message.Response;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.offhook.sip.Call;
import org.offhook.sip.CallEnd;
import org.offhook.sip.CallListener;
import org.offhook.sip.machine.InfoDigit;

/**
 * A call that we place: from its INVITE to the answer, where a {@link JainCall} takes over. Owned
 * by the {@code sip} thread.
 */
final class OutgoingCall implements Call, DialogUser, Exchange {
    private static final Logger LOG = LogManager.getLogger(OutgoingCall.class);

    private sealed interface State {
        /** No response yet, so CANCEL is not allowed (RFC 3261 §9.1). */
        record Calling(boolean hangUp) implements State {}

        record Proceeding(ClientTransaction invite, boolean ringing) implements State {}

        record Cancelling(SipThread.Wake limit) implements State {}

        /** Answered; kept to acknowledge repeated and forked answers. */
        record Answered(JainCall call, SIPRequest ack, String tag) implements State {}

        record Ended() implements State {}
    }

    private final Core core;
    private final Order order;
    private final CallListener listener;
    private final OurInvite invite;
    private final EarlyDialogs dialogs;
    private State state = new State.Calling(false);
    private Optional<Slot> slot = Optional.empty();
    private byte[] early = {};
    private final Redirects redirects = new Redirects();

    OutgoingCall(Core core, Order order, CallListener listener) {
        this.core = core;
        this.order = order;
        this.listener = listener;
        this.invite = new OurInvite(core, order);
        this.dialogs = new EarlyDialogs(core, invite, order.who());
    }

    void start() {
        slot = core.room().take();
        if (slot.isEmpty()) {
            end(new CallEnd(CallEnd.By.US, Response.SERVICE_UNAVAILABLE, "no room for a call"));
            return;
        }
        core.counters().placed.increment();
        LOG.info("call {}: placed to {}", id(), order.target());
        core.calls().putPlaced(id(), invite.tag(), this);
        call();
    }

    private void call() {
        Exchange proving = core.outbound().proving(order.who(), invite::nextSequence, this);
        core.outbound().open(invite.hop(), invite::make, proving);
    }

    @Override
    public String id() {
        return invite.callId();
    }

    @Override
    public void hangUp() {
        core.thread().submitOrWait(this::leave);
    }

    @Override
    public void abandon() {
        switch (state) {
            case State.Calling _, State.Proceeding _ -> hungUp("closing");
            case State.Cancelling(SipThread.Wake limit) -> {
                limit.cancel();
                hungUp("closing");
            }
            case State.Answered _, State.Ended() -> {}
        }
    }

    @Override
    public void leave() {
        switch (state) {
            case State.Calling _ -> state = new State.Calling(true);
            case State.Proceeding(ClientTransaction invite, boolean _) -> cancel(invite);
            case State.Answered(JainCall call, SIPRequest _, String _) -> call.hangUp();
            case State.Cancelling _, State.Ended() -> {}
        }
    }

    private void cancel(ClientTransaction invite) {
        long limit = core.timers().acknowledged();
        state =
                new State.Cancelling(
                        core.thread().wakeAfterMillis(limit, () -> hungUp("no end to our CANCEL")));
        try {
            SIPRequest cancel = (SIPRequest) invite.createCancel();
            cancel.setApplicationData(((SIPRequest) invite.getRequest()).getApplicationData());
            core.outbound().send(cancel, new Unheard());
        } catch (SipException answeredMeanwhile) {
            LOG.debug("call {}: no CANCEL: {}", id(), answeredMeanwhile.getMessage());
        }
    }

    private void hungUp(String why) {
        end(new CallEnd(CallEnd.By.US, Response.REQUEST_TERMINATED, why));
    }

    @Override
    public void transfer(String targetUri) {
        core.messages().requireTarget(targetUri);
        int none = Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST;
        onceAnswered(call -> call.transfer(targetUri), () -> listener.onTransfer(none));
    }

    @Override
    public void transferTo(Call consultation) {
        int none = Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST;
        onceAnswered(call -> call.transferTo(consultation), () -> listener.onTransfer(none));
    }

    @Override
    public Call consult(String targetUri, byte[] offer, CallListener told) {
        return Order.of(core, targetUri, order.line(), offer).place(core, told);
    }

    /** Once it is answered. */
    Optional<JainCall> answered() {
        return state instanceof State.Answered(JainCall call, var _, var _)
                ? Optional.of(call)
                : Optional.empty();
    }

    @Override
    public void sendDigit(char digit) {
        InfoDigit.require(digit);
        onceAnswered(call -> call.sendDigit(digit), () -> {});
    }

    @Override
    public void offer(byte[] sdp) {
        byte[] copy = sdp.clone();
        int none = Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST;
        onceAnswered(call -> call.offer(copy), () -> listener.onOfferRefused(none));
    }

    private void onceAnswered(Consumer<JainCall> then, Runnable otherwise) {
        core.thread()
                .submitOrWait(() -> {
                    if (state instanceof State.Answered(JainCall call, var _, var _)) {
                        then.accept(call);
                    } else {
                        otherwise.run();
                    }
                });
    }

    @Override
    public void onResponse(ClientTransaction transaction, SIPResponse response) {
        int status = response.getStatusCode();
        if (status < 200) {
            provisional(transaction, response);
        } else if (status < 300) {
            onAnswered(response);
        } else {
            refused(response);
        }
    }

    private void provisional(ClientTransaction invite, SIPResponse response) {
        switch (state) {
            case State.Calling(boolean hangUp) -> {
                if (hangUp) {
                    cancel(invite);
                } else {
                    ringing(invite, response, false);
                }
            }
            case State.Proceeding(ClientTransaction _, boolean already) ->
                    ringing(invite, response, already);
            case State.Cancelling _, State.Answered _, State.Ended() -> {}
        }
    }

    private void ringing(ClientTransaction asked, SIPResponse response, boolean already) {
        if (!dialogs.take(response)) {
            return;
        }
        boolean rings = response.getStatusCode() > Response.TRYING;
        state = new State.Proceeding(asked, already || rings);
        if (rings && !already) {
            listener.onRinging();
        }
        dialogs.media(response, early)
                .ifPresent(sdp -> {
                    early = sdp;
                    listener.onEarlyMedia(sdp.clone());
                });
    }

    /** A 2xx: the first, a repeated one, or another phone's after a fork (RFC 3261 §13.2.2.4). */
    void onAnswered(SIPResponse ok) {
        switch (state) {
            case State.Calling(boolean hangUp) -> answered(ok, hangUp);
            case State.Proceeding _ -> answered(ok, false);
            case State.Cancelling(SipThread.Wake limit) -> {
                limit.cancel();
                answered(ok, true);
            }
            case State.Answered(JainCall _, SIPRequest ack, String theirs) -> {
                if (theirs.equals(ok.getToTag())) {
                    core.outbound().sendAck(ack);
                } else {
                    decline(ok);
                }
            }
            case State.Ended() -> decline(ok);
        }
    }

    private void answered(SIPResponse ok, boolean unwanted) {
        Dialog dialog = dialogs.confirmed(ok);
        SIPRequest ack = dialog.ack(ok.getCSeq().getSeqNumber());
        core.outbound().sendAck(ack);
        JainCall call = new JainCall(core, dialog, listener, order.line());
        String theirs = Optional.ofNullable(ok.getToTag()).orElse("");
        state = new State.Answered(call, ack, theirs);
        keepForRepeats();
        core.counters().placedAnswered.increment();
        LOG.info("call {}: answered", id());
        byte[] answer = dialogs.answer(ok);
        call.established(slot.orElseThrow(), order.offer(), answer, ok);
        if (unwanted) {
            call.leave();
        } else if (answer.length == 0) {
            call.breakOff("the answer has no SDP");
        } else {
            call.tell(told -> told.onAnswer(answer.clone()));
        }
    }

    private void keepForRepeats() {
        core.thread()
                .wakeAfterMillis(
                        core.timers().acknowledged(),
                        () -> core.calls().removePlaced(id(), invite.tag()));
    }

    /** An answer that nobody waits for any more: take it, and hang up at once. */
    private void decline(SIPResponse ok) {
        Dialog dialog = dialogs.confirmed(ok);
        core.outbound().sendAck(dialog.ack(ok.getCSeq().getSeqNumber()));
        core.outbound().send(dialog.request("BYE"), new Unheard());
    }

    private void refused(SIPResponse response) {
        int status = response.getStatusCode();
        String why = JainCall.reason(response, status + " " + response.getReasonPhrase());
        if (status / 100 == 3 && redirects(response)) {
            return;
        }
        switch (state) {
            case State.Calling(boolean hangUp) ->
                    end(new CallEnd(by(hangUp, CallEnd.By.PEER), status, why));
            case State.Proceeding _ -> end(new CallEnd(CallEnd.By.PEER, status, why));
            case State.Cancelling(SipThread.Wake limit) -> {
                limit.cancel();
                end(new CallEnd(CallEnd.By.US, status, "hung up before the answer"));
            }
            case State.Answered _, State.Ended() -> {}
        }
    }

    /** Goes where a 3xx points, with the next number (RFC 3261 §8.1.3.4). */
    private boolean redirects(SIPResponse response) {
        boolean wanted = state instanceof State.Calling(boolean hangUp) && !hangUp;
        if (!wanted && !(state instanceof State.Proceeding)) {
            return false;
        }
        Optional<SipURI> next = redirects.next(response, order.from());
        next.ifPresent(uri -> {
            LOG.info("call {}: sent on to {}", id(), uri);
            invite.goOn(uri);
            dialogs.clear();
            state = new State.Calling(false);
            call();
        });
        return next.isPresent();
    }

    @Override
    public void onNoResponse(String why) {
        switch (state) {
            case State.Calling(boolean hangUp) -> unanswered(by(hangUp, CallEnd.By.NETWORK), why);
            case State.Proceeding _ -> unanswered(CallEnd.By.NETWORK, why);
            case State.Cancelling(SipThread.Wake limit) -> {
                limit.cancel();
                hungUp(why);
            }
            case State.Answered _, State.Ended() -> {}
        }
    }

    @Override
    public boolean isWanted() {
        return state instanceof State.Calling(boolean hangUp) && !hangUp
                || state instanceof State.Proceeding;
    }

    private void unanswered(CallEnd.By by, String why) {
        end(new CallEnd(by, Response.REQUEST_TIMEOUT, why));
    }

    private static CallEnd.By by(boolean hungUp, CallEnd.By otherwise) {
        return hungUp ? CallEnd.By.US : otherwise;
    }

    private void end(CallEnd end) {
        state = new State.Ended();
        slot.ifPresent(Slot::free);
        core.calls().remove(id(), invite.tag());
        keepForRepeats();
        LOG.info("call {}: not answered: {} ({})", id(), end.reason(), end.by());
        listener.onEnded(end);
    }

    @Override
    public void onRequest(Replies early) {
        switch (early.request().getMethod()) {
            case "OPTIONS", "INFO", "NOTIFY" -> early.send(Response.OK);
            case "UPDATE", "INVITE" -> early.send(Response.REQUEST_PENDING);
            default -> early.send(Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST);
        }
    }

    @Override
    public void onAck(SIPRequest ack) {}
}
