package org.offhook.media;

/** A socket of a call on its media loop: what the selector finds readable. */
interface LoopSocket {
    /** Reads what has come. */
    void receive(long nowNanos);

    /** Whose it is. */
    LoopCall call();
}
