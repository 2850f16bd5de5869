package org.offhook.server.calls;

import org.offhook.sip.CallEnd;
import org.offhook.sip.CallListener;
import org.offhook.sip.Reoffer;

/** Notes how far a call has come, and passes all on; on the {@code sip} thread. */
public final class CallWatch implements CallListener {
    private final CallListener next;
    private final CallRecord record;

    public CallWatch(CallListener next, CallRecord record) {
        this.next = next;
        this.record = record;
    }

    @Override
    public void onRinging() {
        record.reaches(new CallRecord.Stage.Ringing());
        next.onRinging();
    }

    @Override
    public void onEarlyMedia(byte[] sdp) {
        next.onEarlyMedia(sdp);
    }

    @Override
    public void onAnswer(byte[] sdp) {
        record.reaches(new CallRecord.Stage.Answered());
        next.onAnswer(sdp);
    }

    @Override
    public void onOfferRefused(int status) {
        next.onOfferRefused(status);
    }

    @Override
    public void onReoffer(Reoffer reoffer) {
        next.onReoffer(reoffer);
    }

    @Override
    public void onInfoDigit(char digit) {
        next.onInfoDigit(digit);
    }

    @Override
    public void onTransfer(int status) {
        next.onTransfer(status);
    }

    @Override
    public void onEnded(CallEnd end) {
        next.onEnded(end);
    }
}
