package org.offhook.sip.jain;

import gov.nist.javax.sip.message.SIPRequest;

/** Whoever takes the requests of one dialog, early or confirmed; on the {@code sip} thread. */
interface DialogUser {
    /** A request other than ACK and CANCEL: must be answered. */
    void onRequest(Replies request);

    /** ACK for a 2xx of ours. */
    void onAck(SIPRequest ack);

    /** The stack is closing: leave as politely as there is time for. */
    void leave();

    /** There is no time left to wait for the peer. */
    void abandon();
}
