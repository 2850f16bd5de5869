package org.offhook.sip.jain;

import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import java.util.Optional;
import java.util.function.Consumer;
import javax.sip.message.Response;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.offhook.sip.Call;
import org.offhook.sip.CallEnd;
import org.offhook.sip.CallListener;
import org.offhook.sip.machine.Credentials;
import org.offhook.sip.machine.InfoDigit;
import org.offhook.sip.machine.SessionTimer;

/**
 * One call with a dialog, from its 200 to its BYE. Owned by the {@code sip} thread; the methods of
 * {@link Call} only post to it.
 */
final class JainCall implements Call, DialogUser {
    private static final Logger LOG = LogManager.getLogger(JainCall.class);

    private sealed interface State {
        /** Our 200 is out, no ACK yet: our BYE has to wait for it (RFC 3261 §15). */
        record Unacknowledged(boolean hangUp) implements State {}

        record Confirmed() implements State {}

        /** The peer said BYE, but what became of our transfer may still be told. */
        record Lingering(CallEnd end) implements State {}

        record Ended() implements State {}
    }

    /**
     * What the INVITE came with.
     *
     * @param offer length 0 where our 200 carries the offer
     * @param ringing what was sent before the 200
     */
    record Terms(byte[] offer, SessionTimer.Verdict timer, Slot slot, Ringing ringing) {}

    private final Core core;
    private final Dialog dialog;
    private final CallListener listener;
    private final Optional<JainLine> line;
    private final SessionClock clock;
    private final InDialog inDialog;
    private final DigitSender digits;
    private final OurOffer ourOffer;
    private State state = new State.Unacknowledged(false);
    private final Transfers transfers;
    private Runnable release = () -> {};

    /**
     * @param line it came to or goes from; empty where it is none of ours
     */
    JainCall(Core core, Dialog dialog, CallListener listener, Optional<JainLine> line) {
        this.core = core;
        this.dialog = dialog;
        this.listener = listener;
        this.line = line;
        this.clock = new SessionClock(core, this, who());
        this.inDialog = new InDialog(core, this, clock);
        this.digits = new DigitSender(core, dialog, who());
        this.ourOffer = new OurOffer(core, this, who(), clock);
        this.transfers = new Transfers(core, dialog, who(), this::onTransferOutcome);
    }

    Dialog dialog() {
        return dialog;
    }

    private Optional<Credentials> who() {
        return line.map(JainLine::credentials);
    }

    /** The application may fail: that costs it this call. */
    void tell(Consumer<CallListener> news) {
        try {
            news.accept(listener);
        } catch (RuntimeException bug) {
            LOG.error("call {}: the application failed", id(), bug);
            breakOff("the application failed");
        }
    }

    /** Neither over nor about to be. */
    boolean isAlive() {
        return switch (state) {
            case State.Unacknowledged _, State.Confirmed() -> true;
            case State.Lingering _, State.Ended() -> false;
        };
    }

    /** We were called and send this 200. */
    void answered(Replies invite, SIPResponse ok, byte[] sdp, Terms terms) {
        core.calls().put(dialog.callId(), dialog.localTag(), this);
        release =
                () -> {
                    core.calls().removeOffered(invite.request());
                    terms.slot().free();
                };
        clock.peerAllows(Messages.listed(invite.request(), "Allow"));
        clock.accept(terms.timer(), ok);
        inDialog.remember(terms.offer(), sdp);
        inDialog.rang(terms.ringing());
        if (invite.send(ok)) {
            inDialog.awaitAck(invite, terms.offer().length == 0);
        } else {
            core.calls().remove(dialog.callId(), dialog.localTag());
            finish(new CallEnd(CallEnd.By.NETWORK, 0, "cannot send the answer"));
        }
    }

    /** We called, were answered, and have sent our ACK. */
    void established(Slot slot, byte[] offer, byte[] answer, SIPResponse ok) {
        core.calls().put(dialog.callId(), dialog.localTag(), this);
        release = slot::free;
        state = new State.Confirmed();
        inDialog.remember(answer, offer);
        clock.peerAllows(Messages.listed(ok, "Allow"));
        SessionTimer.agreed(Messages.value(ok, "Session-Expires")).ifPresent(clock::run);
    }

    /** The application answered too late: there is nothing to send. */
    void neverWas(String why) {
        state = new State.Ended();
        listener.onEnded(new CallEnd(CallEnd.By.PEER, 0, why));
    }

    @Override
    public String id() {
        return dialog.callId();
    }

    @Override
    public void hangUp() {
        core.thread().submitOrWait(() -> leave(false));
    }

    @Override
    public void leave() {
        leave(true);
    }

    /** Left already. */
    @Override
    public void abandon() {}

    private void leave(boolean now) {
        switch (state) {
            case State.Unacknowledged _ -> {
                if (now) {
                    bye(new CallEnd(CallEnd.By.US, 0, "hung up before the ACK"));
                } else {
                    state = new State.Unacknowledged(true);
                }
            }
            case State.Confirmed() -> bye(new CallEnd(CallEnd.By.US, 0, "hung up"));
            case State.Lingering(CallEnd end) -> finish(end);
            case State.Ended() -> {}
        }
    }

    /** Another call of the peer's has taken its place (RFC 3891 §3). */
    void replaced() {
        if (isAlive()) {
            bye(new CallEnd(CallEnd.By.PEER, 0, "replaced by another call"));
        }
    }

