package org.offhook.media.srtp;

import org.offhook.media.rtp.Bytes;
import org.offhook.media.rtp.RtpPacket;

/**
 * Encrypts and signs what one call sends. A sender starts at a rollover counter of 0, also one that
 * takes over from another key in mid-stream (RFC 4568 section 6.4). Owned by the media thread of
 * its call.
 */
public final class SrtpSender {
    /** By so much a packet may grow. */
    public static final int MOST_ADDED_BYTES = 4 + SrtpSuite.CONTROL_TAG_BYTES;

    private static final int ENCRYPTED = 0x8000_0000;

    private final SessionKeys keys;
    private final RtpPacket view = new RtpPacket();
    private boolean any;
    private int lastSequence;
    private int rollovers;
    private int controlIndex;

    public SrtpSender(SrtpKey key) {
        keys = new SessionKeys(key);
    }

    /**
     * Protects an audio packet in place.
     *
     * @param packet an RTP packet of ours, with room behind it
     * @return its new length
     */
    public int protect(byte[] packet, int length) {
        if (!view.wrap(packet, length)) {
            throw new IllegalArgumentException("what is to be sent is no RTP packet");
        }
        if (any && view.sequence() < lastSequence) {
            rollovers++;
        }
        any = true;
        lastSequence = view.sequence();
        long index = Integer.toUnsignedLong(rollovers) << 16 | lastSequence;
        int from = view.payloadOffset();
        keys.audio.apply(keys.audioStart(view.ssrc(), index), packet, from, length - from);
        keys.audioTag.computeWith(rollovers, packet, length);
        keys.audioTag.copyTo(packet, length, keys.suite.tagBytes());
        return length + keys.suite.tagBytes();
    }

    /**
     * Protects a compound control packet in place (RFC 3711 section 3.4).
     *
     * @return its new length
     */
    public int protectControl(byte[] packet, int length) {
        controlIndex = controlIndex + 1 & 0x7FFF_FFFF;
        int ssrc = Bytes.i32(packet, 4);
        keys.control.apply(
                keys.controlStart(ssrc, controlIndex),
                packet,
                SrtpSuite.CONTROL_HEADER_BYTES,
                length - SrtpSuite.CONTROL_HEADER_BYTES);
        Bytes.put32(packet, length, controlIndex | ENCRYPTED);
        keys.controlTag.compute(packet, length + 4);
        keys.controlTag.copyTo(packet, length + 4, SrtpSuite.CONTROL_TAG_BYTES);
        return length + MOST_ADDED_BYTES;
    }
}
