package org.offhook.tests.bench;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;

/** One call's audio end (RFC 3550); used by the crowd's thread only, its counts after that. */
final class RtpEnd {
    private static final int HEADER = 12;
    private static final int SAMPLES = 160;
    private static final byte VERSION_2 = (byte) 0x80;

    final DatagramChannel channel;
    private final byte[][] speech;
    private final float[] gapMillis = new float[20_000];
    private SocketAddress peer;
    private int frame;
    private short sequence;
    private int expected = -1;
    private long lastNanos;
    int gaps;
    long received;
    long lost;
    long late;

    RtpEnd(DatagramChannel channel, byte[][] speech, int firstFrame) {
        this.channel = channel;
        this.speech = speech;
        this.frame = firstFrame;
    }

    void speak(ByteBuffer packet) throws IOException {
        if (peer == null) {
            return;
        }
        packet.clear();
        packet.put(VERSION_2).put((byte) 0).putShort(sequence++);
        packet.putInt(frame * SAMPLES).putInt(System.identityHashCode(this));
        packet.put(speech[frame++ % speech.length]).flip();
        channel.send(packet, peer);
    }

    /** Takes what has arrived; true where it is the first packet ever. */
    boolean hear(ByteBuffer packet, boolean counting) throws IOException {
        boolean first = peer == null;
        packet.clear();
        for (SocketAddress from = channel.receive(packet);
                from != null;
                from = channel.receive(packet)) {
            peer = from;
            if (packet.position() > HEADER) {
                count(packet.getShort(2) & 0xffff, counting);
            }
            packet.clear();
        }
        return first && peer != null;
    }

    private void count(int number, boolean counting) {
        long nowNanos = System.nanoTime();
        int ahead = expected < 0 ? 0 : (short) (number - expected);
        if (counting) {
            received++;
            if (ahead > 0) {
                lost += ahead;
            } else if (ahead < 0) {
                late++;
                lost--;
            }
            if (lastNanos != 0 && gaps < gapMillis.length) {
                gapMillis[gaps++] = (nowNanos - lastNanos) / 1e6f;
            }
        }
        if (ahead >= 0) {
            expected = number + 1 & 0xffff;
        }
        lastNanos = nowNanos;
    }

    float gapMillis(int index) {
        return gapMillis[index];
    }
}
