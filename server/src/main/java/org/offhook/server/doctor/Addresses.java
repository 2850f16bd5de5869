package org.offhook.server.doctor;

import java.net.Inet6Address;
import java.net.InetAddress;

/** What addresses as text tell. Pure. */
final class Addresses {
    private Addresses() {}

    /** Of {@code host:port}, without the brackets of IPv6. */
    static String host(String hostAndPort) {
        int colon = hostAndPort.lastIndexOf(':');
        String host = colon < 0 ? hostAndPort : hostAndPort.substring(0, colon);
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    /** Only reachable from its own network (RFC 1918, RFC 4193, RFC 6598) or machine. */
    static boolean isPrivate(String text) {
        InetAddress address;
        try {
            address = InetAddress.ofLiteral(text);
        } catch (IllegalArgumentException name) {
            return false;
        }
        byte[] bytes = address.getAddress();
        boolean carrier = bytes.length == 4 && bytes[0] == 100 && (bytes[1] & 0xC0) == 64;
        boolean unique = address instanceof Inet6Address && (bytes[0] & 0xFE) == 0xFC;
        return address.isSiteLocalAddress()
                || address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || carrier
                || unique;
    }
}
