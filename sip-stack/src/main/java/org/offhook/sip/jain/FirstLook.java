package org.offhook.sip.jain;

import gov.nist.javax.sip.message.SIPRequest;
import javax.sip.address.SipURI;
import javax.sip.address.TelURL;
import javax.sip.message.Response;

/** What a request's first line must not be, which JAIN-SIP's parser lets pass. Stateless. */
final class FirstLook {
    private FirstLook() {}

    /** The status to refuse it with before anything else is looked at; 0 where it may go on. */
    static int refusal(SIPRequest request) {
        if (!"SIP/2.0".equals(request.getRequestLine().getSipVersion())) {
            return Response.VERSION_NOT_SUPPORTED;
        }
        return switch (request.getRequestURI()) {
            // Headers have no place in a Request-URI (RFC 3261 §19.1.1).
            case SipURI sip -> sip.getHeaderNames().hasNext() ? Response.BAD_REQUEST : 0;
            case TelURL _ -> 0;
            case null, default -> Response.UNSUPPORTED_URI_SCHEME;
        };
    }
}
