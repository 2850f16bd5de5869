package org.offhook.sip.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.offhook.sip.machine.DigestSession.Verdict;

/** One exchange with those who challenge it. */
class DigestSessionTest {
    private final DigestSession session =
            new DigestSession(new Credentials("6001", "secret"), new Random(7));

    private static String challenge(String realm, String nonce, String algorithm) {
        return "Digest realm=\"%s\", nonce=\"%s\", algorithm=%s, qop=\"auth\""
                .formatted(realm, nonce, algorithm);
    }

    private Verdict www(String... values) {
        return session.onChallenge(List.of(values), List.of());
    }

    private List<DigestSession.Header> headers() {
        return session.headers("INVITE", "sip:7000@pbx");
    }

    @Test
    void nobodyHasAskedYet() {
        assertEquals(List.of(), headers());
    }

    @Test
    void theStrongestAlgorithmOfARealmIsTaken() {
        assertEquals(
                Verdict.ANSWER,
                www(
                        challenge("r", "a", "MD5"),
                        challenge("r", "b", "SHA-256"),
                        challenge("r", "c", "SHA-512-256"),
                        challenge("r", "d", "SHA-1024")));
        assertEquals(1, headers().size());
        assertTrue(headers().getFirst().value().contains("algorithm=SHA-512-256"));
    }

    @Test
    void aProxyAndTheRegistrarBehindItAreBothAnswered() {
        String proxy = challenge("edge", "p", "MD5");
        assertEquals(Verdict.ANSWER, session.onChallenge(List.of(), List.of(proxy)));
        assertEquals(Verdict.ANSWER, www(challenge("home", "h", "SHA-256")));
        assertEquals(
                List.of("Proxy-Authorization", "Authorization"),
                headers().stream().map(DigestSession.Header::name).toList());
        assertEquals(Verdict.REFUSED, www(challenge("home", "again", "SHA-256")));
    }

    @Test
    void aStaleNonceIsWorthOneMoreTryAndNotTwo() {
        assertEquals(Verdict.ANSWER, www(challenge("r", "a", "MD5")));
        assertEquals(Verdict.ANSWER, www(challenge("r", "b", "MD5") + ", stale=true"));
        assertEquals(Verdict.REFUSED, www(challenge("r", "c", "MD5") + ", stale=true"));
    }

    @Test
    void aRememberedNonceCountsItsUsesAndMayBeReplacedOnce() {
        www(challenge("r", "a", "MD5"));
        assertTrue(headers().getFirst().value().contains("nc=00000001"));
        session.begin();
        assertTrue(headers().getFirst().value().contains("nc=00000002"));
        assertEquals(Verdict.ANSWER, www(challenge("r", "b", "MD5")));
        assertTrue(headers().getFirst().value().contains("nonce=\"b\""));
        assertEquals(Verdict.REFUSED, www(challenge("r", "c", "MD5")));
        session.forget();
        assertEquals(List.of(), headers());
    }

    @Test
    void aPeerThatInventsRealmsIsNotFollowedForEver() {
        for (int i = 0; i < 4; i++) {
            assertEquals(Verdict.ANSWER, www(challenge("r" + i, "n", "MD5")));
        }
        assertEquals(Verdict.REFUSED, www(challenge("r4", "n", "MD5")));
    }

    @Test
    void whatWeCannotAnswerIsNamed() {
        String whole = "Digest realm=\"r\", nonce=\"n\", qop=\"auth-int\"";
        assertEquals(Verdict.UNANSWERABLE, www(whole));
        assertEquals("it takes only qop=auth-int", Challenge.obstacle(List.of(whole), List.of()));
        String odd = "Digest realm=\"r\", nonce=\"n\", algorithm=AKAv1-MD5";
        assertEquals("it takes only AKAv1-MD5", Challenge.obstacle(List.of(), List.of(odd)));
        String basic = "Basic realm=\"r\"";
        assertEquals("it asks for Basic", Challenge.obstacle(List.of(basic), List.of()));
        assertEquals("it sent no challenge", Challenge.obstacle(List.of(), List.of()));
    }
}
