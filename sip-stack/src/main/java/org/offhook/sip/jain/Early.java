package org.offhook.sip.jain;

import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import java.util.Optional;
import org.offhook.sip.machine.Credentials;
import org.offhook.sip.machine.RAck;
import org.offhook.sip.machine.ReliableOrder;

/**
 * What one phone says to an INVITE of ours before its answer: early media, and reliable responses,
 * which are confirmed in their order (RFC 3262 §4). Owned by the {@code sip} thread.
 */
final class Early {
    private final Core core;
    private final Dialog dialog;
    private final Optional<Credentials> who;
    private final ReliableOrder order;
    private byte[] sdp = {};

    /** It came reliably, so it is the answer to our offer, and no other can follow (§5). */
    private boolean isAnswer;

    /**
     * @param sequence of the INVITE
     */
    Early(Core core, Dialog dialog, Optional<Credentials> who, long sequence) {
        this.core = core;
        this.dialog = dialog;
        this.who = who;
        this.order = new ReliableOrder(sequence);
    }

    Dialog dialog() {
        return dialog;
    }

    /** Length 0 where it said none. */
    byte[] sdp() {
        return sdp;
    }

    /**
     * Confirms it where it wants to be.
     *
     * @return false where it is not to be looked at: it is a repeat, or others must come first
     */
    boolean take(SIPResponse response) {
        boolean reliable = Messages.listed(response, "Require").contains("100rel");
        if (reliable) {
            Optional<RAck> next = order.take(rseq(response));
            if (next.isEmpty()) {
                return false;
            }
            confirm(next.get());
        }
        byte[] body = Bodies.sdp(response).orElse(new byte[0]);
        if (body.length > 0 && !isAnswer) {
            sdp = body;
            isAnswer = reliable;
        }
        return true;
    }

    private static long rseq(SIPResponse response) {
        String digits = Messages.value(response, "RSeq");
        return digits.matches("\\d{1,10}") ? Long.parseLong(digits) : -1;
    }

    private void confirm(RAck response) {
        SIPRequest prack = dialog.request("PRACK");
        Messages.add(prack, "RAck", response.header());
        core.outbound()
                .send(prack, core.outbound().proving(who, dialog::nextSequence, new Unheard()));
    }

    /** The answer to our offer, where this 2xx follows; length 0 where there is none. */
    byte[] answer(SIPResponse ok) {
        byte[] body = Bodies.sdp(ok).orElse(new byte[0]);
        return isAnswer || body.length == 0 ? sdp : body;
    }
}
