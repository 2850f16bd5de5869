package org.offhook.sip.jain;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.offhook.sip.Transport;
import org.offhook.sip.locate.Lookup;
import org.offhook.sip.locate.Reach;

/**
 * Which address of ours a peer can reach: the configured external one, else the one we listen on,
 * else, listening on all of them, the one that the route to the peer leaves from.
 *
 * @param tlsPort -1 where TLS is not spoken; a request that wants it fails when it is sent
 * @param external empty where none is configured
 */
record LocalAddress(InetSocketAddress bound, int tlsPort, Optional<InetAddress> external) {
    /** Throws UnknownHostException where the configured name does not resolve; empty for none. */
    static Optional<InetAddress> resolve(String externalAddress) throws UnknownHostException {
        return externalAddress.isEmpty()
                ? Optional.empty()
                : Optional.of(InetAddress.getByName(externalAddress));
    }

    InetAddress toward(InetAddress peer) {
        if (external.isPresent()) {
            return external.get();
        }
        return bound.getAddress().isAnyLocalAddress() ? route(peer) : bound.getAddress();
    }

    /** What can be sent to from here. */
    Reach reach(Set<Transport> transports) {
        Lookup.Kind own =
                bound.getAddress() instanceof Inet6Address ? Lookup.Kind.AAAA : Lookup.Kind.A;
        Lookup.Kind other = own == Lookup.Kind.A ? Lookup.Kind.AAAA : Lookup.Kind.A;
        boolean both = bound.getAddress().isAnyLocalAddress();
        return new Reach(transports, both ? List.of(own, other) : List.of(own));
    }

    int port(Transport transport) {
        return transport == Transport.TLS && tlsPort > 0 ? tlsPort : bound.getPort();
    }

    /** As a SIP URI or Via wants it: IPv6 in brackets, without a zone. */
    static String text(InetAddress address) {
        String plain = address.getHostAddress();
        if (!(address instanceof Inet6Address)) {
            return plain;
        }
        int zone = plain.indexOf('%');
        return "[" + (zone < 0 ? plain : plain.substring(0, zone)) + "]";
    }

    /** Connecting a datagram socket sends nothing; it only asks the routing table. */
    private static InetAddress route(InetAddress peer) {
        try (DatagramSocket probe = new DatagramSocket()) {
            probe.connect(new InetSocketAddress(peer, 9));
            return probe.getLocalAddress();
        } catch (IOException noSocket) {
            throw new UncheckedIOException(noSocket);
        }
    }
}
