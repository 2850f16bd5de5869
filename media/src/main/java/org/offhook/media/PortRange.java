package org.offhook.media;

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

/** Opens the RTP sockets, each at the next free even port of a range. Any thread. */
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

    /**
     * Opens and binds a non-blocking socket.
     *
     * @param local what peers send to; where it is not an address of this machine, all addresses
     *     are bound
     */
    DatagramChannel open(InetAddress local) throws IOException {
        if (local.isAnyLocalAddress()) {
            throw new IllegalArgumentException("a peer cannot send to " + local.getHostAddress());
        }
        boolean four = local instanceof Inet4Address;
        var channel =
                DatagramChannel.open(
                        four ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6);
        try {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.IP_TOS, VOICE_TRAFFIC_CLASS);
            bind(channel, isOurs(local) ? local : null);
            return channel;
        } catch (IOException | RuntimeException failed) {
            channel.close();
            throw failed;
        }
    }

    private void bind(DatagramChannel channel, InetAddress address) throws IOException {
        // Not from the lowest again: a port just closed may still get packets of its last call.
        int from = start.getAndUpdate(at -> (at + 1) % count);
        for (int i = 0; i < count; i++) {
            int port = first + 2 * ((from + i) % count);
            try {
                channel.bind(new InetSocketAddress(address, port));
                return;
            } catch (BindException taken) {
                // The next one may be free; that none is, is said below.
            }
        }
        throw new IOException(
                "no free RTP port in media.ports " + first + "-" + (first + 2 * (count - 1)));
    }

    private static boolean isOurs(InetAddress address) throws SocketException {
        return address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null;
    }
}
