package org.offhook.sip.machine;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.offhook.sip.Transport;

/**
 * The part of a SIP URI (RFC 3261 §19.1) that a person configures.
 *
 * @param user user part as written, empty where there is none
 * @param host name, IPv4 address, or IPv6 address in brackets; lower case
 * @param port -1 where there is none
 * @param transport UDP where the URI does not say
 */
public record SipUri(String user, String host, int port, Transport transport) {
    private static final Pattern FORM =
            Pattern.compile(
                    "sip:(?:([^@;?\\s]+)@)?(\\[[0-9a-fA-F:.]+]|[A-Za-z0-9._-]+)(?::(\\d{1,5}))?"
                            + "((?:;[^;\\s]+)*)");

    /** Throws IllegalArgumentException, naming the text, where it is not such a URI. */
    public static SipUri parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException(
                    "not a SIP URI of the form sip:[user@]host[:port][;transport=udp|tcp]: "
                            + text);
        }
        int port = form.group(3) == null ? -1 : Integer.parseInt(form.group(3));
        if (port == 0 || port > 65_535) {
            throw new IllegalArgumentException("port out of range in SIP URI: " + text);
        }
        String user = form.group(1) == null ? "" : form.group(1);
        String host = form.group(2).toLowerCase(Locale.ROOT);
        return new SipUri(user, host, port, transport(form.group(4), text));
    }

    private static Transport transport(String parameters, String text) {
        for (String parameter : parameters.toLowerCase(Locale.ROOT).split(";")) {
            if (parameter.startsWith("transport=")) {
                return switch (parameter.substring("transport=".length())) {
                    case "udp" -> Transport.UDP;
                    case "tcp" -> Transport.TCP;
                    default ->
                            throw new IllegalArgumentException(
                                    "transport must be udp or tcp in SIP URI: " + text);
                };
            }
        }
        return Transport.UDP;
    }

    /** The registrar's own URI, as a REGISTER's Request-URI (RFC 3261 §10.2): without user. */
    public String withoutUser() {
        return "sip:" + hostAndPort() + (transport == Transport.TCP ? ";transport=tcp" : "");
    }

    /** An address of record at this host: no port, no parameters. */
    public String addressOfRecord(String ofUser) {
        return "sip:" + ofUser + "@" + host;
    }

    private String hostAndPort() {
        return port < 0 ? host : host + ":" + port;
    }
}
