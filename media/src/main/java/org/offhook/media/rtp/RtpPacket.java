package org.offhook.media.rtp;

/** A view of one RTP packet in an array (RFC 3550 §5.1); reused for the next. Not thread-safe. */
public final class RtpPacket {
    /** Bytes of a header without CSRCs and extension. */
    public static final int HEADER_BYTES = 12;

    private byte[] bytes;
    private int payloadOffset;
    private int payloadLength;

    /**
     * Looks at a datagram.
     *
     * @return false where this is no RTP packet (RFC 3550 A.1); the view is then unusable
     */
    public boolean wrap(byte[] datagram, int length) {
        if (!wrapEncrypted(datagram, length)) {
            return false;
        }
        boolean padded = (datagram[0] & 0x20) != 0;
        if (padded && payloadLength > 0) {
            int padding = datagram[length - 1] & 0xFF;
            if (padding == 0) {
                return false;
            }
            payloadLength -= padding;
        }
        return payloadLength >= 0;
    }

    /**
     * Looks at a datagram whose payload, and with it the length of its padding, cannot be read yet.
     *
     * @return false where this is no RTP packet
     */
    public boolean wrapEncrypted(byte[] datagram, int length) {
        bytes = datagram;
        if (length < HEADER_BYTES || (datagram[0] & 0xC0) != 0x80) {
            return false;
        }
        payloadOffset = payloadStart(length);
        payloadLength = length - payloadOffset;
        return payloadLength >= 0;
    }

    /** Beyond the end where it cannot be told. */
    private int payloadStart(int length) {
        int start = HEADER_BYTES + 4 * (bytes[0] & 15);
        boolean extended = (bytes[0] & 0x10) != 0;
        if (!extended) {
            return start;
        }
        return start + 4 > length ? length + 1 : start + 4 + 4 * Bytes.u16(bytes, start + 2);
    }

    /**
     * True for RTCP on the RTP port (RFC 5761 §4): its packet types, read as RTP, are a marker and
     * a payload type nobody may use.
     */
    public static boolean isRtcp(byte[] datagram, int length) {
        return length >= 4
                && (datagram[0] & 0xC0) == 0x80
                && (datagram[1] & 0xFF) >= 192
                && (datagram[1] & 0xFF) <= 223;
    }

    public boolean marker() {
        return bytes[1] < 0;
    }

    public int payloadType() {
        return bytes[1] & 0x7F;
    }

    /** 0 to 65,535. */
    public int sequence() {
        return Bytes.u16(bytes, 2);
    }

    /** 32 bits, compared by difference. */
    public int timestamp() {
        return Bytes.i32(bytes, 4);
    }

    public int ssrc() {
        return Bytes.i32(bytes, 8);
    }

    /** The datagram looked at. */
    public byte[] bytes() {
        return bytes;
    }

    public int payloadOffset() {
        return payloadOffset;
    }

    public int payloadLength() {
        return payloadLength;
    }
}
