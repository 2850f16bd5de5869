package org.offhook.media.rtcp;

/** Numbers in network byte order. */
final class Bytes {
    private Bytes() {}

    static int u8(byte[] from, int at) {
        return from[at] & 0xFF;
    }

    static int u16(byte[] from, int at) {
        return u8(from, at) << 8 | u8(from, at + 1);
    }

    static int i32(byte[] from, int at) {
        return u16(from, at) << 16 | u16(from, at + 2);
    }

    static void put16(byte[] to, int at, int value) {
        to[at] = (byte) (value >> 8);
        to[at + 1] = (byte) value;
    }

    static void put32(byte[] to, int at, int value) {
        put16(to, at, value >>> 16);
        put16(to, at + 2, value);
    }
}
