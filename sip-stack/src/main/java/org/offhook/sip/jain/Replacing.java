package org.offhook.sip.jain;

import gov.nist.javax.sip.message.SIPRequest;
import java.util.List;
import java.util.Optional;
import javax.sip.message.Response;
import org.offhook.sip.machine.Replaces;

/**
 * An INVITE that is to take the place of a call of ours (RFC 3891 §3). On the {@code sip} thread.
 */
final class Replacing {
    private Replacing() {}

    /** What an INVITE says about it. */
    sealed interface Verdict {
        /** It is a call like any other. */
        record None() implements Verdict {}

        /** That call ends when this one is answered. */
        record Of(JainCall call) implements Verdict {}

        record Refused(int status) implements Verdict {}
    }

    static Verdict verdict(Calls calls, SIPRequest invite) {
        List<String> headers = Messages.values(invite, "Replaces");
        if (headers.isEmpty()) {
            return new Verdict.None();
        }
        Optional<Replaces> replaces = Replaces.parse(headers.getFirst());
        if (headers.size() > 1 || replaces.isEmpty()) {
            return new Verdict.Refused(Response.BAD_REQUEST);
        }
        // An early dialog that the peer began is not to be replaced: 481 as for none.
        return calls.find(replaces.get())
                .map(call -> verdict(call, replaces.get()))
                .orElse(new Verdict.Refused(Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST));
    }

    private static Verdict verdict(JainCall call, Replaces replaces) {
        if (!call.isAlive()) {
            return new Verdict.Refused(Response.DECLINE);
        }
        return replaces.earlyOnly()
                ? new Verdict.Refused(Response.BUSY_HERE)
                : new Verdict.Of(call);
    }
}
