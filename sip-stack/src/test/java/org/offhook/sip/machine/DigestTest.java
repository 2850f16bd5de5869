package org.offhook.sip.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The examples printed in RFC 2617 §3.5 and RFC 7616 §3.9.1, and what servers write. */
class DigestTest {
    private static final Credentials MUFASA = new Credentials("Mufasa", "Circle Of Life");
    private static final Credentials MUFASA_7616 = new Credentials("Mufasa", "Circle of Life");
    private static final String RFC7616 =
            "Digest realm=\"http-auth@example.org\", qop=\"auth, auth-int\", algorithm=%s,"
                    + " nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\","
                    + " opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\"";
    private static final Digest.Use USE_7616 =
            new Digest.Use(
                    "GET", "/dir/index.html", "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ", 1);

    private static Challenge challenge(String value) {
        return Challenge.parse(value, false).orElseThrow();
    }

    @Test
    void md5AsInRfc2617() {
        Challenge challenge =
                challenge(
                        "Digest realm=\"testrealm@host.com\", qop=\"auth,auth-int\","
                                + " nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\","
                                + " opaque=\"5ccc069c403ebaf9f0171e9517f40e41\"");
        var use = new Digest.Use("GET", "/dir/index.html", "0a4f113b", 1);
        assertEquals("6629fae49393a05397450978507c4ef1", Digest.response(challenge, MUFASA, use));
    }

    @Test
    void md5WithoutQopAsInRfc2069() {
        Challenge challenge = challenge("Digest realm=\"r\", nonce=\"n\"");
        var use = new Digest.Use("REGISTER", "sip:h", "unused", 1);
        // MD5(MD5("u:r:p"):n:MD5("REGISTER:sip:h")), by md5sum.
        assertEquals(
                "f7949f33797a7abbe390eaa95b1ca294",
                Digest.response(challenge, new Credentials("u", "p"), use));
        String header = Digest.authorization(challenge, new Credentials("u", "p"), use);
        assertTrue(!header.contains("cnonce") && !header.contains("nc="), header);
    }

    @Test
    void md5AsInRfc7616() {
        assertEquals(
                "8ca523f5e9506fed4657c9700eebdbec",
                Digest.response(challenge(RFC7616.formatted("MD5")), MUFASA_7616, USE_7616));
    }

    @Test
    void sha256AsInRfc7616() {
        assertEquals(
                "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1",
                Digest.response(challenge(RFC7616.formatted("SHA-256")), MUFASA_7616, USE_7616));
    }

    @Test
    void theSessionVariantsHashTheSecretWithBothNonces() {
        Credentials who = new Credentials("u", "p");
        var use = new Digest.Use("REGISTER", "sip:h", "c", 1);
        String form = "Digest realm=\"r\", nonce=\"n\", qop=\"auth\", algorithm=";
        // By md5sum and sha256sum.
        assertEquals(
                "07c48dd5bad8ac1b045511259a5c392e",
                Digest.response(challenge(form + "MD5-sess"), who, use));
        assertEquals(
                "0a54d4ae781532e8083a0d15c35809fa68b61ddecd69674c6c001169f36d3524",
                Digest.response(challenge(form + "SHA-256-sess"), who, use));
    }

    @Test
    void theHeaderCarriesAllThatTheServerNeeds() {
        String header =
                Digest.authorization(
                        challenge(RFC7616.formatted("SHA-256")), MUFASA_7616, USE_7616);
        assertEquals(
                Map.ofEntries(
                        Map.entry("digest username", "Mufasa"),
                        Map.entry("realm", "http-auth@example.org"),
                        Map.entry("nonce", "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v"),
                        Map.entry("uri", "/dir/index.html"),
                        Map.entry(
                                "response",
                                "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"),
                        Map.entry("algorithm", "SHA-256"),
                        Map.entry("cnonce", "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ"),
                        Map.entry("qop", "auth"),
                        Map.entry("nc", "00000001"),
                        Map.entry("opaque", "FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS")),
                Challenge.parameters(header));
    }

    @Test
    void quotesAndCommasWithinQuotesSurvive() {
        Challenge challenge =
                challenge("digest realm=\"a, \\\"b\\\" = c\" ,nonce=\"n\",stale=TRUE");
        assertEquals("a, \"b\" = c", challenge.realm());
        assertTrue(challenge.stale());
        assertEquals(Digest.MD5, challenge.algorithm());
    }

    @Test
    void whatWeCannotAnswerIsNoChallenge() {
        for (String value :
                List.of(
                        "Basic realm=\"r\"",
                        "Digest realm=\"r\", nonce=\"n\", algorithm=AKAv1-MD5",
                        "Digest realm=\"r\", nonce=\"n\", qop=\"auth-int\"",
                        "Digest realm=\"r\"",
                        "Digest",
                        "")) {
            assertTrue(Challenge.parse(value, false).isEmpty(), value);
        }
    }

    /** By {@code openssl dgst -sha512-256}, step by step. */
    @Test
    void sha512256() {
        Credentials who = new Credentials("u", "p");
        var use = new Digest.Use("REGISTER", "sip:h", "c", 1);
        String form = "Digest realm=\"r\", nonce=\"n\", qop=\"auth\", algorithm=SHA-512-256";
        assertEquals(
                "6644cdb7f1acf3f58ce91d462738ed1636bbc47f473e635cf7c8fbbf0d68ae71",
                Digest.response(challenge(form), who, use));
        assertEquals(
                "15f3ab6c261f4d463dcfc28ced31e8417503ddf13b7bc9e5ecc252dbcaac6361",
                Digest.response(challenge(form + "-sess"), who, use));
    }

    @Test
    void credentialsDoNotPrintTheirPassword() {
        assertTrue(!MUFASA.toString().contains("Circle"), MUFASA.toString());
    }
}
