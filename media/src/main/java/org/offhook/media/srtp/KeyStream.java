package org.offhook.media.srtp;

import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES in counter mode (RFC 3711 section 4.1.1), made of single blocks: the JDK's own counter mode
 * wants a new object for each packet's initial value. Not thread-safe.
 */
final class KeyStream {
    private static final int BLOCK = 16;
    private static final int MOST_BYTES = 2_048;

    private final Cipher cipher;
    private final byte[] counters = new byte[MOST_BYTES];
    private final byte[] stream = new byte[MOST_BYTES];

    KeyStream(byte[] key) {
        try {
            cipher = Cipher.getInstance("AES/ECB/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every JDK has AES", missing);
        }
    }

    /**
     * Encrypts or decrypts in place.
     *
     * @param initial the counter block, whose last two bytes are 0
     */
    void apply(byte[] initial, byte[] data, int offset, int length) {
        int blocks = (length + BLOCK - 1) / BLOCK;
        for (int i = 0; i < blocks; i++) {
            System.arraycopy(initial, 0, counters, i * BLOCK, BLOCK - 2);
            counters[i * BLOCK + 14] = (byte) (i >> 8);
            counters[i * BLOCK + 15] = (byte) i;
        }
        try {
            cipher.update(counters, 0, blocks * BLOCK, stream, 0);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("whole blocks fit", impossible);
        }
        for (int i = 0; i < length; i++) {
            data[offset + i] ^= stream[i];
        }
    }
}
