package org.offhook.agent;

import org.offhook.sip.CallEnd;
import org.offhook.sip.CallListener;
import org.offhook.sip.Reoffer;

/** Dialog events to the call's inbox; all on the {@code sip} thread. */
class DialogEvents implements CallListener {
    final Inbox inbox;

    DialogEvents(Inbox inbox) {
        this.inbox = inbox;
    }

    @Override
    public void onAnswer(byte[] sdp) {
        inbox.postOrBreak(new Inbox.Item.Answer(sdp));
    }

    @Override
    public void onReoffer(Reoffer reoffer) {
        inbox.postOrBreak(new Inbox.Item.Offer(reoffer));
    }

    @Override
    public void onInfoDigit(char digit) {
        inbox.postOrBreak(new TurnEvent.Digit(digit));
    }

    @Override
    public void onTransfer(int status) {
        inbox.postOrBreak(new TurnEvent.TransferEnded(status));
    }

    @Override
    public void onEnded(CallEnd end) {
        inbox.postOrBreak(new TurnEvent.Ended(end.by() + " " + end.reason()));
    }
}
