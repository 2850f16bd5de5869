package org.offhook.sip.jain;

import gov.nist.javax.sip.message.SIPResponse;
import javax.sip.ClientTransaction;

/** What comes of one request of ours; told on the {@code sip} thread. */
interface Exchange {
    /** Each response, provisional ones too. */
    void onResponse(ClientTransaction transaction, SIPResponse response);

    /** False where nobody waits for this any more, and another place need not be tried. */
    default boolean isWanted() {
        return true;
    }

    /** No final response: no route, refused connection, or none in 32 s. */
    void onNoResponse(String why);
}
