package org.offhook.sip.jain;

import gov.nist.javax.sip.SipStackImpl;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.sip.InvalidArgumentException;
import javax.sip.PeerUnavailableException;
import javax.sip.SipException;
import javax.sip.SipProvider;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.offhook.sip.SipConfig;
import org.offhook.sip.TlsConfig;
import org.offhook.sip.Transport;

/** Creates JAIN-SIP with the settings that it must have, listening. */
final class Listeners {
    private static final Logger LOG = LogManager.getLogger(Listeners.class);
    private static final int TRIES = 20;
    private static final long START_SECONDS = 5;

    private Listeners() {}

    /**
     * @param tlsPort -1 where TLS is not spoken
     */
    record Open(SipStackImpl stack, SipProvider provider, InetSocketAddress address, int tlsPort) {}

    static Open open(SipConfig config, Counters counters) throws IOException {
        Optional<TlsSockets> tls = Optional.empty();
        if (config.tls().isPresent()) {
            tls = Optional.of(new TlsSockets(new TlsContext(config.tls().get())));
        }
        if (config.listen().getPort() != 0) {
            return open(config, config.listen(), counters, tls);
        }
        IOException last = new IOException("no free port");
        for (int i = 0; i < TRIES; i++) {
            try {
                InetSocketAddress free = free(config.listen().getAddress());
                return open(config, free, counters, tls);
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

    private static Open open(
            SipConfig config,
            InetSocketAddress address,
            Counters counters,
            Optional<TlsSockets> tls)
            throws IOException {
        int tlsPort = tlsPort(config, address.getAddress());
        for (Transport transport : config.transports()) {
            probe(at(address, tlsPort, transport), transport);
        }
        var reading = new CountDownLatch(1);
        SipStackImpl stack = stack(address, counters, reading);
        try {
            tls.ifPresent(((JainSockets) stack.getNetworkLayer())::speak);
            Open open = listen(stack, config, address, tlsPort);
            if (config.transports().contains(Transport.UDP)) {
                awaitWorkers(address, reading);
            }
            return open;
        } catch (IOException failed) {
            stack.stop();
            throw failed;
        }
    }

    private static InetSocketAddress at(
            InetSocketAddress address, int tlsPort, Transport transport) {
        return transport == Transport.TLS
                ? new InetSocketAddress(address.getAddress(), tlsPort)
                : address;
    }

    private static int tlsPort(SipConfig config, InetAddress address) throws IOException {
        int port = config.tls().map(TlsConfig::port).orElse(-1);
        return port == 0 ? free(address).getPort() : port;
    }

    private static Open listen(
            SipStackImpl stack, SipConfig config, InetSocketAddress address, int tlsPort)
            throws IOException {
        String host = address.getAddress().getHostAddress();
        SipProvider provider = null;
        for (Transport transport : config.transports()) {
            InetSocketAddress here = at(address, tlsPort, transport);
            try {
                var point = stack.createListeningPoint(host, here.getPort(), transport.token());
                if (provider == null) {
                    provider = stack.createSipProvider(point);
                } else {
                    provider.addListeningPoint(point);
                }
            } catch (InvalidArgumentException | SipException refused) {
                throw cannot(here, transport, refused);
            }
        }
        return new Open(stack, provider, address, tlsPort);
    }

    /** Tries the port before JAIN-SIP does, whose own failure leaves half a stack behind. */
    private static void probe(InetSocketAddress address, Transport transport) throws IOException {
        try {
            switch (transport) {
                case UDP -> new DatagramSocket(address).close();
                case TCP, TLS ->
                        new ServerSocket(address.getPort(), 1, address.getAddress()).close();
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

    /**
     * JAIN-SIP starts its UDP workers behind our back, and breaks when it is stopped meanwhile. A
     * keep-alive (RFC 5626 §3.5.1) to ourselves is read when all of them are there.
     */
    private static void awaitWorkers(InetSocketAddress address, CountDownLatch reading)
            throws IOException {
        boolean everywhere = address.getAddress().isAnyLocalAddress();
        InetAddress self = everywhere ? InetAddress.getLoopbackAddress() : address.getAddress();
        byte[] ping = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.send(new DatagramPacket(ping, ping.length, self, address.getPort()));
            if (!reading.await(START_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("SIP over UDP does not hear itself on {}", address);
            }
        } catch (InterruptedException asked) {
            Thread.currentThread().interrupt();
        }
    }

    private static SipStackImpl stack(
            InetSocketAddress address, Counters counters, CountDownLatch reading) {
        Properties settings = new Properties();
        settings.setProperty("javax.sip.STACK_NAME", "jain-" + address.getPort());
        settings.setProperty("javax.sip.AUTOMATIC_DIALOG_SUPPORT", "off"); // see Dialog
        String nist = "gov.nist.javax.sip.";
        settings.setProperty(nist + "AUTOMATIC_DIALOG_ERROR_HANDLING", "false");
        settings.setProperty(nist + "STACK_LOGGER", JainLog.class.getName());
        settings.setProperty(nist + "SERVER_LOGGER", NoServerLog.class.getName());
        settings.setProperty(nist + "NETWORK_LAYER", JainSockets.class.getName());
        settings.setProperty("javax.sip.ROUTER_PATH", HopRouter.class.getName());
        settings.setProperty("javax.sip.USE_ROUTER_FOR_ALL_URIS", "true");
        // Reentrant without a pool makes a thread for each message.
        settings.setProperty(nist + "REENTRANT_LISTENER", "true");
        settings.setProperty(nist + "THREAD_POOL_SIZE", "4");
        settings.setProperty(nist + "THREAD_PRIORITY", "5");
        // Each datagram gets a buffer of this size, 64 KiB otherwise; parsing is quadratic in it.
        settings.setProperty(nist + "MAX_MESSAGE_SIZE", "16384");
        settings.setProperty(nist + "RECEIVE_UDP_BUFFER_SIZE", "4194304");
        settings.setProperty(nist + "SEND_UDP_BUFFER_SIZE", "4194304");
        settings.setProperty(nist + "MAX_CONNECTIONS", "1000");
        // Its defaults are protocols that no JDK speaks any more; TlsSockets decides the rest.
        settings.setProperty(nist + "TLS_CLIENT_PROTOCOLS", String.join(",", TlsSockets.PROTOCOLS));
        settings.setProperty(nist + "TLS_CLIENT_AUTH_TYPE", "Disabled");
        settings.setProperty(nist + "READ_TIMEOUT", "10000");
        settings.setProperty(nist + "DELIVER_UNSOLICITED_NOTIFY", "true");
        settings.setProperty(nist + "CANCEL_CLIENT_TRANSACTION_CHECKED", "false");
        try {
            SipStackImpl stack = new SipStackImpl(settings);
            stack.setEnabledCipherSuites(
                    SSLContext.getDefault().getDefaultSSLParameters().getCipherSuites());
            stack.setMessageParserFactory(unused -> new GuardedParser(counters, reading));
            return stack;
        } catch (PeerUnavailableException | NoSuchAlgorithmException ourMistake) {
            throw new IllegalStateException(ourMistake);
        }
    }
}
