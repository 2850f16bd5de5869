package org.offhook.sip.jain;

import gov.nist.javax.sip.message.SIPResponse;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import javax.sip.address.SipURI;

/**
 * Where one call has been sent on to by 3xx responses: to each place once, and to few. Owned by the
 * {@code sip} thread.
 */
final class Redirects {
    private static final int MOST = 5;

    private final Set<String> tried = new HashSet<>();

    /**
     * The first place that is worth a try.
     *
     * @param line whose credentials would go along, so that only its own domain may be called; null
     *     for none
     */
    Optional<SipURI> next(SIPResponse response, SipURI line) {
        for (SipURI uri : Messages.contacts(response)) {
            boolean trusted = line == null || line.getHost().equalsIgnoreCase(uri.getHost());
            boolean plain = !uri.getHeaderNames().hasNext();
            if (trusted && plain && tried.size() < MOST && tried.add(uri.toString())) {
                return Optional.of(uri);
            }
        }
        return Optional.empty();
    }
}
