package org.offhook.media.rtp;

/** Numbers in network byte order. */
public final class Bytes {
    private Bytes() {}

    public static int u8(byte[] from, int at) {
        return from[at] & 0xFF;
    }

    public static int u16(byte[] from, int at) {
        return u8(from, at) << 8 | u8(from, at + 1);
    }

    public static int i32(byte[] from, int at) {
        return u16(from, at) << 16 | u16(from, at + 2);
    }

    public static void put16(byte[] to, int at, int value) {
        to[at] = (byte) (value >> 8);
        to[at + 1] = (byte) value;
    }

    public static void put32(byte[] to, int at, int value) {
        put16(to, at, value >>> 16);
        put16(to, at + 2, value);
    }
}
