package org.offhook.media.srtp;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;

/** Master key and salt of one direction. Immutable; it never says what it holds. */
public final class SrtpKey {
    /** Bytes of key and salt together, as in SDP. */
    public static final int BYTES = SrtpSuite.KEY_BYTES + SrtpSuite.SALT_BYTES;

    private final SrtpSuite suite;
    private final byte[] keyAndSalt;

    /**
     * @param keyAndSalt {@link #BYTES} of them
     */
    public SrtpKey(SrtpSuite suite, byte[] keyAndSalt) {
        if (keyAndSalt.length != BYTES) {
            throw new IllegalArgumentException("a key of " + keyAndSalt.length + " bytes");
        }
        this.suite = suite;
        this.keyAndSalt = keyAndSalt.clone();
    }

    /** A new one. */
    public static SrtpKey random(SrtpSuite suite, SecureRandom random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return new SrtpKey(suite, bytes);
    }

    public SrtpSuite suite() {
        return suite;
    }

    /** Key, then salt. */
    public byte[] bytes() {
        return keyAndSalt.clone();
    }

    byte[] key() {
        return Arrays.copyOf(keyAndSalt, SrtpSuite.KEY_BYTES);
    }

    byte[] salt() {
        return Arrays.copyOfRange(keyAndSalt, SrtpSuite.KEY_BYTES, BYTES);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SrtpKey key
                && suite == key.suite
                && MessageDigest.isEqual(keyAndSalt, key.keyAndSalt);
    }

    @Override
    public int hashCode() {
        return suite.hashCode();
    }

    @Override
    public String toString() {
        return suite + " key";
    }
}
