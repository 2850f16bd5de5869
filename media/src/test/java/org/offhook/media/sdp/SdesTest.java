package org.offhook.media.sdp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.offhook.media.MediaConfig;
import org.offhook.media.SdpException;
import org.offhook.media.SrtpPolicy;
import org.offhook.media.srtp.SrtpKeys;
import org.offhook.media.srtp.SrtpSuite;

/** Keys in offers and answers (RFC 4568), as configuration has it. */
class SdesTest {
    private static final String KEY = "WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz";
    private static final String OTHER = "PS1uQCVeeCFCanVmcjkpPywjNWhcYD0mXXtxaVBR";
    private static final String LONG_TAG = "AES_CM_128_HMAC_SHA1_80 inline:" + KEY;
    private static final String SHORT_TAG = "AES_CM_128_HMAC_SHA1_32 inline:" + OTHER;

    private static OfferAnswer with(SrtpPolicy policy) {
        return new OfferAnswer(
                new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 4_000),
                MediaConfig.defaults().withSrtp(policy),
                new SecureRandom(),
                5,
                null);
    }

    private static byte[] description(String protocol, String... crypto) {
        var text =
                new StringBuilder(
                        "v=0\r\no=- 7 7 IN IP4 192.0.2.2\r\ns=x\r\nc=IN IP4 127.0.0.9\r\nt=0 0\r\n");
        text.append("m=audio 6000 ").append(protocol).append(" 0 101\r\n");
        text.append("a=rtpmap:101 telephone-event/8000\r\n");
        for (String line : crypto) {
            text.append("a=crypto:").append(line).append("\r\n");
        }
        return text.toString().getBytes(UTF_8);
    }

    private static SrtpKeys keys(AudioSession session) {
        return assertInstanceOf(SrtpKeys.class, session.keys());
    }

    private static String text(OfferAnswer.Answer answer) {
        return new String(answer.sdp(), UTF_8);
    }

    @ParameterizedTest
    @CsvSource({
        "REFUSE,  RTP/AVP,  false, plain",
        "REFUSE,  RTP/AVP,  true,  plain",
        "REFUSE,  RTP/SAVP, true,  488",
        "ACCEPT,  RTP/AVP,  false, plain",
        "ACCEPT,  RTP/AVP,  true,  encrypted",
        "ACCEPT,  RTP/SAVP, true,  encrypted",
        "ACCEPT,  RTP/SAVPF, true, encrypted",
        "ACCEPT,  RTP/SAVP, false, 488",
        "OFFER,   RTP/AVP,  false, plain",
        "OFFER,   RTP/SAVP, true,  encrypted",
        "REQUIRE, RTP/AVP,  false, 488",
        "REQUIRE, RTP/AVP,  true,  encrypted",
        "REQUIRE, RTP/SAVP, true,  encrypted",
        "REQUIRE, UDP/TLS/RTP/SAVPF, true, 488",
    })
    void anOfferGetsWhatIsConfigured(
            SrtpPolicy policy, String protocol, boolean crypto, String outcome) throws Exception {
        OfferAnswer ours = with(policy);
        byte[] offer = crypto ? description(protocol, "3 " + LONG_TAG) : description(protocol);
        if (outcome.equals("488")) {
            var refused = assertThrows(SdpException.class, () -> ours.answer(offer));
            assertEquals(488, refused.status());
            return;
        }
        OfferAnswer.Answer answer = ours.answer(offer);
        assertTrue(text(answer).contains("m=audio 4000 " + protocol + " 0 101\r\n"), text(answer));
        boolean encrypted = outcome.equals("encrypted");
        assertEquals(encrypted, answer.session().keys() != null);
        String line = "a=crypto:3 AES_CM_128_HMAC_SHA1_80 inline:";
        assertEquals(encrypted, text(answer).contains(line), text(answer));
        assertFalse(text(answer).contains(KEY), "our key is not theirs");
    }

    @Test
    void theFirstSuiteThatWeSpeakIsTakenAndItsTagRepeated() throws SdpException {
        OfferAnswer.Answer answer =
                with(SrtpPolicy.ACCEPT)
                        .answer(
                                description(
                                        "RTP/SAVP",
                                        "1 AEAD_AES_256_GCM inline:" + KEY,
                                        "2 " + SHORT_TAG,
                                        "3 " + LONG_TAG));
        assertTrue(text(answer).contains("a=crypto:2 AES_CM_128_HMAC_SHA1_32 inline:"));
        assertEquals(SrtpSuite.AES_CM_128_HMAC_SHA1_32, keys(answer.session()).theirs().suite());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1 AES_CM_128_HMAC_SHA1_80 inline:" + KEY + "|2^31",
                "1 AES_CM_128_HMAC_SHA1_80 inline:" + KEY + "|1048576 WSH=64",
                "1 AES_CM_128_HMAC_SHA1_80 inline:" + KEY + " KDR=0 -EXPERIMENT",
            })
    void lifetimesAndHarmlessParametersAreTaken(String line) throws SdpException {
        assertNotNull(
                with(SrtpPolicy.ACCEPT).answer(description("RTP/SAVP", line)).session().keys());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1 AES_CM_128_HMAC_SHA1_80 inline:" + KEY + "|2^31|1:4",
                "1 AES_CM_128_HMAC_SHA1_80 inline:" + KEY + ";inline:" + OTHER,
                "1 AES_CM_128_HMAC_SHA1_80 inline:" + KEY + " UNENCRYPTED_SRTP",
                "1 AES_CM_128_HMAC_SHA1_80 inline:" + KEY + " UNAUTHENTICATED_SRTP",
                "1 AES_CM_128_HMAC_SHA1_80 inline:" + KEY + " KDR=6",
                "1 AES_CM_128_HMAC_SHA1_80 inline:short",
                "1 AES_CM_128_HMAC_SHA1_80 inline:????",
                "1 AES_CM_128_HMAC_SHA1_80 " + KEY,
                "x AES_CM_128_HMAC_SHA1_80 inline:" + KEY,
                "1 AES_CM_128_HMAC_SHA1_80",
                "",
            })
    void whatWouldWeakenTheStreamOrIsBrokenIsNot(String line) {
        var refused =
                assertThrows(
                        SdpException.class,
                        () -> with(SrtpPolicy.ACCEPT).answer(description("RTP/SAVP", line)));
        assertEquals(488, refused.status());
        assertFalse(refused.getMessage().contains(KEY), "a key in a message");
    }

    @ParameterizedTest
    @EnumSource(SrtpPolicy.class)
    void ourOfferIsUnderstoodByOurselves(SrtpPolicy policy) throws SdpException {
        OfferAnswer ours = with(policy);
        OfferAnswer.Answer answer = with(SrtpPolicy.ACCEPT).answer(ours.offer());
        AudioSession session = ours.accept(answer.sdp());
        boolean encrypted = policy == SrtpPolicy.OFFER || policy == SrtpPolicy.REQUIRE;
        assertEquals(encrypted, session.keys() != null);
        if (encrypted) {
            assertEquals(keys(answer.session()).ours(), keys(session).theirs());
            assertEquals(keys(answer.session()).theirs(), keys(session).ours());
            assertNotEquals(keys(session).ours(), keys(session).theirs());
        }
    }

    @Test
    void anOfferOfBothMayBeAnsweredPlainAndOneThatInsistsMayNot() throws SdpException {
        OfferAnswer ours = with(SrtpPolicy.OFFER);
        String offer = new String(ours.offer(), UTF_8);
        assertTrue(offer.contains("RTP/AVP ") && offer.contains("a=crypto:1 "), offer);
        assertNull(ours.accept(description("RTP/AVP")).keys());

        OfferAnswer strict = with(SrtpPolicy.REQUIRE);
        assertTrue(new String(strict.offer(), UTF_8).contains("RTP/SAVP "));
        assertThrows(SdpException.class, () -> strict.accept(description("RTP/AVP")));
        assertThrows(SdpException.class, () -> strict.accept(description("RTP/SAVP")));
        byte[] unasked = description("RTP/SAVP", "9 " + LONG_TAG);
        assertThrows(SdpException.class, () -> strict.accept(unasked));
        byte[] otherSuite = description("RTP/SAVP", "1 " + SHORT_TAG);
        assertThrows(SdpException.class, () -> strict.accept(otherSuite));
    }

    @Test
    void aRepeatedKeyGetsOursRepeatedAndAChangedOneANewOne() throws SdpException {
        OfferAnswer ours = with(SrtpPolicy.ACCEPT);
        byte[] offer = description("RTP/SAVP", "1 " + LONG_TAG);
        AudioSession first = ours.answer(offer).session();
        assertEquals(first.keys(), ours.answer(offer).session().keys());
        String other = LONG_TAG.replace(KEY, OTHER);
        AudioSession second = ours.answer(description("RTP/SAVP", "1 " + other)).session();
        assertNotEquals(keys(first).ours(), keys(second).ours());
        assertNotEquals(keys(first).theirs(), keys(second).theirs());
    }

    @Test
    void aRefusedOfferChangesNoKey() throws SdpException {
        OfferAnswer ours = with(SrtpPolicy.ACCEPT);
        byte[] offer = description("RTP/SAVP", "1 " + LONG_TAG);
        AudioSession first = ours.answer(offer).session();
        String other = "1 " + LONG_TAG.replace(KEY, OTHER);
        String broken = new String(description("RTP/SAVP", other), UTF_8).replace(" 0 101", " 18");
        assertThrows(SdpException.class, () -> ours.answer(broken.getBytes(UTF_8)));
        assertEquals(first.keys(), ours.answer(offer).session().keys());
    }
}
