package org.offhook.sip.jain;

import gov.nist.javax.sip.SipStackImpl;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Properties;
import javax.sip.InvalidArgumentException;
import javax.sip.PeerUnavailableException;
import javax.sip.SipException;
import javax.sip.SipProvider;
import org.offhook.sip.SipConfig;
import org.offhook.sip.Transport;

/** Creates JAIN-SIP with the settings that it must have, listening. */
final class Listeners {
    private static final int TRIES = 20;

    private Listeners() {}

    record Open(SipStackImpl stack, SipProvider provider, InetSocketAddress address) {}

    static Open open(SipConfig config, Counters counters) throws IOException {
        if (config.listen().getPort() != 0) {
            return open(config, config.listen(), counters);
        }
        IOException last = new IOException("no free port");
        for (int i = 0; i < TRIES; i++) {
            try {
                InetSocketAddress free = free(config.listen().getAddress());
                return open(config, free, counters);
            } catch (IOException takenMeanwhile) {
                last = takenMeanwhile;
            }
        }
        throw last;
    }

    /** JAIN-SIP cannot choose a port. One that TCP may have, UDP may have as a rule. */
    private static InetSocketAddress free(InetAddress address) throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, address)) {
            return new InetSocketAddress(address, probe.getLocalPort());
        }
    }

    private static Open open(SipConfig config, InetSocketAddress address, Counters counters)
            throws IOException {
        for (Transport transport : config.transports()) {
            probe(address, transport);
        }
        SipStackImpl stack = stack(address, counters);
        try {
            return listen(stack, config, address);
        } catch (IOException failed) {
            stack.stop();
            throw failed;
        }
    }

    private static Open listen(SipStackImpl stack, SipConfig config, InetSocketAddress address)
            throws IOException {
        String host = address.getAddress().getHostAddress();
        SipProvider provider = null;
        for (Transport transport : config.transports()) {
            String name = transport == Transport.TCP ? "tcp" : "udp";
            try {
                var point = stack.createListeningPoint(host, address.getPort(), name);
                if (provider == null) {
                    provider = stack.createSipProvider(point);
                } else {
                    provider.addListeningPoint(point);
                }
            } catch (InvalidArgumentException | SipException refused) {
                throw cannot(address, transport, refused);
            }
        }
        return new Open(stack, provider, address);
    }

    /** Tries the port before JAIN-SIP does, whose own failure leaves half a stack behind. */
    private static void probe(InetSocketAddress address, Transport transport) throws IOException {
        try {
            switch (transport) {
                case UDP -> new DatagramSocket(address).close();
                case TCP -> new ServerSocket(address.getPort(), 1, address.getAddress()).close();
            }
        } catch (IOException taken) {
            throw cannot(address, transport, taken);
        }
    }

    private static IOException cannot(
            InetSocketAddress address, Transport transport, Exception why) {
        return new IOException(
                String.format(
                        "cannot listen for SIP on %s port %d over %s: %s",
                        address.getAddress().getHostAddress(),
                        address.getPort(),
                        transport,
                        why.getMessage()),
                why);
    }

    private static SipStackImpl stack(InetSocketAddress address, Counters counters) {
        Properties settings = new Properties();
        settings.setProperty("javax.sip.STACK_NAME", "jain-" + address.getPort());
        settings.setProperty("javax.sip.AUTOMATIC_DIALOG_SUPPORT", "off"); // see Dialog
        String nist = "gov.nist.javax.sip.";
        settings.setProperty(nist + "AUTOMATIC_DIALOG_ERROR_HANDLING", "false");
        settings.setProperty(nist + "STACK_LOGGER", JainLog.class.getName());
        settings.setProperty(nist + "SERVER_LOGGER", NoServerLog.class.getName());
        settings.setProperty(nist + "NETWORK_LAYER", JainSockets.class.getName());
        // Reentrant without a pool makes a thread for each message.
        settings.setProperty(nist + "REENTRANT_LISTENER", "true");
        settings.setProperty(nist + "THREAD_POOL_SIZE", "4");
        settings.setProperty(nist + "THREAD_PRIORITY", "5");
        // Each datagram gets a buffer of this size, 64 KiB otherwise; parsing is quadratic in it.
        settings.setProperty(nist + "MAX_MESSAGE_SIZE", "16384");
        settings.setProperty(nist + "RECEIVE_UDP_BUFFER_SIZE", "4194304");
        settings.setProperty(nist + "SEND_UDP_BUFFER_SIZE", "4194304");
        settings.setProperty(nist + "MAX_CONNECTIONS", "1000");
        settings.setProperty(nist + "READ_TIMEOUT", "10000");
        settings.setProperty(nist + "DELIVER_UNSOLICITED_NOTIFY", "true");
        settings.setProperty(nist + "CANCEL_CLIENT_TRANSACTION_CHECKED", "false");
        try {
            SipStackImpl stack = new SipStackImpl(settings);
            stack.setMessageParserFactory(unused -> new GuardedParser(counters));
            return stack;
        } catch (PeerUnavailableException ourMistake) {
            throw new IllegalStateException(ourMistake);
        }
    }
}
