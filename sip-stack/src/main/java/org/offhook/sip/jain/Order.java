package org.offhook.sip.jain;

import java.util.List;
import java.util.Optional;
import javax.sip.address.Address;
import javax.sip.address.SipURI;
import org.offhook.sip.Call;
import org.offhook.sip.CallEnd;
import org.offhook.sip.CallListener;
import org.offhook.sip.machine.Credentials;

/**
 * Whom to call, as whom.
 *
 * @param line whose user calls; empty for a URI at our own address, and no credentials
 * @param routes that the INVITE is to take
 * @param offer length 0 where the called side is to offer
 */
record Order(SipURI target, Optional<JainLine> line, List<Address> routes, byte[] offer) {
    /** Throws IllegalArgumentException where the target is no SIP URI. */
    static Order of(Core core, String targetUri, Optional<JainLine> line, byte[] offer) {
        return new Order(
                core.messages().requireTarget(targetUri),
                line,
                line.map(JainLine::routes).orElse(List.of()),
                offer.clone());
    }

    /** Our address of record; null without a line. */
    SipURI from() {
        return line.map(JainLine::self).orElse(null);
    }

    /** For challenges. */
    Optional<Credentials> who() {
        return line.map(JainLine::credentials);
    }

    /** Any thread. */
    Call place(Core core, CallListener listener) {
        OutgoingCall call = new OutgoingCall(core, this, listener);
        if (!core.thread().submitOrWait(call::start)) {
            listener.onEnded(new CallEnd(CallEnd.By.US, 503, "SIP is closed"));
        }
        return call;
    }
}
