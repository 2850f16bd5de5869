package org.offhook.media.dtls;

import java.io.IOException;
import java.time.Duration;
import org.bouncycastle.tls.DTLSTransport;
import org.offhook.media.srtp.DtlsTerms;
import org.offhook.media.srtp.SrtpKeys;

/**
 * One handshake with one peer, on a virtual thread of its own, and what may come after it: a peer
 * whose last message was lost repeats its own, and gets ours again. The media thread of the call
 * gives what came, takes what is to be sent, and looks for the outcome; it never waits.
 */
public final class DtlsAssociation implements AutoCloseable {
    private static final int LOOK_MILLIS = 60_000;

    private final RecordQueue queue;
    private final Handshake handshake;
    private final Runnable wake;
    private volatile SrtpKeys keys;
    private volatile String failure;

    private DtlsAssociation(
            DtlsIdentity identity, DtlsTerms terms, Duration patience, Runnable wake) {
        this.queue = new RecordQueue(terms.active() ? null : new CipherGate(), wake);
        this.handshake = Handshake.of(identity, terms, patience);
        this.wake = wake;
    }

    /**
     * Begins, or waits for the peer to begin.
     *
     * @param name of the thread
     * @param patience after which it has failed
     * @param wake called on that thread when there is something to send, or an outcome
     */
    public static DtlsAssociation start(
            String name, DtlsIdentity identity, DtlsTerms terms, Duration patience, Runnable wake) {
        var association = new DtlsAssociation(identity, terms, patience, wake);
        Thread.ofVirtual().name(name).start(association::run);
        return association;
    }

    private void run() {
        try {
            DTLSTransport transport = handshake.run(queue);
            keys = handshake.keys();
            wake.run();
            linger(transport);
        } catch (IOException | RuntimeException failed) {
            // After the keys it is only over: the call's end is told by its signalling.
            if (keys == null) {
                failure = String.valueOf(failed.getMessage());
                wake.run();
            }
        }
    }

    private static void linger(DTLSTransport transport) throws IOException {
        byte[] nothingForUs = new byte[transport.getReceiveLimit()];
        while (true) {
            transport.receive(nothingForUs, 0, nothingForUs.length, LOOK_MILLIS);
        }
    }

    /** A datagram came for it; false where too many wait. */
    public boolean came(byte[] datagram, int length) {
        return queue.came(datagram, length);
    }

    /** A datagram to be sent, or null. */
    public byte[] toSend() {
        return queue.toSend();
    }

    /** Null until the handshake is complete. */
    public SrtpKeys keys() {
        return keys;
    }

    /** Why there will be no keys; null while there may be. */
    public String failure() {
        return failure;
    }

    /** Whether there are keys, or will be none. */
    boolean isSettled() {
        return keys != null || failure != null;
    }

    /** Ends its thread. */
    @Override
    public void close() {
        queue.close();
    }
}
