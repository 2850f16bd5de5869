package org.offhook.tests.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.concurrent.locks.LockSupport;

/**
 * The least that any media server must do: send a packet on each of many sockets every 20 ms and
 * take what has come. One thread, started as a process of its own so that its CPU can be read.
 */
final class RtpFloor {
    private static final long FRAME_NANOS = 20_000_000;
    private static final int PACKET = 172;

    private RtpFloor() {}

    /** Address, first port, distance of ports, number of sockets, seconds. */
    public static void main(String[] arguments) throws Exception {
        InetAddress address = InetAddress.getByName(arguments[0]);
        int firstPort = Integer.parseInt(arguments[1]);
        int step = Integer.parseInt(arguments[2]);
        var channels = new DatagramChannel[Integer.parseInt(arguments[3])];
        long frames = Long.parseLong(arguments[4]) * 50;
        for (int i = 0; i < channels.length; i++) {
            channels[i] = DatagramChannel.open();
            channels[i].configureBlocking(false);
            channels[i].connect(new InetSocketAddress(address, firstPort + i * step));
        }
        ByteBuffer out = ByteBuffer.allocateDirect(PACKET);
        ByteBuffer in = ByteBuffer.allocateDirect(1_500);
        try {
            exchange(channels, out, in, frames);
        } catch (PortUnreachableException _) {
            // The other end has left: measured and done.
        }
    }

    private static void exchange(
            DatagramChannel[] channels, ByteBuffer out, ByteBuffer in, long frames)
            throws IOException {
        long nextNanos = System.nanoTime();
        for (int frame = 0; frame < frames; frame++) {
            out.putShort(0, (short) 0x8000).putShort(2, (short) frame).putInt(4, frame * 160);
            for (DatagramChannel channel : channels) {
                channel.write(out.rewind());
                do {
                    in.clear();
                } while (channel.read(in) > 0);
            }
            nextNanos += FRAME_NANOS;
            while (nextNanos - System.nanoTime() > 0) {
                LockSupport.parkNanos(nextNanos - System.nanoTime());
            }
        }
    }
}
