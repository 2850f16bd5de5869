package org.offhook.sip.jain;

import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import javax.sip.InvalidArgumentException;
import javax.sip.ServerTransaction;
import javax.sip.SipException;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.offhook.sip.Transport;

/** One request that waits for our response. Owned by the {@code sip} thread. */
record Replies(Core core, ServerTransaction transaction, SIPRequest request, String tag) {
    private static final Logger LOG = LogManager.getLogger(Replies.class);

    SIPResponse make(int status) {
        return core.messages().response(request, status, tag);
    }

    /**
     * False where it cannot be sent. Over a connection it is sent on that connection's thread, and
     * whether it arrives is told by what the peer does next.
     */
    boolean send(SIPResponse response) {
        Transport by = InDialog.transport(request);
        if (by == Transport.UDP) {
            return sendNow(response);
        }
        var peer =
                new Lanes.Peer(
                        request.getPeerPacketSourceAddress(),
                        request.getPeerPacketSourcePort(),
                        by);
        return core.outbound().lanes().submitOrRefuse(peer, () -> sendNow(response));
    }

    private boolean sendNow(SIPResponse response) {
        try {
            transaction.sendResponse(response);
            return true;
        } catch (SipException | InvalidArgumentException unreachable) {
            LOG.debug(
                    "call {}: cannot send {}: {}",
                    request.getCallId().getCallId(),
                    response.getStatusCode(),
                    unreachable.getMessage());
            return false;
        }
    }

    boolean send(int status) {
        return send(make(status));
    }

    /** 420 where the request requires what we do not have; then true. */
    boolean refusesExtension() {
        var missing = Messages.unsupported(request);
        if (missing.isEmpty()) {
            return false;
        }
        SIPResponse refusal = make(420);
        Messages.add(refusal, "Unsupported", String.join(", ", missing));
        send(refusal);
        return true;
    }

    /** 415, naming what we would have taken. */
    void refuseBody(String accepted) {
        SIPResponse refusal = make(415);
        Messages.add(refusal, "Accept", accepted);
        send(refusal);
    }
}
