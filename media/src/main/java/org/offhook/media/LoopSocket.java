package org.offhook.media;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;

/** A socket of a call on its media loop: what the selector finds readable. */
interface LoopSocket {
    DatagramChannel channel();

    /** So many are read at once, that a flood on one port leaves time for the others. */
    int mostPerCycle();

    /**
     * One has come.
     *
     * @param datagram the loop's one buffer: good until this returns
     */
    void onDatagram(ByteBuffer datagram, InetSocketAddress from, long nowNanos);

    /** Whose it is. */
    LoopCall call();
}
