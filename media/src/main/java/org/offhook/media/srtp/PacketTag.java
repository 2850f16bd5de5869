package org.offhook.media.srtp;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.offhook.media.rtp.Bytes;

/**
 * HMAC-SHA-1 (RFC 2104) over a packet and a counter, cut to the tag's length. The JDK's Mac makes
 * an object for each result; this makes none. Not thread-safe.
 */
final class PacketTag {
    static final int KEY_BYTES = 20;

    private static final int BLOCK = 64;
    private static final int DIGEST = 20;

    private final MessageDigest sha;
    private final byte[] inner = new byte[BLOCK];
    private final byte[] outer = new byte[BLOCK];
    private final byte[] counter = new byte[4];
    private final byte[] result = new byte[DIGEST];

    PacketTag(byte[] key) {
        try {
            sha = MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every JDK has SHA-1", missing);
        }
        for (int i = 0; i < BLOCK; i++) {
            byte k = i < key.length ? key[i] : 0;
            inner[i] = (byte) (k ^ 0x36);
            outer[i] = (byte) (k ^ 0x5C);
        }
    }

    /** Over the packet, and over the rollover counter after it (RFC 3711 section 4.2). */
    void computeWith(int rollovers, byte[] packet, int length) {
        begin(packet, length);
        Bytes.put32(counter, 0, rollovers);
        sha.update(counter, 0, 4);
        end();
    }

    /** Over the packet alone. */
    void compute(byte[] packet, int length) {
        begin(packet, length);
        end();
    }

    private void begin(byte[] packet, int length) {
        sha.update(inner, 0, BLOCK);
        sha.update(packet, 0, length);
    }

    private void end() {
        try {
            sha.digest(result, 0, DIGEST);
            sha.update(outer, 0, BLOCK);
            sha.update(result, 0, DIGEST);
            sha.digest(result, 0, DIGEST);
        } catch (DigestException impossible) {
            throw new IllegalStateException("20 bytes hold a SHA-1", impossible);
        }
    }

    /** Puts the tag computed last behind a packet. */
    void copyTo(byte[] packet, int at, int tagBytes) {
        System.arraycopy(result, 0, packet, at, tagBytes);
    }

    /** Compares with the tag computed last, in a time that tells nothing. */
    boolean isAt(byte[] packet, int at, int tagBytes) {
        int difference = 0;
        for (int i = 0; i < tagBytes; i++) {
            difference |= result[i] ^ packet[at + i];
        }
        return difference == 0;
    }
}
