package org.offhook.sip.locate;

import java.net.Inet6Address;
import java.net.InetAddress;
import org.offhook.sip.Transport;

/**
 * One place to send a request to.
 *
 * @param identity the domain or address that was asked for, which a TLS certificate must be for
 *     (RFC 5922 §4), whatever server it led to; IPv6 without brackets
 */
public record Hop(InetAddress address, int port, Transport transport, String identity) {
    /** As the log says it: {@code 192.0.2.1:5060/udp}, IPv6 in brackets. */
    @Override
    public String toString() {
        return host() + ":" + port + "/" + transport.token();
    }

    /** The address as a SIP URI wants it: IPv6 in brackets, without a zone. */
    public String host() {
        String plain = address.getHostAddress();
        if (!(address instanceof Inet6Address)) {
            return plain;
        }
        int zone = plain.indexOf('%');
        return "[" + (zone < 0 ? plain : plain.substring(0, zone)) + "]";
    }
}
