package org.offhook.sip.jain;

import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import javax.sip.InvalidArgumentException;
import javax.sip.ServerTransaction;
import javax.sip.SipException;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/** One request that waits for our response. Owned by the {@code sip} thread. */
record Replies(Messages messages, ServerTransaction transaction, SIPRequest request, String tag) {
    private static final Logger LOG = LogManager.getLogger(Replies.class);

    SIPResponse make(int status) {
        return messages.response(request, status, tag);
    }

    /** False where it could not be sent: the peer's connection is gone. */
    boolean send(SIPResponse response) {
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
