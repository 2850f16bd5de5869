package org.offhook.media.ogg;

/** The checksum of an Ogg page (RFC 3533 §6): CRC-32 0x04C11DB7, not reflected, from zero. */
final class OggCrc {
    private static final int[] TABLE = table();

    private OggCrc() {}

    /** The checksum of a page whose own checksum field, at {@code zeroAt}, counts as zero. */
    static int of(byte[] bytes, int from, int to, int zeroAt) {
        int crc = 0;
        for (int i = from; i < to; i++) {
            int value = i >= zeroAt && i < zeroAt + 4 ? 0 : bytes[i] & 0xFF;
            crc = crc << 8 ^ TABLE[crc >>> 24 ^ value];
        }
        return crc;
    }

    private static int[] table() {
        int[] table = new int[256];
        for (int i = 0; i < 256; i++) {
            int crc = i << 24;
            for (int bit = 0; bit < 8; bit++) {
                crc = crc < 0 ? crc << 1 ^ 0x04C11DB7 : crc << 1;
            }
            table[i] = crc;
        }
        return table;
    }
}
