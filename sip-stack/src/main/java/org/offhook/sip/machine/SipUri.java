package org.offhook.sip.machine;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.offhook.sip.Transport;

/**
 * The part of a SIP URI (RFC 3261 §19.1) that a person configures.
 *
 * @param user user part as written, empty where there is none
 * @param host name, IPv4 address, or IPv6 address in brackets; lower case
 * @param port -1 where there is none
 * @param transport empty where the URI does not say: DNS may (RFC 3263). {@code sips:} is read as
 *     TLS to that host; what lies behind it is not ours to promise
 */
public record SipUri(String user, String host, int port, Optional<Transport> transport) {
    private static final Pattern FORM =
            Pattern.compile(
                    "(sips?):(?:([^@;?\\s]+)@)?(\\[[0-9a-fA-F:.]+]|[A-Za-z0-9._-]+)(?::(\\d{1,5}))?"
                            + "((?:;[^;\\s]+)*)");

    /** Throws IllegalArgumentException, naming the text, where it is not such a URI. */
    public static SipUri parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException(
                    "not a SIP URI of the form sip:[user@]host[:port][;transport=udp|tcp|tls]: "
                            + text);
        }
        int port = form.group(4) == null ? -1 : Integer.parseInt(form.group(4));
        if (port == 0 || port > 65_535) {
            throw new IllegalArgumentException("port out of range in SIP URI: " + text);
        }
        String user = form.group(2) == null ? "" : form.group(2);
        String host = form.group(3).toLowerCase(Locale.ROOT);
        return new SipUri(user, host, port, transport(form.group(1), form.group(5), text));
    }

    private static Optional<Transport> transport(String scheme, String parameters, String text) {
        boolean isSecure = scheme.equals("sips");
        for (String parameter : parameters.toLowerCase(Locale.ROOT).split(";")) {
            if (parameter.startsWith("transport=")) {
                String token = parameter.substring("transport=".length());
                Optional<Transport> named =
                        Transport.named(token).filter(one -> !isSecure || one == Transport.TLS);
                if (named.isEmpty()) {
                    throw new IllegalArgumentException(
                            "transport must be udp, tcp or tls, and tls after sips, in SIP URI: "
                                    + text);
                }
                return named;
            }
        }
        return isSecure ? Optional.of(Transport.TLS) : Optional.empty();
    }

    /** The registrar's own URI, as a REGISTER's Request-URI (RFC 3261 §10.2): without user. */
    public String withoutUser() {
        return "sip:"
                + hostAndPort()
                + transport.map(said -> ";transport=" + said.token()).orElse("");
    }

    /** An address of record at this host: no port, no parameters. */
    public String addressOfRecord(String ofUser) {
        return "sip:" + ofUser + "@" + host;
    }

    private String hostAndPort() {
        return port < 0 ? host : host + ":" + port;
    }
}
