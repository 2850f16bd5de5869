package org.offhook.sip.jain;

import gov.nist.javax.sip.header.Via;
import gov.nist.javax.sip.message.SIPResponse;
import java.util.Optional;
import java.util.regex.Pattern;

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
        return said ? Optional.of(new SeenAs(bracketed(host), port)) : Optional.empty();
    }

    private static int number(String text) {
        return text != null && text.matches("\\d{1,5}") ? Integer.parseInt(text) : -1;
    }

    private static String bracketed(String host) {
        return host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
    }
}
