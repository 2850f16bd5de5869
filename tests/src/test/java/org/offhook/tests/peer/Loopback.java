package org.offhook.tests.peer;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Hands out loopback addresses, a new one for each peer: a port found free there is not taken by
 * anybody else, and captures are easy to read. Any thread.
 */
public final class Loopback {
    /** Where all that {@link #next} gives lie. */
    public static final String RANGE = "127.64.0.0/10";

    private static final int LAST_PEER = 250;
    private static final AtomicInteger PEERS = new AtomicInteger();

    private Loopback() {}

    /**
     * An address in 127/8 that no other peer of this process has; the middle bytes are the pid's.
     */
    public static InetAddress next() {
        int peer = PEERS.incrementAndGet();
        int process = (int) ProcessHandle.current().pid() + peer / LAST_PEER * 7919;
        byte[] address = {
            127, (byte) (64 + (process >> 8 & 0x3f)), (byte) process, (byte) (1 + peer % LAST_PEER)
        };
        try {
            return InetAddress.getByAddress(address);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** A new address with a port that is free there both for UDP and for TCP. */
    public static InetSocketAddress nextWithPort() throws IOException {
        return withPort(next());
    }

    /** Another free port at the address of {@code one}. */
    public static InetSocketAddress another(InetSocketAddress one) throws IOException {
        return withPort(one.getAddress());
    }

    /** As {@link #nextWithPort}, of IPv6, which has one loopback address for all. */
    public static InetSocketAddress sixthWithPort() throws IOException {
        return withPort(InetAddress.ofLiteral("::1"));
    }

    /** As {@link #nextWithPort}, outside {@link #RANGE}. */
    public static InetSocketAddress strangerWithPort() throws IOException {
        byte[] address = next().getAddress();
        address[1] -= 0x40;
        return withPort(InetAddress.getByAddress(address));
    }

    private static InetSocketAddress withPort(InetAddress address) throws IOException {
        try (var tcp = new ServerSocket(0, 1, address);
                var udp = new DatagramSocket(tcp.getLocalPort(), address)) {
            return new InetSocketAddress(address, udp.getLocalPort());
        }
    }

    /** {@code address:port}, as SIP and command lines write it. */
    public static String text(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        String shown = address.getAddress() instanceof Inet6Address ? "[" + host + "]" : host;
        return shown + ":" + address.getPort();
    }
}
