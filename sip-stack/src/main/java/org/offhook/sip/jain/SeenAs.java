package org.offhook.sip.jain;

import gov.nist.javax.sip.header.Via;
import gov.nist.javax.sip.message.SIPResponse;
import java.net.InetAddress;
import java.text.ParseException;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.sip.address.SipURI;

/** The address that a peer sees our datagrams come from (RFC 3581): of the NAT between us. */
record SeenAs(String host, int port) {
    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|\\[?[0-9a-fA-F:.]+]?");

    /** Empty where the response does not say, or came over a connection. */
    static Optional<SeenAs> in(SIPResponse response) {
        Via via = response.getTopmostVia();
        String host = via.getReceived();
        int port = number(via.getParameter("rport"));
        boolean said =
                via.getTransport().equalsIgnoreCase("udp")
                        && host != null
                        && ADDRESS.matcher(host).matches()
                        && port > 0
                        && port <= 65_535;
        return said ? spelled(host).map(one -> new SeenAs(one, port)) : Optional.empty();
    }

    /** Makes a Contact say so. */
    void write(SipURI contact) {
        try {
            contact.setHost(host);
            contact.setPort(port);
        } catch (ParseException notOne) {
            throw new IllegalStateException(notOne); // its form was looked at
        }
    }

    private static int number(String text) {
        return text != null && text.matches("\\d{1,5}") ? Integer.parseInt(text) : -1;
    }

    /** In the one spelling that we use: IPv6 has many. */
    private static Optional<String> spelled(String host) {
        try {
            InetAddress address = InetAddress.ofLiteral(host.replaceAll("[\\[\\]]", ""));
            return Optional.of(LocalAddress.text(address));
        } catch (IllegalArgumentException notOne) {
            return Optional.empty();
        }
    }
}
