package org.offhook.sip.machine;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who may call us: addresses that are trusted, and who proves by digest to be one of our callers
 * (RFC 3261 §22, RFC 8760). Says the same whether or not a user exists, and takes as long. Used by
 * JAIN-SIP's threads at once; immutable but for {@link Nonces}, which guards itself.
 */
public final class CallerCheck {
    private static final String REALM = "offhook";

    /** Offered in this order; MD5 for the many phones that know nothing else. */
    private static final List<Digest> OFFERED = List.of(Digest.SHA_256, Digest.MD5);

    /** What to do with a call. */
    public sealed interface Verdict {
        record Welcome() implements Verdict {}

        /** Refuse with 403: nothing this caller could prove would help. */
        record Forbidden() implements Verdict {}

        /** Refuse with 401 and a WWW-Authenticate for each. */
        record Prove(List<String> challenges) implements Verdict {}
    }

    /**
     * The call as it came.
     *
     * @param name Call-ID and CSeq, by which a repeated request is known
     * @param authorizations values of its Authorization headers
     */
    public record Attempt(
            InetAddress source, String method, String name, List<String> authorizations) {}

    private final List<AddressRange> trusted;
    private final Map<String, String> passwords;
    private final Nonces nonces;
    private final String nobodysPassword;

    /**
     * @param trusted may call without proof; with neither these nor callers, everyone may
     * @param passwords of callers, by user name
     * @param nonces also the source of the password that unknown users are measured against
     */
    public CallerCheck(List<AddressRange> trusted, Map<String, String> passwords, Nonces nonces) {
        this.trusted = List.copyOf(trusted);
        this.passwords = Map.copyOf(passwords);
        this.nonces = nonces;
        this.nobodysPassword = nonces.issue(0);
    }

    /** True for a configured address; where everyone may call, nobody is trusted for that. */
    public boolean isTrusted(InetAddress source) {
        return trusted.stream().anyMatch(range -> range.contains(source));
    }

    public Verdict verdict(Attempt attempt, long nowMillis) {
        boolean open = trusted.isEmpty() && passwords.isEmpty();
        if (open || isTrusted(attempt.source())) {
            return new Verdict.Welcome();
        }
        if (passwords.isEmpty()) {
            return new Verdict.Forbidden();
        }
        boolean stale = false;
        for (String authorization : attempt.authorizations()) {
            Optional<Map<String, String>> proof = right(attempt.method(), authorization);
            if (proof.isPresent()) {
                if (nonces.use(use(proof.get(), attempt.name()), nowMillis)) {
                    return new Verdict.Welcome();
                }
                stale = nonces.isOurs(proof.get().get("nonce"));
            }
        }
        return new Verdict.Prove(challenges(stale, nowMillis));
    }

    /** The parameters of an authorization whose response is right; its nonce may be anyone's. */
    private Optional<Map<String, String>> right(String method, String authorization) {
        if (!authorization.regionMatches(true, 0, "Digest ", 0, 7)) {
            return Optional.empty();
        }
        Map<String, String> given = Challenge.parameters(authorization.substring(7));
        Optional<Digest> algorithm = Digest.named(given.getOrDefault("algorithm", "MD5"));
        boolean complete =
                algorithm.filter(OFFERED::contains).isPresent()
                        && given.getOrDefault("qop", "").equalsIgnoreCase("auth")
                        && given.getOrDefault("realm", "").equals(REALM)
                        && given.getOrDefault("nc", "").matches("[0-9a-fA-F]{8}")
                        && given.containsKey("nonce");
        if (!complete) {
            return Optional.empty();
        }
        String user = given.getOrDefault("username", "");
        var who = new Credentials(user, passwords.getOrDefault(user, nobodysPassword));
        var challenge =
                new Challenge(false, REALM, given.get("nonce"), "", algorithm.get(), true, false);
        // A proxy may have changed the Request-URI since: what the caller hashed is what it says.
        var use =
                new Digest.Use(
                        method,
                        given.getOrDefault("uri", ""),
                        given.getOrDefault("cnonce", ""),
                        (int) Long.parseLong(given.get("nc"), 16));
        byte[] expected = ascii(Digest.response(challenge, who, use));
        boolean same = MessageDigest.isEqual(expected, ascii(given.getOrDefault("response", "")));
        return same && passwords.containsKey(user) ? Optional.of(given) : Optional.empty();
    }

    private static Nonces.Use use(Map<String, String> given, String name) {
        return new Nonces.Use(given.get("nonce"), Long.parseLong(given.get("nc"), 16), name);
    }

    private List<String> challenges(boolean stale, long nowMillis) {
        String nonce = nonces.issue(nowMillis);
        return OFFERED.stream().map(algorithm -> challenge(algorithm, nonce, stale)).toList();
    }

    private static String challenge(Digest algorithm, String nonce, boolean stale) {
        return "Digest realm=\"%s\", nonce=\"%s\", algorithm=%s, qop=\"auth\"%s"
                .formatted(REALM, nonce, algorithm.token(), stale ? ", stale=true" : "");
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