    /** Ends a call that the network or the peer has lost. */
    void breakOff(String why) {
        if (isAlive()) {
            bye(new CallEnd(CallEnd.By.NETWORK, 0, why));
        }
    }

    private void bye(CallEnd end) {
        SIPRequest bye = dialog.request("BYE");
        finish(end);
        core.outbound()
                .send(
                        bye,
                        core.outbound()
                                .proving(who(), dialog::nextSequence, new Farewell(this::forget)));
    }

    /** Until the BYE is answered, the dialog still answers the peer's own BYE. */
    private void forget() {
        core.calls().remove(dialog.callId(), dialog.localTag());
    }

    private void finish(CallEnd end) {
        state = new State.Ended();
        clock.stop();
        inDialog.stop();
        digits.stop();
        ourOffer.stop();
        transfers.stop();
        release.run();
        core.counters().ended.increment();
        LOG.debug("call {}: ended by {}: {}", id(), end.by(), end.reason());
        tell(told -> told.onEnded(end));
    }

    @Override
    public void transfer(String targetUri) {
        core.messages().requireTarget(targetUri);
        core.thread().submitOrWait(() -> refer(targetUri));
    }

    @Override
    public void transferTo(Call consultation) {
        core.thread()
                .submitOrWait(() -> {
                    Optional<String> place = Transfers.placeIn(consultation);
                    if (place.isPresent()) {
                        refer(place.get());
                    } else {
                        tell(told -> told.onTransfer(Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST));
                    }
                });
    }

    @Override
    public Call consult(String targetUri, byte[] offer, CallListener told) {
        return Order.of(core, targetUri, line, offer).place(core, told);
    }

    @Override
    public void sendDigit(char digit) {
        InfoDigit.require(digit);
        core.thread()
                .submitOrWait(() -> {
                    if (isAlive()) {
                        digits.sendOrDrop(digit);
                    }
                });
    }

    @Override
    public void offer(byte[] sdp) {
        byte[] copy = sdp.clone();
        core.thread()
                .submitOrWait(() -> {
                    if (isAlive()) {
                        ourOffer.postOrRefuse(copy);
                        onSettled();
                    }
                });
    }

    /** An offer of the peer's has its answer, perhaps the last one. */
    void onSettled() {
        if (!inDialog.isBusy()) {
            ourOffer.onQuiet();
        }
    }

    boolean isOffering() {
        return ourOffer.isOpen();
    }

    /** Refreshes the session by an offer that says nothing new (RFC 4028 §7.4). */
    void offerAgain() {
        if (isAlive()) {
            ourOffer.refresh();
            onSettled();
        }
    }

    byte[] lastSdp() {
        return inDialog.ours();
    }

    /** Our offer was taken; true where the answer is another than before. */
    boolean agreed(byte[] theirs, byte[] ours, SIPResponse ok) {
        SessionTimer.agreed(Messages.value(ok, "Session-Expires"))
                .ifPresentOrElse(clock::run, clock::stop);
        return inDialog.remember(theirs, ours);
    }

    /** A 2xx whose transaction is gone; true where it answers an offer within the call. */
    boolean takesLateAnswer(SIPResponse ok) {
        return ourOffer.takesLateAnswer(ok);
    }

    private void refer(String target) {
        if (isAlive()) {
            transfers.start(target);
        } else {
            LOG.warn("call {}: over, so nobody can be transferred", id());
        }
    }

    private void onTransferOutcome(int status) {
        tell(told -> told.onTransfer(status));
        if (state instanceof State.Lingering(CallEnd end)) {
            forget();
            finish(end);
        }
    }

    void onNotify(SIPRequest notify) {
        transfers.onNotify(notify);
    }

    @Override
    public void onRequest(Replies request) {
        if (!dialog.isFrom(request.request())) {
            request.send(Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST);
            return;
        }
        switch (state) {
            case State.Unacknowledged _, State.Confirmed() -> inDialog.onRequest(request);
            case State.Lingering _ -> afterBye(request, true);
            case State.Ended() -> afterBye(request, false);
        }
    }

    private void afterBye(Replies request, boolean lingering) {
        switch (request.request().getMethod()) {
            case "BYE" -> request.send(Response.OK);
            case "NOTIFY" -> {
                request.send(Response.OK);
                if (lingering) {
                    onNotify(request.request());
                }
            }
            default -> request.send(Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST);
        }
    }

    void onBye(SIPRequest bye) {
        CallEnd end = new CallEnd(CallEnd.By.PEER, 0, reason(bye, "hung up"));
        if (transfers.isOpen()) {
            state = new State.Lingering(end);
            core.thread().wakeAfterMillis(core.timers().linger(), transfers::giveUp);
        } else {
            forget();
            finish(end);
        }
    }

    @Override
    public void onAck(SIPRequest ack) {
        if (isAlive() && dialog.isFrom(ack)) {
            inDialog.onAck(ack);
        }
    }

    /** The first ACK, or one for a re-INVITE. */
    void onAcknowledged() {
        if (state instanceof State.Unacknowledged(boolean hangUp)) {
            state = new State.Confirmed();
            if (hangUp) {
                leave(false);
            }
        }
    }

    void onUnacknowledged() {
        core.counters().unacknowledged.increment();
        breakOff("no ACK for our 200");
    }

    /** The Reason header (RFC 3326) as text, else that word. */
    static String reason(SIPMessage message, String otherwise) {
        String reason = Messages.value(message, "Reason");
        return reason.isEmpty() ? otherwise : reason;
    }
}
