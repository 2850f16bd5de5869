package org.offhook.agent;

import org.offhook.sip.CallEnd;

/** Events of a call that we placed, to its inbox; all on the {@code sip} thread. */
final class PlacedEvents extends DialogEvents {
    private volatile CallEnd end;

    PlacedEvents(Inbox inbox) {
        super(inbox);
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
    public void onEnded(CallEnd how) {
        end = how;
        super.onEnded(how);
    }
}
