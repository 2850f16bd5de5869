package org.offhook.sip.jain;

import gov.nist.javax.sip.header.Route;
import gov.nist.javax.sip.header.RouteList;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.stack.DefaultRouter;
import gov.nist.javax.sip.stack.HopImpl;
import javax.sip.SipException;
import javax.sip.SipStack;
import javax.sip.address.SipURI;
import javax.sip.message.Request;
import org.offhook.sip.locate.Hop;

/**
 * Sends each request where {@link Outbound} has decided, so that JAIN-SIP never asks DNS. Made by
 * JAIN-SIP, by name; for any thread.
 */
public final class HopRouter extends DefaultRouter {
    public HopRouter(SipStack stack, String none) {
        super(stack, none);
    }

    /** Throws SipException where nobody has decided. */
    @Override
    public javax.sip.address.Hop getNextHop(Request request) throws SipException {
        SIPRequest sip = (SIPRequest) request;
        if (!(sip.getApplicationData() instanceof Hop hop)) {
            throw new SipException("no place was chosen for this " + request.getMethod());
        }
        if (isStrict(sip.getRouteHeaders())) {
            fixStrictRouting(sip);
        }
        return new HopImpl(hop.host(), hop.port(), hop.transport().token());
    }

    /** A router of RFC 2543, which reads the Request-URI and not the Route. */
    private static boolean isStrict(RouteList routes) {
        return routes != null
                && routes.getFirst() instanceof Route first
                && first.getAddress().getURI() instanceof SipURI uri
                && !uri.hasLrParam();
    }
}
