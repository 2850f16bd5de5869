package org.offhook.media.call;

/** Where packets go: a socket, or a simulated network. */
public interface PacketSink {
    /**
     * Sends one RTP packet now.
     *
     * @param packet reused after the call: to be copied or sent at once
     * @param length bytes of it
     */
    void send(byte[] packet, int length);

    /**
     * Sends one control packet (RTCP) now, to where the peer takes those.
     *
     * @param packet reused after the call: to be copied or sent at once
     * @param length bytes of it
     */
    default void sendControl(byte[] packet, int length) {
        // A simulation may do without.
    }
}
