package org.offhook.sip.jain;

import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.stack.SIPServerTransaction;
import java.io.IOException;

/**
 * Repeats a 2xx to an INVITE until its ACK comes, at T1, 2 T1, 4 T1 … T2 (RFC 3261 §13.3.1.4).
 * Owned by the {@code sip} thread.
 */
final class OkWait {
    private final SipThread thread;
    private final SipTimers timers;
    private final Replies invite;
    private final Runnable gaveUp;
    private final long giveUpAtNanos;
    private long pauseMillis;
    private SipThread.Wake wake;

    /** Starts waiting; the 2xx has just been sent. */
    OkWait(Core core, Replies invite, Runnable gaveUp) {
        this.thread = core.thread();
        this.timers = core.timers();
        this.invite = invite;
        this.gaveUp = gaveUp;
        this.giveUpAtNanos = System.nanoTime() + timers.acknowledged() * 1_000_000;
        this.pauseMillis = timers.t1();
        this.wake = thread.wakeAfterMillis(pauseMillis, this::again);
    }

    private void again() {
        if (System.nanoTime() - giveUpAtNanos >= 0) {
            gaveUp.run();
            return;
        }
        try {
            ((SIPServerTransaction) invite.transaction()).resendLastResponseAsBytes();
        } catch (IOException connectionGone) {
            gaveUp.run();
            return;
        }
        pauseMillis = Math.min(2 * pauseMillis, timers.t2());
        wake = thread.wakeAfterMillis(pauseMillis, this::again);
    }

    /** True where this ACK is for that INVITE; the waiting is over then. */
    boolean isFor(SIPRequest ack) {
        return ack.getCSeq().getSeqNumber() == invite.request().getCSeq().getSeqNumber();
    }

    void stop() {
        wake.cancel();
    }
}
