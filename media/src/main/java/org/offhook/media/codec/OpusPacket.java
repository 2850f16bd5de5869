package org.offhook.media.codec;

/** What the first bytes of an Opus packet tell (RFC 6716 §3.1, §3.2). */
public final class OpusPacket {
    private static final int MAX_FRAMES = 48;

    private OpusPacket() {}

    /**
     * Length of the audio in a packet.
     *
     * @return half milliseconds (2.5 ms is 5), or -1 for what is no Opus packet
     */
    public static int halfMillis(byte[] packet, int offset, int length) {
        if (length < 1) {
            return -1;
        }
        int frames =
                switch (packet[offset] & 3) {
                    case 0 -> 1;
                    case 1, 2 -> 2;
                    default -> length < 2 ? -1 : packet[offset + 1] & 0x3F;
                };
        if (frames < 1 || frames > MAX_FRAMES) {
            return -1;
        }
        int halfMillis = frames * frameHalfMillis(packet[offset] >> 3 & 31);
        return halfMillis <= 240 ? halfMillis : -1;
    }

    /** Only SILK and hybrid packets can hold the redundancy of the packet before. */
    static boolean mayHoldRedundancy(byte[] packet, int length) {
        return length > 1 && (packet[0] >> 3 & 31) < 16;
    }

    private static int frameHalfMillis(int config) {
        if (config < 12) {
            // SILK: 10, 20, 40, 60 ms.
            return switch (config & 3) {
                case 0 -> 20;
                case 1 -> 40;
                case 2 -> 80;
                default -> 120;
            };
        }
        if (config < 16) {
            return (config & 1) == 0 ? 20 : 40;
        }
        // CELT: 2.5, 5, 10, 20 ms.
        return 5 << (config & 3);
    }
}
