package org.offhook.server.dial;

import org.offhook.sip.CallEnd;
import org.offhook.sip.Reoffer;

/** What the other threads tell the one that owns a test call. Times are {@code nanoTime}. */
sealed interface Told {
    record Answer(byte[] sdp, long atNanos) implements Told {}

    record Offer(Reoffer reoffer) implements Told {}

    record Ended(CallEnd end) implements Told {}

    record Heard(short[] samples, double levelDbfs, long receivedNanos) implements Told {}

    record Started(long firstPacketNanos) implements Told {}

    record Spoken(long lastPacketNanos) implements Told {}

    /** Nobody told anything for a while. */
    record Waited() implements Told {}
}
