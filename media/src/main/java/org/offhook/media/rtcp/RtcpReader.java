package org.offhook.media.rtcp;

import org.offhook.media.rtp.Bytes;

/**
 * Reads compound control packets (RFC 3550 section 6.1) as a view that is used again for the next.
 * All of a packet is checked before any of it is told (A.2). Not thread-safe.
 */
final class RtcpReader {
    static final int SENDER_REPORT = 200;
    static final int RECEIVER_REPORT = 201;
    static final int DESCRIPTION = 202;
    static final int BYE = 203;
    static final int EXTENDED_REPORT = 207;

    static final int VOIP_METRICS = 7;
    static final int VOIP_METRICS_BYTES = 36;
    static final int BLOCK_BYTES = 24;
    static final int SENDER_INFO_BYTES = 20;

    /** Told what a packet holds; each report block can be read while it is told. */
    interface Reports {
        /** The sender's wall clock, as {@link Ntp#of}. */
        void onSenderReport(int ssrc, long ntp);

        /** How a source is received: {@link RtcpReader#cumulativeLost} and the others. */
        void onBlock(int aboutSsrc, RtcpReader block);

        /** VoIP metrics (RFC 3611 section 4.7) about a source. */
        void onVoipMetrics(int aboutSsrc, RtcpReader block);

        /** A source has left. */
        void onBye(int ssrc);
    }

    private byte[] bytes;
    private int block;

    /**
     * Reads one datagram.
     *
     * @return false where it is no compound packet; nothing of it was told then
     */
    boolean read(byte[] datagram, int length, Reports to) {
        if (!isCompound(datagram, length)) {
            return false;
        }
        bytes = datagram;
        for (int at = 0; at < length; at += bytesOf(datagram, at)) {
            tell(at, to);
        }
        return true;
    }

    private static int bytesOf(byte[] datagram, int at) {
        return 4 * (Bytes.u16(datagram, at + 2) + 1);
    }

    private static boolean isCompound(byte[] datagram, int length) {
        if (length < 8 || length % 4 != 0) {
            return false;
        }
        int first = Bytes.u8(datagram, 1);
        // A report comes first (A.2), but baresip takes its leave without one.
        if (first != SENDER_REPORT && first != RECEIVER_REPORT && first != BYE) {
            return false;
        }
        int at = 0;
        while (at < length) {
            int end = at + bytesOf(datagram, at);
            boolean isVersionTwo = (datagram[at] & 0xC0) == 0x80;
            boolean isPadded = (datagram[at] & 0x20) != 0;
            if (!isVersionTwo || end > length || isPadded && end < length) {
                return false;
            }
            if (!holdsWhatItSays(datagram, at, end)) {
                return false;
            }
            at = end;
        }
        return true;
    }

    private static boolean holdsWhatItSays(byte[] datagram, int at, int end) {
        int count = datagram[at] & 0x1F;
        int needed =
                switch (Bytes.u8(datagram, at + 1)) {
                    case SENDER_REPORT -> 8 + SENDER_INFO_BYTES + count * BLOCK_BYTES;
                    case RECEIVER_REPORT -> 8 + count * BLOCK_BYTES;
                    case BYE -> 4 + 4 * count;
                    case EXTENDED_REPORT -> 8;
                    default -> 4;
                };
        return at + needed <= end;
    }

    private void tell(int at, Reports to) {
        int count = bytes[at] & 0x1F;
        int end = at + bytesOf(bytes, at);
        switch (Bytes.u8(bytes, at + 1)) {
            case SENDER_REPORT -> {
                long seconds = Integer.toUnsignedLong(Bytes.i32(bytes, at + 8));
                long fraction = Integer.toUnsignedLong(Bytes.i32(bytes, at + 12));
                to.onSenderReport(Bytes.i32(bytes, at + 4), seconds << 32 | fraction);
                tellBlocks(at + 8 + SENDER_INFO_BYTES, count, to);
            }
            case RECEIVER_REPORT -> tellBlocks(at + 8, count, to);
            case EXTENDED_REPORT -> tellExtended(at + 8, end, to);
            case BYE -> {
                for (int i = 0; i < count; i++) {
                    to.onBye(Bytes.i32(bytes, at + 4 + 4 * i));
                }
            }
            default -> {
                // Names, feedback and applications' own: nothing that audio would need.
            }
        }
    }

    private void tellBlocks(int at, int count, Reports to) {
        for (int i = 0; i < count; i++) {
            block = at + i * BLOCK_BYTES;
            to.onBlock(Bytes.i32(bytes, block), this);
        }
    }

    private void tellExtended(int from, int end, Reports to) {
        int at = from;
        while (at + 4 <= end) {
            int next = at + bytesOf(bytes, at);
            boolean isVoip = Bytes.u8(bytes, at) == VOIP_METRICS;
            if (isVoip && next - at == VOIP_METRICS_BYTES && next <= end) {
                block = at;
                to.onVoipMetrics(Bytes.i32(bytes, at + 4), this);
            }
            at = next;
        }
    }

    /** Since the report before: 256 for all. */
    int lostOf256() {
        return Bytes.u8(bytes, block + 4);
    }

    /** Since the source began; signed, 24 bits. */
    int cumulativeLost() {
        return Bytes.i32(bytes, block + 4) << 8 >> 8;
    }

    /** In ticks of the source's clock. */
    int jitterTicks() {
        return Bytes.i32(bytes, block + 12);
    }

    /** Middle of the last sender report's time; 0 where none has come. */
    int lastSenderReport() {
        return Bytes.i32(bytes, block + 16);
    }

    /** Since then, in 1/65,536 s. */
    int delaySinceThen() {
        return Bytes.i32(bytes, block + 20);
    }

    /** Of VoIP metrics: ten times the mean opinion score of a conversation; 127 where unknown. */
    int conversationalScore() {
        return Bytes.u8(bytes, block + 27);
    }
}
