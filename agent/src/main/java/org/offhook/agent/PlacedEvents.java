package org.offhook.agent;

import org.offhook.sip.CallEnd;
import org.offhook.sip.CallListener;
import org.offhook.sip.Reoffer;

/** Events of a call that we placed, to its inbox; all on the {@code sip} thread. */
final class PlacedEvents implements CallListener {
    private final Inbox inbox;
    private final Receptionist.DialogEvents events;
    private volatile CallEnd end;

    PlacedEvents(Inbox inbox) {
        this.inbox = inbox;
        events = new Receptionist.DialogEvents(inbox);
    }

    /** How it ended; null while it has not. From any thread, set before the inbox is told. */
    CallEnd end() {
        return end;
    }

    @Override
    public void onEarlyMedia(byte[] sdp) {
        inbox.postOrBreak(new Inbox.Item.Early(sdp));
    }

    @Override
    public void onAnswer(byte[] sdp) {
        events.onAnswer(sdp);
    }

    @Override
    public void onReoffer(Reoffer reoffer) {
        events.onReoffer(reoffer);
    }

    @Override
    public void onInfoDigit(char digit) {
        events.onInfoDigit(digit);
    }

    @Override
    public void onTransfer(int status) {
        events.onTransfer(status);
    }

    @Override
    public void onEnded(CallEnd how) {
        end = how;
        events.onEnded(how);
    }
}
