package org.offhook.sip.jain;

import javax.sip.message.Response;
import org.offhook.sip.Reoffer;

/** A re-INVITE, or an UPDATE with an offer, that waits. Owned by the {@code sip} thread. */
final class JainReoffer implements Reoffer {
    private enum State {
        OPEN,
        ANSWERED
    }

    private final Core core;
    private final InDialog inDialog;
    private final Replies request;
    private final byte[] offer;
    private final SipThread.Wake limit;
    private State state = State.OPEN;

    JainReoffer(Core core, InDialog inDialog, Replies request, byte[] offer) {
        this.core = core;
        this.inDialog = inDialog;
        this.request = request;
        this.offer = offer;
        this.limit =
                core.thread()
                        .wakeAfterMillis(
                                core.timers().reoffer(),
                                () -> close(Response.SERVER_INTERNAL_ERROR));
    }

    @Override
    public byte[] offer() {
        return offer.clone();
    }

    @Override
    public void answer(byte[] sdp) {
        byte[] copy = sdp.clone();
        core.thread()
                .submitOrWait(() -> {
                    if (settle()) {
                        inDialog.accept(request, offer, copy);
                    }
                });
    }

    @Override
    public void reject(int status) {
        if (status < 400 || status > 699) {
            throw new IllegalArgumentException("a refusal is 4xx to 6xx: " + status);
        }
        core.thread().submitOrWait(() -> close(status));
    }

    /** The call ends first (RFC 3261 §15.1.2). */
    void terminate() {
        close(Response.REQUEST_TERMINATED);
    }

    private void close(int status) {
        if (settle()) {
            inDialog.reject(request, status);
        }
    }

    private boolean settle() {
        boolean open = state == State.OPEN;
        state = State.ANSWERED;
        limit.cancel();
        return open;
    }
}
