package org.offhook.sip.locate;

import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;
import org.offhook.sip.Transport;

/**
 * What a URI says of where it is.
 *
 * @param host name, or address; IPv6 without brackets; lower case
 * @param port -1 where the URI has none
 * @param transport empty where the URI has none
 */
public record Target(String host, int port, Optional<Transport> transport) {
    public Target {
        host = host.toLowerCase(Locale.ROOT);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
        if (host.endsWith(".")) {
            host = host.substring(0, host.length() - 1);
        }
    }

    /** Empty where the host is a name. */
    public Optional<InetAddress> address() {
        if (!host.contains(":") && !host.matches("[0-9.]+")) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.ofLiteral(host));
        } catch (IllegalArgumentException aNameAfterAll) {
            return Optional.empty();
        }
    }
}
