package org.offhook.media.dtls;

import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.tls.DatagramTransport;

/**
 * The border between a media thread and a handshake's: whole datagrams both ways. What does not fit
 * is lost, as on the network, and repeated by the protocol.
 */
final class RecordQueue implements DatagramTransport {
    private static final int MOST = 32;
    private static final int RECEIVE_BYTES = 2_048;

    /** Passes every network without being cut, tunnels included. */
    private static final int SEND_BYTES = 1_200;

    private static final byte[] CLOSED = {};

    private final BlockingQueue<byte[]> in = new ArrayBlockingQueue<>(MOST);
    private final BlockingQueue<byte[]> out = new ArrayBlockingQueue<>(MOST);
    private final Runnable wake;
    private final CipherGate gate;
    private volatile boolean closed;

    /**
     * @param gate of what comes; null where all of it passes
     * @param wake called on the handshake's thread when {@link #toSend} has something
     */
    RecordQueue(CipherGate gate, Runnable wake) {
        this.gate = gate;
        this.wake = wake;
    }

    /** By the media thread: a datagram came. False where there is no room. */
    boolean came(byte[] datagram, int length) {
        byte[] admitted =
                gate == null ? Arrays.copyOf(datagram, length) : gate.admit(datagram, length);
        return admitted.length == 0 || in.offer(admitted);
    }

    /** By the media thread: what is to be sent next, or null. */
    byte[] toSend() {
        return out.poll();
    }

    @Override
    public int getReceiveLimit() {
        return RECEIVE_BYTES;
    }

    @Override
    public int getSendLimit() {
        return SEND_BYTES;
    }

    /**
     * @return -1 where nothing came in time
     * @throws IOException where the association is over
     */
    @Override
    public int receive(byte[] buffer, int offset, int length, int waitMillis) throws IOException {
        byte[] datagram = closed ? CLOSED : poll(waitMillis);
        if (datagram == CLOSED) {
            throw new IOException("the association is over");
        }
        if (datagram == null) {
            return -1;
        }
        int taken = Math.min(length, datagram.length);
        System.arraycopy(datagram, 0, buffer, offset, taken);
        return taken;
    }

    private byte[] poll(int waitMillis) {
        try {
            return in.poll(waitMillis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException over) {
            return CLOSED;
        }
    }

    @Override
    public void send(byte[] buffer, int offset, int length) {
        if (out.offer(Arrays.copyOfRange(buffer, offset, offset + length))) {
            wake.run();
        }
    }

    /** From any thread: whoever waits for a datagram is let go. */
    @Override
    public void close() {
        closed = true;
        in.offer(CLOSED);
    }
}
