package org.offhook.tests.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * The audio ends of many calls, all on one platform thread of its own: each sends a packet of PCMU
 * every 20 ms to whoever sent to it first, and counts what arrives.
 */
final class RtpCrowd implements AutoCloseable {
    private static final long FRAME_NANOS = 20_000_000;
    private static final int PORTS_PER_CALL = 2;
    private static final int LONGEST_PACKET = 1_500;

    private final InetAddress address;
    private final List<RtpEnd> ends = new ArrayList<>();
    private final Selector selector = Selector.open();
    private final ByteBuffer packet = ByteBuffer.allocateDirect(LONGEST_PACKET);
    private final AtomicInteger talking = new AtomicInteger();
    private final Thread thread;
    private volatile boolean counting;
    private volatile boolean over;
    private volatile IOException failure;

    /**
     * Opens {@code count} ports.
     *
     * @param speech 20 ms of PCMU each, repeated for ever; each end begins elsewhere in it
     */
    RtpCrowd(InetAddress address, int count, byte[][] speech) throws IOException {
        this.address = address;
        int port = 20_000;
        for (int i = 0; i < count; i++, port += PORTS_PER_CALL) {
            var channel = DatagramChannel.open();
            channel.setOption(StandardSocketOptions.SO_RCVBUF, 256 * 1024);
            channel.bind(new InetSocketAddress(address, port)).configureBlocking(false);
            var end = new RtpEnd(channel, speech, i * 37 % speech.length);
            channel.register(selector, SelectionKey.OP_READ, end);
            ends.add(end);
        }
        thread = Thread.ofPlatform().name("rtp-crowd").start(this::run);
    }

    /** Address and port of each end. */
    List<InetSocketAddress> addresses() throws IOException {
        var all = new ArrayList<InetSocketAddress>();
        for (RtpEnd end : ends) {
            all.add(new InetSocketAddress(address, end.channel.socket().getLocalPort()));
        }
        return all;
    }

    /** Ends that have been sent something. */
    int talking() {
        return talking.get();
    }

    /** From now on, packets count. */
    void startCounting() {
        counting = true;
    }

    /** Ends all and returns what was counted. */
    RtpFigures stop() throws IOException, InterruptedException {
        over = true;
        thread.join();
        if (failure != null) {
            throw failure;
        }
        return RtpFigures.of(ends);
    }

    private void run() {
        try {
            long nextNanos = System.nanoTime();
            while (!over) {
                for (RtpEnd end : ends) {
                    end.speak(packet);
                }
                nextNanos += FRAME_NANOS;
                hearUntil(nextNanos);
            }
        } catch (IOException broken) {
            failure = broken;
        }
    }

    private void hearUntil(long deadlineNanos) throws IOException {
        while (!over) {
            long leftNanos = deadlineNanos - System.nanoTime();
            if (leftNanos <= 0) {
                return;
            }
            if (leftNanos < 1_000_000) {
                selector.selectNow(this::hear);
                LockSupport.parkNanos(Math.min(leftNanos, 200_000));
            } else {
                selector.select(this::hear, leftNanos / 1_000_000);
            }
        }
    }

    private void hear(SelectionKey key) {
        try {
            if (((RtpEnd) key.attachment()).hear(packet, counting)) {
                talking.incrementAndGet();
            }
        } catch (IOException broken) {
            failure = broken;
            over = true;
        }
    }

    @Override
    public void close() throws IOException {
        over = true;
        selector.wakeup();
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        for (RtpEnd end : ends) {
            end.channel.close();
        }
        selector.close();
    }
}
