package org.offhook.media.rtp;

/** Builds RTP packets for tests. */
public final class Packets {
    private Packets() {}

    /** A packet whose payload's first byte is {@code content}. */
    public static byte[] bytes(
            int payloadType, int sequence, int timestamp, int payloadLength, int content) {
        byte[] bytes = new byte[RtpPacket.HEADER_BYTES + payloadLength];
        bytes[0] = (byte) 0x80;
        bytes[1] = (byte) payloadType;
        bytes[2] = (byte) (sequence >> 8);
        bytes[3] = (byte) sequence;
        for (int i = 0; i < 4; i++) {
            bytes[4 + i] = (byte) (timestamp >> 24 - 8 * i);
            bytes[8 + i] = (byte) (0x11223344 >> 24 - 8 * i);
        }
        if (payloadLength > 0) {
            bytes[RtpPacket.HEADER_BYTES] = (byte) content;
        }
        return bytes;
    }

    /** The same from another source. */
    public static byte[] withSsrc(byte[] bytes, int ssrc) {
        for (int i = 0; i < 4; i++) {
            bytes[8 + i] = (byte) (ssrc >> 24 - 8 * i);
        }
        return bytes;
    }

    public static RtpPacket wrap(byte[] bytes) {
        var packet = new RtpPacket();
        if (!packet.wrap(bytes, bytes.length)) {
            throw new AssertionError("not RTP");
        }
        return packet;
    }
}
