package org.offhook.sip.jain;

import gov.nist.javax.sip.message.SIPResponse;
import javax.sip.ClientTransaction;

/** A request whose outcome is told otherwise, as that of CANCEL by the INVITE's own response. */
final class Unheard implements Exchange {
    @Override
    public void onResponse(ClientTransaction transaction, SIPResponse response) {}

    @Override
    public void onNoResponse(String why) {}
}
