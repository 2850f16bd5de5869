package org.offhook.media;

import java.io.Closeable;
import java.io.IOException;
import java.net.BindException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Opens the sockets of calls: audio at the next free even port of a range, its control packets at
 * the odd one after it (RFC 3550 section 11). Any thread.
 */
final class PortRange {
    /** Expedited forwarding (RFC 4594 §4.1), as voice is marked everywhere. */
    private static final int VOICE_TRAFFIC_CLASS = 46 << 2;

    private final int first;
    private final int count;
    private final AtomicInteger start;

    /**
     * @param startAt any number; where in the range the first try is made
     */
    PortRange(int first, int last, int startAt) {
        this.first = first;
        this.count = (last - first) / 2 + 1;
        this.start = new AtomicInteger(Math.floorMod(startAt, count));
    }

    /** Both sockets of a call, bound and not blocking. */
    record Pair(DatagramChannel audio, DatagramChannel control) implements Closeable {
        @Override
        public void close() throws IOException {
            try (audio;
                    control) {
                // One that fails to close does not keep the other open.
            }
        }
    }

    /**
     * Opens and binds two sockets.
     *
     * @param local what peers send to; where it is not an address of this machine, all addresses
     *     are bound
     */
    Pair open(InetAddress local) throws IOException {
        if (local.isAnyLocalAddress()) {
            throw new IllegalArgumentException("a peer cannot send to " + local.getHostAddress());
        }
        StandardProtocolFamily family =
                local instanceof Inet4Address
                        ? StandardProtocolFamily.INET
                        : StandardProtocolFamily.INET6;
        InetAddress bound = isOurs(local) ? local : null;
        // Not from the lowest again: a port just closed may still get packets of its last call.
        int from = start.getAndUpdate(at -> (at + 1) % count);
        for (int i = 0; i < count; i++) {
            int port = first + 2 * ((from + i) % count);
            try {
                return pair(family, new InetSocketAddress(bound, port));
            } catch (BindException taken) {
                // The next one may be free; that none is, is said below.
            }
        }
        throw new IOException(
                "no free RTP port in media.ports " + first + "-" + (first + 2 * (count - 1)));
    }

    private static Pair pair(StandardProtocolFamily family, InetSocketAddress at)
            throws IOException {
        DatagramChannel audio = bound(family, at);
        try {
            var next = new InetSocketAddress(at.getAddress(), at.getPort() + 1);
            return new Pair(audio, bound(family, next));
        } catch (IOException | RuntimeException failed) {
            audio.close();
            throw failed;
        }
    }

    private static DatagramChannel bound(StandardProtocolFamily family, InetSocketAddress at)
            throws IOException {
        var channel = DatagramChannel.open(family);
        try {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.IP_TOS, VOICE_TRAFFIC_CLASS);
            channel.bind(at);
            return channel;
        } catch (IOException | RuntimeException failed) {
            channel.close();
            throw failed;
        }
    }

    private static boolean isOurs(InetAddress address) throws SocketException {
        return address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null;
    }
}
