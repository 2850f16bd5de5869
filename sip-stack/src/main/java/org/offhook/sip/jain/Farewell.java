package org.offhook.sip.jain;

import gov.nist.javax.sip.message.SIPResponse;
import javax.sip.ClientTransaction;

/**
 * Our BYE. Owned by the {@code sip} thread.
 *
 * @param over run when nobody waits for an answer to it any more
 */
record Farewell(Runnable over) implements Exchange {
    @Override
    public void onResponse(ClientTransaction transaction, SIPResponse response) {
        if (response.getStatusCode() >= 200) {
            over.run();
        }
    }

    @Override
    public void onNoResponse(String why) {
        over.run();
    }
}
