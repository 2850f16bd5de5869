package org.offhook.sip.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.offhook.sip.machine.CallerCheck.Verdict;

/** Who may call, in virtual time; the caller's side is {@link DigestSession}. */
class CallerCheckTest {
    private static final InetAddress HOME = InetAddress.ofLiteral("192.0.2.77");
    private static final InetAddress STRANGER = InetAddress.ofLiteral("198.51.100.1");

    private final CallerCheck check =
            new CallerCheck(
                    List.of(AddressRange.parse("192.0.2.0/24")),
                    Map.of("alice", "secret"),
                    new Nonces(new byte[32]));
    private long now = 1_000_000;

    private Verdict calls(InetAddress source, String name, List<String> authorizations) {
        return check.verdict(new CallerCheck.Attempt(source, "INVITE", name, authorizations), now);
    }

    private List<String> challenges() {
        return assertInstanceOf(Verdict.Prove.class, calls(STRANGER, "c", List.of())).challenges();
    }

    private static DigestSession session(String user, String password) {
        return new DigestSession(new Credentials(user, password), new Random(1));
    }

    private static List<String> proof(DigestSession session, List<String> challenges) {
        session.onChallenge(challenges, List.of());
        return values(session);
    }

    private static List<String> values(DigestSession session) {
        return session.headers("INVITE", "sip:6001@offhook").stream()
                .map(DigestSession.Header::value)
                .toList();
    }

    @Test
    void theTrustedNeedNoProof() {
        assertEquals(new Verdict.Welcome(), calls(HOME, "c", List.of()));
    }

    @Test
    void whoHasThePasswordMayCallWithEitherAlgorithm() {
        assertEquals(2, challenges().size());
        for (String challenge : challenges()) {
            List<String> proof = proof(session("alice", "secret"), List.of(challenge));
            assertEquals(new Verdict.Welcome(), calls(STRANGER, "c", proof));
        }
    }

    @Test
    void anUnknownUserAndAWrongPasswordLookTheSame() {
        for (String user : List.of("alice", "mallory")) {
            List<String> proof = proof(session(user, "wrong"), challenges());
            var again = assertInstanceOf(Verdict.Prove.class, calls(STRANGER, "c", proof));
            assertFalse(again.challenges().getFirst().contains("stale"), user);
        }
    }

    @Test
    void aNonceAgesAndIsThenStale() {
        DigestSession session = session("alice", "secret");
        List<String> proof = proof(session, challenges());
        now += 300_001;
        var again = assertInstanceOf(Verdict.Prove.class, calls(STRANGER, "c", proof));
        assertTrue(again.challenges().getFirst().endsWith(", stale=true"));
        assertEquals(
                new Verdict.Welcome(), calls(STRANGER, "c", proof(session, again.challenges())));
    }

    @Test
    void aProofIsForOneRequestWhichMayComeTwice() {
        DigestSession session = session("alice", "secret");
        List<String> proof = proof(session, challenges());
        assertEquals(new Verdict.Welcome(), calls(STRANGER, "call 1", proof));
        assertEquals(new Verdict.Welcome(), calls(STRANGER, "call 1", proof));
        assertInstanceOf(Verdict.Prove.class, calls(STRANGER, "call 2", proof));
        assertEquals(new Verdict.Welcome(), calls(STRANGER, "call 2", values(session)));
    }

    @Test
    void anothersNonceProvesNothing() {
        String forged = "Digest realm=\"offhook\", nonce=\"%s\", qop=\"auth\"";
        for (String nonce : List.of("n", "0".repeat(64), "g".repeat(64))) {
            List<String> proof =
                    proof(session("alice", "secret"), List.of(forged.formatted(nonce)));
            var again = assertInstanceOf(Verdict.Prove.class, calls(STRANGER, "c", proof));
            assertFalse(again.challenges().getFirst().contains("stale"), nonce);
        }
    }

    @Test
    void whatIsNoDigestProvesNothing() {
        for (String text :
                List.of(
                        "",
                        "Digest",
                        "Basic YWxpY2U6c2VjcmV0",
                        "Digest username=\"alice\", realm=\"offhook\", qop=auth, nc=zzzzzzzz")) {
            assertInstanceOf(Verdict.Prove.class, calls(STRANGER, "c", List.of(text)));
        }
    }

    @Test
    void theOldestUsesAreForgottenAndRefused() {
        DigestSession first = session("alice", "secret");
        List<String> challenge = challenges();
        assertEquals(new Verdict.Welcome(), calls(STRANGER, "0", proof(first, challenge)));
        for (int i = 0; i < 4096; i++) {
            now++;
            DigestSession other = session("alice", "secret");
            assertEquals(new Verdict.Welcome(), calls(STRANGER, "o", proof(other, challenges())));
        }
        assertInstanceOf(Verdict.Prove.class, calls(STRANGER, "new", values(first)));
    }

    @Test
    void withoutRulesEveryoneMayCallAndWithAddressesOnlyTheyMay() {
        var nonces = new Nonces(new byte[32]);
        var attempt = new CallerCheck.Attempt(STRANGER, "INVITE", "c", List.of());
        assertEquals(
                new Verdict.Welcome(),
                new CallerCheck(List.of(), Map.of(), nonces).verdict(attempt, now));
        var ranges = List.of(AddressRange.parse("192.0.2.0/24"));
        assertEquals(
                new Verdict.Forbidden(),
                new CallerCheck(ranges, Map.of(), nonces).verdict(attempt, now));
    }

    @Test
    void rangesOfAddresses() {
        assertTrue(
                AddressRange.parse("2001:db8::/33")
                        .contains(InetAddress.ofLiteral("2001:db8:7fff::1")));
        assertFalse(
                AddressRange.parse("2001:db8::/33")
                        .contains(InetAddress.ofLiteral("2001:db8:8000::1")));
        assertFalse(AddressRange.parse("0.0.0.0/0").contains(InetAddress.ofLiteral("::1")));
        assertTrue(AddressRange.parse("0.0.0.0/0").contains(STRANGER));
        assertFalse(AddressRange.parse("192.0.2.77").contains(STRANGER));
        for (String text :
                List.of("", "pbx", "192.0.2.0/33", "192.0.2.0/", "1.2.3.4/5/6", "::/-1")) {
            assertThrows(IllegalArgumentException.class, () -> AddressRange.parse(text), text);
        }
    }
}
