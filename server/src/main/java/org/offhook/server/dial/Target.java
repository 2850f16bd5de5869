package org.offhook.server.dial;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.offhook.sip.Transport;

/**
 * Whom to call.
 *
 * @param uri {@code sip:[USER@]HOST[:PORT][;transport=udp|tcp]}
 */
public record Target(String uri, String host, int port, Transport transport) {
    private static final Pattern URI =
            Pattern.compile(
                    "sip:(?:[^@\\s<>]+@)?([A-Za-z0-9.-]+|\\[[0-9A-Fa-f:.]+])(?::(\\d{1,5}))?"
                            + "(;[^\\s<>?]*)?");
    private static final int SIP_PORT = 5060;

    /** Empty where the text is no such URI. */
    public static Optional<Target> parse(String text) {
        var match = URI.matcher(text);
        if (!match.matches()) {
            return Optional.empty();
        }
        int port = match.group(2) == null ? SIP_PORT : Integer.parseInt(match.group(2));
        if (port < 1 || port > 65_535) {
            return Optional.empty();
        }
        String parameters = match.group(3) == null ? "" : match.group(3) + ";";
        boolean tcp = parameters.toLowerCase(Locale.ROOT).contains(";transport=tcp;");
        return Optional.of(
                new Target(text, match.group(1), port, tcp ? Transport.TCP : Transport.UDP));
    }

    /**
     * Our address on the way there. Nothing is sent to learn it.
     *
     * @throws IOException the host has no address, or there is no way to it
     */
    public InetAddress localAddress() throws IOException {
        try (var probe = new DatagramSocket()) {
            probe.connect(new InetSocketAddress(InetAddress.getByName(host), port));
            return probe.getLocalAddress();
        } catch (UnknownHostException unknown) {
            throw new IOException("no address is known for " + host, unknown);
        }
    }
}
