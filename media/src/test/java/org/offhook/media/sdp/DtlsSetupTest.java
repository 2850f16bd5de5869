package org.offhook.media.sdp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.offhook.media.KeyPolicy;
import org.offhook.media.MediaConfig;
import org.offhook.media.SdpException;
import org.offhook.media.SrtpPolicy;
import org.offhook.media.srtp.DtlsTerms;
import org.offhook.media.srtp.Fingerprint;
import org.offhook.media.srtp.SrtpKeys;

/** Handshakes in offers and answers (RFC 5763, RFC 8842), as configuration has it. */
class DtlsSetupTest {
    private static final Fingerprint OURS = Fingerprint.of("ours".getBytes(UTF_8));
    private static final Fingerprint THEIRS = Fingerprint.of("theirs".getBytes(UTF_8));
    private static final Fingerprint OTHER = Fingerprint.of("other".getBytes(UTF_8));
    private static final String CRYPTO =
            "crypto:1 AES_CM_128_HMAC_SHA1_80 inline:WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz";
    private static final String TLS = "UDP/TLS/RTP/SAVP";

    private static OfferAnswer with(SrtpPolicy policy, KeyPolicy keys) {
        return new OfferAnswer(
                new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 4_000),
                MediaConfig.defaults().withSrtp(policy).withKeys(keys),
                new SecureRandom(),
                5,
                OURS);
    }

    private static OfferAnswer ours() {
        return with(SrtpPolicy.ACCEPT, KeyPolicy.BOTH);
    }

    private static byte[] description(String ofSession, String protocol, String... attributes) {
        var text = new StringBuilder("v=0\r\no=- 7 7 IN IP4 192.0.2.2\r\ns=x\r\n");
        text.append("c=IN IP4 127.0.0.9\r\nt=0 0\r\n").append(ofSession);
        text.append("m=audio 6000 ").append(protocol).append(" 0\r\n");
        for (String each : attributes) {
            text.append("a=").append(each).append("\r\n");
        }
        return text.toString().getBytes(UTF_8);
    }

    private static byte[] dtls(String setup, Fingerprint fingerprint, String... more) {
        String all = String.join("\r\na=", more);
        return description(
                "",
                TLS,
                "setup:" + setup,
                "fingerprint:" + fingerprint + (more.length > 0 ? "\r\na=" + all : ""));
    }

    private static DtlsTerms terms(AudioSession session) {
        return assertInstanceOf(DtlsTerms.class, session.keys());
    }

    private static String text(byte[] sdp) {
        return new String(sdp, UTF_8);
    }

    @ParameterizedTest
    @CsvSource({
        "REFUSE,  BOTH, UDP/TLS/RTP/SAVP,  dtls, 488",
        "REFUSE,  BOTH, RTP/AVP,           dtls, plain",
        "ACCEPT,  BOTH, UDP/TLS/RTP/SAVP,  dtls, handshake",
        "ACCEPT,  BOTH, UDP/TLS/RTP/SAVPF, dtls, handshake",
        "ACCEPT,  BOTH, RTP/SAVP,          dtls, handshake",
        "ACCEPT,  BOTH, RTP/SAVPF,         dtls, handshake",
        "ACCEPT,  BOTH, RTP/AVP,           dtls, handshake",
        "ACCEPT,  BOTH, RTP/AVP,           both, handshake",
        "ACCEPT,  BOTH, RTP/SAVP,          both, handshake",
        "ACCEPT,  BOTH, RTP/SAVP,          sdes, keys",
        "ACCEPT,  BOTH, RTP/AVP,           none, plain",
        "ACCEPT,  BOTH, UDP/TLS/RTP/SAVP,  none, 488",
        "ACCEPT,  BOTH, UDP/TLS/RTP/SAVP,  sdes, 488",
        "ACCEPT,  SDES, UDP/TLS/RTP/SAVP,  dtls, 488",
        "ACCEPT,  SDES, RTP/SAVP,          dtls, 488",
        "ACCEPT,  SDES, RTP/SAVP,          both, keys",
        "ACCEPT,  SDES, RTP/AVP,           dtls, plain",
        "ACCEPT,  DTLS, RTP/SAVP,          sdes, 488",
        "ACCEPT,  DTLS, RTP/AVP,           sdes, plain",
        "ACCEPT,  DTLS, RTP/SAVP,          both, handshake",
        "REQUIRE, BOTH, RTP/AVP,           none, 488",
        "REQUIRE, BOTH, RTP/AVP,           dtls, handshake",
        "REQUIRE, DTLS, RTP/AVP,           sdes, 488",
        "REQUIRE, SDES, RTP/AVP,           dtls, 488",
    })
    void anOfferGetsWhatIsConfigured(
            SrtpPolicy policy, KeyPolicy keys, String protocol, String offered, String outcome)
            throws Exception {
        String[] handshake = {"setup:actpass", "fingerprint:" + THEIRS};
        String[] attributes =
                switch (offered) {
                    case "dtls" -> handshake;
                    case "sdes" -> new String[] {CRYPTO};
                    case "both" -> new String[] {CRYPTO, handshake[0], handshake[1]};
                    default -> new String[0];
                };
        OfferAnswer side = with(policy, keys);
        byte[] offer = description("", protocol, attributes);
        if (outcome.equals("488")) {
            assertEquals(488, assertThrows(SdpException.class, () -> side.answer(offer)).status());
            return;
        }
        OfferAnswer.Answer answer = side.answer(offer);
        String sdp = text(answer.sdp());
        assertTrue(sdp.contains("m=audio 4000 " + protocol + " 0"), sdp);
        assertEquals(outcome.equals("keys"), answer.session().keys() instanceof SrtpKeys);
        assertEquals(outcome.equals("keys"), sdp.contains("a=crypto:"), sdp);
        assertEquals(outcome.equals("handshake"), answer.session().keys() instanceof DtlsTerms);
        assertEquals(outcome.equals("handshake"), sdp.contains("a=fingerprint:" + OURS), sdp);
    }

    @ParameterizedTest
    @CsvSource({
        "actpass, active",
        "active, passive",
        "passive, active",
        "ACTPASS, active",
        "holdconn, 488",
        "sideways, 488"
    })
    void whoBeginsIsAnswered(String theirs, String answered) throws Exception {
        OfferAnswer side = ours();
        byte[] offer = dtls(theirs, THEIRS);
        if (answered.equals("488")) {
            assertEquals(488, assertThrows(SdpException.class, () -> side.answer(offer)).status());
            return;
        }
        OfferAnswer.Answer answer = side.answer(offer);
        assertTrue(text(answer.sdp()).contains("a=setup:" + answered + "\r\n"));
        assertEquals(answered.equals("active"), terms(answer.session()).active());
        assertEquals(List.of(THEIRS), terms(answer.session()).fingerprints());
    }

    @Test
    void whoDoesNotSayBegins() throws Exception {
        byte[] offer = description("", TLS, "fingerprint:" + THEIRS);
        assertFalse(terms(ours().answer(offer).session()).active());
    }

    @ParameterizedTest
    @CsvSource({"active, false", "passive, true", "actpass, 488", "holdconn, 488"})
    void whoAnswersOursChooses(String theirs, String weBegin) throws Exception {
        OfferAnswer side = with(SrtpPolicy.REQUIRE, KeyPolicy.DTLS);
        String offer = text(side.offer());
        assertTrue(offer.contains("UDP/TLS/RTP/SAVP ") && offer.contains("a=setup:actpass"), offer);
        assertTrue(offer.contains("a=fingerprint:" + OURS) && !offer.contains("a=crypto"), offer);
        assertTrue(offer.contains("a=rtcp-mux"), offer);
        byte[] answer = dtls(theirs, THEIRS);
        if (weBegin.equals("488")) {
            assertThrows(SdpException.class, () -> side.accept(answer));
        } else {
            assertEquals(Boolean.valueOf(weBegin), terms(side.accept(answer)).active());
        }
    }

    @Test
    void besidePlainAudioThePeerMayTakeAHandshakeOrNot() throws Exception {
        OfferAnswer side = with(SrtpPolicy.OFFER, KeyPolicy.DTLS);
        String offer = text(side.offer());
        assertTrue(offer.contains("RTP/AVP ") && !offer.contains("a=crypto"), offer);
        assertTrue(offer.contains("a=fingerprint:" + OURS), offer);
        assertNull(side.accept(description("", "RTP/AVP")).keys());
        byte[] handshake = description("", "RTP/AVP", "setup:active", "fingerprint:" + THEIRS);
        assertFalse(terms(side.accept(handshake)).active());
    }

    @Test
    void anOfferHasKeysFromOnePlace() throws Exception {
        OfferAnswer open = with(SrtpPolicy.OFFER, KeyPolicy.BOTH);
        String beside = text(open.offer());
        assertTrue(beside.contains("RTP/AVP ") && beside.contains("a=crypto:1 "), beside);
        assertFalse(beside.contains("a=fingerprint"), beside);
        byte[] sdes = description("", "RTP/AVP", CRYPTO);
        assertInstanceOf(SrtpKeys.class, open.accept(sdes).keys());
        String both = text(with(SrtpPolicy.REQUIRE, KeyPolicy.BOTH).offer());
        assertTrue(both.contains("RTP/SAVP ") && both.contains("a=crypto:1 "), both);
        assertFalse(both.contains("a=fingerprint"), both);
        OfferAnswer strict = with(SrtpPolicy.REQUIRE, KeyPolicy.DTLS);
        strict.offer();
        assertThrows(SdpException.class, () -> strict.accept(description("", TLS)));
        assertThrows(SdpException.class, () -> strict.accept(description("", "RTP/AVP")));
        byte[] weak =
                description(
                        "", TLS, "setup:active", "fingerprint:SHA-1 " + "AB:".repeat(19) + "AB");
        assertThrows(SdpException.class, () -> strict.accept(weak));
    }

    @Test
    void whatIsSaidOfAllHoldsUnlessTheMediaSaysOtherwise() throws Exception {
        String ofSession = "a=setup:passive\r\na=fingerprint:" + THEIRS + "\r\n";
        DtlsTerms terms = terms(ours().answer(description(ofSession, TLS)).session());
        assertTrue(terms.active());
        assertEquals(List.of(THEIRS), terms.fingerprints());
        byte[] own = description(ofSession, TLS, "fingerprint:" + OTHER, "setup:active");
        terms = terms(ours().answer(own).session());
        assertFalse(terms.active());
        assertEquals(List.of(OTHER), terms.fingerprints());
    }

    @Test
    void theStrongestHashCountsAndForgeableOnesDoNot() throws Exception {
        String longest = "sha-512 " + "0F:".repeat(63) + "0F";
        byte[] offer =
                description(
                        "",
                        TLS,
                        "setup:actpass",
                        "fingerprint:sha-1 " + "AB:".repeat(19) + "AB",
                        "fingerprint:" + THEIRS,
                        "fingerprint:" + longest);
        assertEquals(
                List.of(Fingerprint.parse(longest).orElseThrow()),
                terms(ours().answer(offer).session()).fingerprints());
        for (String bad :
                List.of("sha-1 " + "AB:".repeat(19) + "AB", "md5 00", "sha-256 AB:CD", "x")) {
            byte[] weak = description("", TLS, "setup:actpass", "fingerprint:" + bad);
            assertEquals(488, assertThrows(SdpException.class, () -> ours().answer(weak)).status());
        }
    }

    @Test
    void theSameAssociationGoesOnAndAnythingElseIsANewOne() throws Exception {
        OfferAnswer side = ours();
        DtlsTerms first = terms(side.answer(dtls("actpass", THEIRS)).session());
        assertEquals(first, terms(side.answer(dtls("actpass", THEIRS)).session()));
        assertEquals(first, terms(side.answer(dtls("passive", THEIRS)).session()));
        DtlsTerms otherRole = terms(side.answer(dtls("active", THEIRS)).session());
        assertNotEquals(first, otherRole);
        // Its roles stay while it does.
        OfferAnswer.Answer repeated = side.answer(dtls("actpass", THEIRS));
        assertEquals(otherRole, terms(repeated.session()));
        assertTrue(text(repeated.sdp()).contains("a=setup:passive"), text(repeated.sdp()));
        DtlsTerms otherPeer = terms(side.answer(dtls("actpass", OTHER)).session());
        assertTrue(otherPeer.active());
        assertNotEquals(otherRole.association(), otherPeer.association());
        DtlsTerms back = terms(side.answer(dtls("actpass", THEIRS)).session());
        assertNotEquals(first, back);
    }

    @Test
    void aNewTlsIdIsANewAssociationAndGetsANewOneOfOurs() throws Exception {
        OfferAnswer side = ours();
        OfferAnswer.Answer first =
                side.answer(dtls("actpass", THEIRS, "tls-id:abcdefghijklmnopqrst"));
        OfferAnswer.Answer same =
                side.answer(dtls("actpass", THEIRS, "tls-id:abcdefghijklmnopqrst"));
        OfferAnswer.Answer other =
                side.answer(dtls("actpass", THEIRS, "tls-id:bcdefghijklmnopqrstu"));
        assertEquals(first.session().keys(), same.session().keys());
        assertNotEquals(first.session().keys(), other.session().keys());
        assertEquals(tlsId(first), tlsId(same));
        assertNotEquals(tlsId(first), tlsId(other));
        assertTrue(tlsId(first).length() >= 20, tlsId(first));
        String without = text(ours().answer(dtls("actpass", THEIRS)).sdp());
        assertFalse(without.contains("tls-id"), without);
    }

    private static String tlsId(OfferAnswer.Answer answer) {
        return text(answer.sdp())
                .lines()
                .filter(l -> l.startsWith("a=tls-id:"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aRefusedOfferChangesNothing() throws Exception {
        OfferAnswer side = ours();
        DtlsTerms first = terms(side.answer(dtls("actpass", THEIRS)).session());
        byte[] broken =
                text(dtls("actpass", OTHER)).replace(" 0\r\na=", " 18\r\na=").getBytes(UTF_8);
        assertThrows(SdpException.class, () -> side.answer(broken));
        assertEquals(first, terms(side.answer(dtls("actpass", THEIRS)).session()));
    }

    @Test
    void ourOfferIsUnderstoodByOurselves() throws Exception {
        OfferAnswer caller = with(SrtpPolicy.REQUIRE, KeyPolicy.DTLS);
        OfferAnswer.Answer answer = ours().answer(caller.offer());
        DtlsTerms there = terms(answer.session());
        DtlsTerms here = terms(caller.accept(answer.sdp()));
        assertTrue(there.active() && !here.active());
        // And once more, as a re-INVITE without an offer would have it.
        OfferAnswer callee = ours();
        OfferAnswer.Answer first = callee.answer(caller.offer());
        assertEquals(terms(first.session()), terms(callee.answer(caller.offer()).session()));
    }
}
