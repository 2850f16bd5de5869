package org.offhook.sip.machine;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Digest algorithms and the answer to a challenge (RFC 7616; MD5 as in RFC 2617), strongest first.
 */
public enum Digest {
    SHA_512_256("SHA-512-256", "SHA-512/256", false),
    SHA_512_256_SESS("SHA-512-256-sess", "SHA-512/256", true),
    SHA_256("SHA-256", "SHA-256", false),
    SHA_256_SESS("SHA-256-sess", "SHA-256", true),
    MD5("MD5", "MD5", false),
    MD5_SESS("MD5-sess", "MD5", true);

    private final String token;
    private final String hash;
    private final boolean session;

    Digest(String token, String hash, boolean session) {
        this.token = token;
        this.hash = hash;
        this.session = session;
    }

    String token() {
        return token;
    }

    /** By its token in a challenge, in any case; empty for one that we do not have. */
    public static Optional<Digest> named(String token) {
        for (Digest algorithm : values()) {
            if (algorithm.token.equalsIgnoreCase(token)) {
                return Optional.of(algorithm);
            }
        }
        return Optional.empty();
    }

    /**
     * One answer's changing part.
     *
     * @param count how often this nonce was used, from 1
     */
    public record Use(String method, String uri, String clientNonce, int count) {}

    /** The {@code response} parameter, lower-case hex. */
    public static String response(Challenge challenge, Credentials who, Use use) {
        Digest algorithm = challenge.algorithm();
        String secret = algorithm.hash(who.user() + ":" + challenge.realm() + ":" + who.password());
        if (algorithm.session) {
            secret = algorithm.hash(secret + ":" + challenge.nonce() + ":" + use.clientNonce());
        }
        String request = algorithm.hash(use.method() + ":" + use.uri());
        String middle =
                challenge.auth() ? ":" + count(use) + ":" + use.clientNonce() + ":auth:" : ":";
        return algorithm.hash(secret + ":" + challenge.nonce() + middle + request);
    }

    /** The whole value of an Authorization or Proxy-Authorization header. */
    public static String authorization(Challenge challenge, Credentials who, Use use) {
        StringBuilder value = new StringBuilder("Digest username=").append(quoted(who.user()));
        value.append(", realm=").append(quoted(challenge.realm()));
        value.append(", nonce=").append(quoted(challenge.nonce()));
        value.append(", uri=").append(quoted(use.uri()));
        value.append(", response=").append(quoted(response(challenge, who, use)));
        value.append(", algorithm=").append(challenge.algorithm().token);
        // -sess needs the client nonce even where the server speaks no qop.
        if (challenge.auth() || challenge.algorithm().session) {
            value.append(", cnonce=").append(quoted(use.clientNonce()));
        }
        if (challenge.auth()) {
            value.append(", qop=auth, nc=").append(count(use));
        }
        if (!challenge.opaque().isEmpty()) {
            value.append(", opaque=").append(quoted(challenge.opaque()));
        }
        return value.toString();
    }

    /** The header that carries {@link #authorization}. */
    public static String headerName(Challenge challenge) {
        return challenge.proxy() ? "Proxy-Authorization" : "Authorization";
    }

    private static String count(Use use) {
        return String.format("%08x", use.count());
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private String hash(String text) {
        try {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance(hash).digest(bytes));
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
