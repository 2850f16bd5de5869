package org.offhook.media.srtp;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Hash of a certificate as in {@code a=fingerprint} (RFC 8122 section 5). Immutable. */
public final class Fingerprint {
    /** What can be forged is left out: SHA-1 and MD5. */
    private static final Map<String, Integer> BYTES =
            Map.of("sha-256", 32, "sha-384", 48, "sha-512", 64);

    private static final HexFormat HEX = HexFormat.ofDelimiter(":").withUpperCase();

    private final String hash;
    private final byte[] bytes;

    private Fingerprint(String hash, byte[] bytes) {
        this.hash = hash;
        this.bytes = bytes;
    }

    /** Of a certificate in DER, by SHA-256. */
    public static Fingerprint of(byte[] certificate) {
        return new Fingerprint("sha-256", digest("sha-256", certificate));
    }

    /** "SHA-256 AB:CD:…"; empty for a hash function that is not trusted, or what is none. */
    public static Optional<Fingerprint> parse(String value) {
        String[] parts = value.strip().split("\\s+");
        String hash = parts[0].toLowerCase(Locale.ROOT);
        if (parts.length != 2 || !BYTES.containsKey(hash)) {
            return Optional.empty();
        }
        try {
            byte[] bytes = HEX.parseHex(parts[1].toUpperCase(Locale.ROOT));
            boolean whole = bytes.length == BYTES.get(hash);
            return whole ? Optional.of(new Fingerprint(hash, bytes)) : Optional.empty();
        } catch (IllegalArgumentException noHex) {
            return Optional.empty();
        }
    }

    /** Whether it is this certificate's, in DER. */
    public boolean isOf(byte[] certificate) {
        return MessageDigest.isEqual(bytes, digest(hash, certificate));
    }

    private static byte[] digest(String hash, byte[] certificate) {
        try {
            return MessageDigest.getInstance(hash.toUpperCase(Locale.ROOT)).digest(certificate);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every JDK has " + hash, missing);
        }
    }

    /** Of the hash function: the larger, the stronger. */
    public int length() {
        return bytes.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Fingerprint print
                && hash.equals(print.hash)
                && MessageDigest.isEqual(bytes, print.bytes);
    }

    @Override
    public int hashCode() {
        return HEX.formatHex(bytes).hashCode();
    }

    /** As in SDP. */
    @Override
    public String toString() {
        return hash + " " + HEX.formatHex(bytes);
    }
}
