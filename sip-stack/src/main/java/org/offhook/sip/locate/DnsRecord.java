package org.offhook.sip.locate;

import java.net.InetAddress;

/** What a domain says about its servers. Names are lower case, without a last dot. */
public sealed interface DnsRecord {
    /**
     * Which transports a domain prefers (RFC 3403).
     *
     * @param flags {@code s} where the replacement is to be asked for SRV; other records are of no
     *     use here
     * @param service such as {@code SIP+D2U}
     */
    record Naptr(int order, int preference, String flags, String service, String replacement)
            implements DnsRecord {}

    /**
     * A server of a service (RFC 2782).
     *
     * @param target empty where the domain does not offer the service
     */
    record Srv(int priority, int weight, int port, String target) implements DnsRecord {}

    /** A or AAAA. */
    record Address(InetAddress address) implements DnsRecord {}
}
