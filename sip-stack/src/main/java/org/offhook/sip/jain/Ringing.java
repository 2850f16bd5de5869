package org.offhook.sip.jain;

import gov.nist.javax.sip.message.SIPResponse;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.sip.address.SipURI;
import javax.sip.message.Response;
import org.offhook.sip.machine.RAck;
import org.offhook.sip.machine.ReliableResponse;

/**
 * Tells a caller that it rings: reliably where it requires that (RFC 3262), else once. Owned by the
 * {@code sip} thread.
 */
final class Ringing {
    private final Core core;
    private final Replies invite;
    private final SipURI contact;
    private final Runnable unconfirmed;
    private Optional<ReliableResponse> reliable = Optional.empty();
    private Optional<SipThread.Wake> wake = Optional.empty();

    /**
     * @param unconfirmed run where no PRACK came for what required one
     */
    Ringing(Core core, Replies invite, SipURI contact, Runnable unconfirmed) {
        this.core = core;
        this.invite = invite;
        this.contact = contact;
        this.unconfirmed = unconfirmed;
    }

    /**
     * Sends 180.
     *
     * @param offered the INVITE had an offer: without one, a reliable 180 would have to make one
     *     (§5), which is left to the 200
     */
    void send(boolean offered) {
        boolean required = Messages.listed(invite.request(), "Require").contains("100rel");
        if (reliable.isPresent() || required && !offered) {
            return;
        }
        SIPResponse ringing = invite.make(Response.RINGING);
        core.messages().addContact(ringing, contact);
        Messages.add(ringing, "Allow", Messages.ALLOW);
        if (required) {
            sendReliably(ringing);
        } else {
            invite.send(ringing);
        }
    }

    private void sendReliably(SIPResponse ringing) {
        int number = 1 + core.messages().randomBelow(Integer.MAX_VALUE - 1);
        Messages.add(ringing, "Require", "100rel");
        Messages.add(ringing, "RSeq", Integer.toString(number));
        var expected = new RAck(number, invite.request().getCSeq().getSeqNumber(), "INVITE");
        long t1 = TimeUnit.MILLISECONDS.toNanos(core.timers().t1());
        long patience = TimeUnit.MILLISECONDS.toNanos(core.timers().acknowledged());
        reliable = Optional.of(new ReliableResponse(expected, t1, patience, System.nanoTime()));
        invite.send(ringing);
        wakeFor(reliable.get(), ringing);
    }

    private void wakeFor(ReliableResponse waiting, SIPResponse ringing) {
        long nanos = Math.max(0, waiting.wakeAtNanos() - System.nanoTime());
        long millis = TimeUnit.NANOSECONDS.toMillis(nanos) + 1;
        wake = Optional.of(core.thread().wakeAfterMillis(millis, () -> onWake(waiting, ringing)));
    }

    private void onWake(ReliableResponse waiting, SIPResponse ringing) {
        switch (waiting.onWake(System.nanoTime())) {
            case REPEAT -> {
                invite.send(ringing);
                wakeFor(waiting, ringing);
            }
            case LATER -> wakeFor(waiting, ringing);
            case GIVE_UP -> unconfirmed.run();
            case NOTHING -> {}
        }
    }

    /** Answers it. */
    void onPrack(Replies prack) {
        Optional<RAck> named = RAck.parse(Messages.value(prack.request(), "RAck"));
        boolean confirms =
                named.isPresent() && reliable.isPresent() && reliable.get().onPrack(named.get());
        if (!confirms) {
            prack.send(Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST);
            return;
        }
        stop();
        if (Bodies.raw(prack.request()).length == 0) {
            prack.send(Response.OK);
        } else {
            // Its first offer has its answer in the 200 only: too early for another.
            JainInvite.tooEarly(prack);
        }
    }

    /** With 200, which need not wait for PRACK, since the 180 has no SDP (§3). */
    void onAnswered() {
        reliable.ifPresent(ReliableResponse::onAnswered);
        stop();
    }

    /** Says nothing again. */
    void stop() {
        wake.ifPresent(SipThread.Wake::cancel);
        wake = Optional.empty();
    }
}
