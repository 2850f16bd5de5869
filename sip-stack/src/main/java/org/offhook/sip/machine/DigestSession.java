package org.offhook.sip.machine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * What a registrar, a peer and the proxies before them have asked us to prove, and the headers that
 * prove it (RFC 3261 §22, RFC 8760). Of several challenges for one realm the strongest is answered;
 * each realm is answered once, and once more where it calls its own nonce stale. Owned by whoever
 * sends the requests.
 */
public final class DigestSession {
    /** A path has few proxies that ask; more than this is a peer that will not be satisfied. */
    private static final int MOST_REALMS = 4;

    /** Whether it makes sense to send the request again. */
    public enum Verdict {
        /** Yes, with {@link #headers}. */
        ANSWER,
        /** No: what we know was refused. */
        REFUSED,
        /** No: it asks for what we do not have, see {@link Challenge#obstacle}. */
        UNANSWERABLE
    }

    /** One header to add. */
    public record Header(String name, String value) {}

    private record Realm(boolean proxy, String name) {}

    private static final class Asked {
        Challenge challenge;
        int uses;

        /** Answers to challenges since the request was new; 0: the nonce is an earlier one's. */
        int tries;
    }

    private final Credentials credentials;
    private final RandomGenerator random;
    private final Map<Realm, Asked> realms = new LinkedHashMap<>();

    public DigestSession(Credentials credentials, RandomGenerator random) {
        this.credentials = credentials;
        this.random = random;
    }

    /** A request that nobody has challenged yet; nonces of earlier ones are used for it. */
    public void begin() {
        realms.values().forEach(asked -> asked.tries = 0);
    }

    /** Forgets all nonces, so that the next request proves nothing. */
    public void forget() {
        realms.clear();
    }

    /** Takes a 401 or 407. */
    public Verdict onChallenge(List<String> www, List<String> proxy) {
        Map<Realm, Challenge> strongest = new LinkedHashMap<>();
        for (Challenge challenge : Challenge.answerable(www, proxy)) {
            Realm realm = new Realm(challenge.proxy(), challenge.realm());
            strongest.merge(realm, challenge, Challenge::stronger);
        }
        if (strongest.isEmpty()) {
            return Verdict.UNANSWERABLE;
        }
        for (var each : strongest.entrySet()) {
            boolean known = realms.containsKey(each.getKey());
            if (!known && realms.size() >= MOST_REALMS) {
                return Verdict.REFUSED;
            }
            Asked asked = realms.computeIfAbsent(each.getKey(), unused -> new Asked());
            boolean worthIt = asked.tries == 0 || asked.tries == 1 && each.getValue().stale();
            if (!worthIt) {
                return Verdict.REFUSED;
            }
            asked.challenge = each.getValue();
            asked.uses = 0;
            asked.tries++;
        }
        return Verdict.ANSWER;
    }

    /** What the next request carries; none where nobody has asked yet. */
    public List<Header> headers(String method, String requestUri) {
        List<Header> headers = new ArrayList<>();
        for (Asked asked : realms.values()) {
            asked.uses++;
            String clientNonce = Long.toHexString(random.nextLong());
            var use = new Digest.Use(method, requestUri, clientNonce, asked.uses);
            headers.add(
                    new Header(
                            Digest.headerName(asked.challenge),
                            Digest.authorization(asked.challenge, credentials, use)));
        }
        return headers;
    }
}
