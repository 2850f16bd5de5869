package org.offhook.sip.jain;

import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import java.security.SecureRandom;
import java.util.function.LongSupplier;
import javax.sip.ClientTransaction;
import javax.sip.InvalidArgumentException;
import org.offhook.sip.machine.Credentials;
import org.offhook.sip.machine.DigestSession;

/**
 * Answers the challenges that a request of ours meets, of proxies (407) and of the peer (401), and
 * hands on what comes then. Owned by the {@code sip} thread.
 */
final class Proving implements Exchange {
    private final Outbound outbound;
    private final DigestSession session;
    private final LongSupplier nextSequence;
    private final Exchange exchange;

    Proving(Outbound outbound, Credentials who, LongSupplier nextSequence, Exchange exchange) {
        this.outbound = outbound;
        this.session = new DigestSession(who, new SecureRandom());
        this.nextSequence = nextSequence;
        this.exchange = exchange;
    }

    @Override
    public void onResponse(ClientTransaction transaction, SIPResponse response) {
        int status = response.getStatusCode();
        boolean answers =
                (status == 401 || status == 407)
                        && session.onChallenge(
                                        Messages.values(response, "WWW-Authenticate"),
                                        Messages.values(response, "Proxy-Authenticate"))
                                == DigestSession.Verdict.ANSWER;
        if (answers) {
            outbound.send(again((SIPRequest) transaction.getRequest()), this);
        } else {
            exchange.onResponse(transaction, response);
        }
    }

    @Override
    public boolean isWanted() {
        return exchange.isWanted();
    }

    @Override
    public void onNoResponse(String why) {
        exchange.onNoResponse(why);
    }

    private SIPRequest again(SIPRequest request) {
        SIPRequest again = (SIPRequest) request.clone();
        again.getTopmostVia().removeParameter("branch");
        again.removeHeader("Authorization");
        again.removeHeader("Proxy-Authorization");
        String uri = request.getRequestURI().toString();
        for (var header : session.headers(request.getMethod(), uri)) {
            Messages.add(again, header.name(), header.value());
        }
        try {
            again.getCSeq().setSeqNumber(nextSequence.getAsLong());
        } catch (InvalidArgumentException ourMistake) {
            throw new IllegalStateException(ourMistake);
        }
        return again;
    }
}
