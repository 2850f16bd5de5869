package org.offhook.media.codec;

/** One of the two companding laws of ITU-T G.711, as tables. Immutable. */
public final class G711 {
    /** µ-law (RTP payload type 0). */
    public static final G711 MU_LAW = new G711(true);

    /** A-law (RTP payload type 8). */
    public static final G711 A_LAW = new G711(false);

    private static final int MU_BIAS = 132;
    private static final int MU_CLIP = 32_635;

    private final short[] linear = new short[256];
    private final byte[] companded = new byte[65_536];

    private G711(boolean mu) {
        for (int code = 0; code < 256; code++) {
            linear[code] = (short) (mu ? expandMu(code) : expandA(code));
        }
        for (int sample = Short.MIN_VALUE; sample <= Short.MAX_VALUE; sample++) {
            companded[sample & 0xFFFF] = (byte) (mu ? compressMu(sample) : compressA(sample));
        }
    }

    /** One code to its sample. */
    public short decode(byte code) {
        return linear[code & 0xFF];
    }

    /** One sample to its code. */
    public byte encode(short sample) {
        return companded[sample & 0xFFFF];
    }

    // Table 2a/G.711: sign, three bits of segment, four of step; all bits inverted on the line.
    private static int expandMu(int code) {
        int bits = ~code & 0xFF;
        int segment = bits >> 4 & 7;
        int magnitude = ((bits & 15) << 3 | 4 | 128) << segment;
        magnitude -= MU_BIAS;
        return (bits & 0x80) != 0 ? -magnitude : magnitude;
    }

    private static int compressMu(int sample) {
        int sign = sample < 0 ? 0x80 : 0;
        int magnitude = Math.min(Math.abs(sample), MU_CLIP) + MU_BIAS;
        int segment = 24 - Integer.numberOfLeadingZeros(magnitude);
        int step = magnitude >> segment + 3 & 15;
        return ~(sign | segment << 4 | step) & 0xFF;
    }

    // Table 1a/G.711: even bits inverted on the line; the sign bit is set for positive values.
    private static int expandA(int code) {
        int bits = code ^ 0x55;
        int segment = bits >> 4 & 7;
        int step = bits & 15;
        int magnitude = segment == 0 ? step << 4 | 8 : (step << 4 | 0x108) << segment - 1;
        return (bits & 0x80) != 0 ? magnitude : -magnitude;
    }

    private static int compressA(int sample) {
        int sign = sample < 0 ? 0 : 0x80;
        // -1 belongs to the first step below zero, so negatives are counted from -1.
        int magnitude = sample < 0 ? ~sample : sample;
        int segment = Math.max(0, 24 - Integer.numberOfLeadingZeros(magnitude));
        int step = magnitude >> Math.max(4, segment + 3) & 15;
        return (sign | segment << 4 | step) ^ 0x55;
    }
}
