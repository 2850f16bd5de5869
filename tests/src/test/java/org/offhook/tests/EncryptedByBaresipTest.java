package org.offhook.tests;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.offhook.media.KeyPolicy;
import org.offhook.media.MediaConfig;
import org.offhook.media.SrtpPolicy;
import org.offhook.tests.peer.AnsweringPhone;
import org.offhook.tests.peer.Baresip;
import org.offhook.tests.peer.CallingPhone;
import org.offhook.tests.peer.Sound;

/** A softphone with an SRTP and an RTCP of its own calls ours: each hears the other. */
@Timeout(600)
class EncryptedByBaresipTest {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final double AUDIBLE = 0.01;

    /** Long enough for two reports of either side. */
    private static final Duration LENGTH = Duration.ofSeconds(16);

    @TempDir Path folder;

    @ParameterizedTest
    @CsvSource({"srtp, ACCEPT", "srtp-mandf, REQUIRE", "dtls_srtp, REQUIRE", "'', ACCEPT"})
    void eachHearsTheOtherAndIsToldHowItIsHeard(String encryption, SrtpPolicy ours)
            throws Exception {
        Sound speech = speech();
        try (var phone = AnsweringPhone.playing(speech, LENGTH, ours);
                var alice = Baresip.start(alice(encryption), speech, in("alice"))) {
            alice.dial(phone.uri());
            alice.awaitEstablished();
            Sound here = phone.heard(PATIENCE);
            alice.awaitEnded();
            Sound there = alice.heard();
            assertTrue(here.louderThan(AUDIBLE).toMillis() > 1_500, alice.log());
            assertTrue(there.louderThan(AUDIBLE).toMillis() > 1_500, alice.log());
            boolean encrypted =
                    alice.log().contains("a=crypto:") || alice.log().contains("DTLS-SRTP complete");
            assertTrue(encrypted == !encryption.isEmpty(), alice.log());
            assertFalse(Double.isNaN(phone.quality().roundTripMillis()), phone.quality()::toString);
            assertTrue(phone.quality().malformedReports() == 0, phone.quality()::toString);
        }
    }

    /** It takes a handshake as the one that begins it; keys in SDP; and what it does not know. */
    @ParameterizedTest
    @CsvSource({
        "dtls_srtp, REQUIRE, DTLS, DTLS-SRTP complete",
        "srtp,      OFFER,   BOTH, a=crypto:",
        "'',        OFFER,   BOTH, ''",
    })
    void whatWeOfferIsTaken(String encryption, SrtpPolicy policy, KeyPolicy keys, String sign)
            throws Exception {
        Sound speech = speech();
        var phone = new CallingPhone(MediaConfig.defaults().withSrtp(policy).withKeys(keys));
        try (var alice = Baresip.start(alice(encryption), speech, in("alice"))) {
            Sound here = phone.call(alice.uri("2001"), speech, Duration.ofSeconds(6));
            alice.awaitEnded();
            Sound there = alice.heard();
            assertTrue(here.louderThan(AUDIBLE).toMillis() > 1_500, alice.log());
            assertTrue(there.louderThan(AUDIBLE).toMillis() > 1_500, alice.log());
            assertTrue(alice.log().contains(sign), alice.log());
        }
    }

    @Test
    void aPlainCallIsRefusedWhereEncryptionIsRequired() throws Exception {
        try (var phone = AnsweringPhone.playing(speech(), LENGTH, SrtpPolicy.REQUIRE);
                var alice = Baresip.start(alice(""), speech(), in("alice"))) {
            alice.dial(phone.uri());
            assertTrue(alice.awaitEnded().contains("488"), alice.log());
        }
    }

    private Sound speech() throws Exception {
        return Sound.spoken(
                        "We are open from nine to five on weekdays, and from ten to two on"
                                + " Saturdays.",
                        folder)
                .between(Duration.ofSeconds(1), Duration.ofSeconds(60));
    }

    private static Baresip.Account alice(String encryption) {
        var nowhere = new InetSocketAddress(InetAddress.getLoopbackAddress(), 9);
        return new Baresip.Account("2001", "", nowhere, "udp", Baresip.Codec.PCMU, encryption);
    }

    private Path in(String name) throws Exception {
        return Files.createDirectories(folder.resolve(name));
    }
}
