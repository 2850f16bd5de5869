package org.offhook.media.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.offhook.media.MediaConfig;
import org.offhook.media.Pcm;
import org.offhook.media.Tone;
import org.offhook.media.codec.CodecType;
import org.offhook.media.sdp.AudioSession;
import org.offhook.media.srtp.SrtpKey;
import org.offhook.media.srtp.SrtpKeys;
import org.offhook.media.srtp.SrtpSuite;

/** Two ends of an encrypted call in virtual time. */
class EncryptedCallTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int WAY_MILLIS = 40;

    private final VirtualCall here = new VirtualCall(CodecType.PCMU, MediaConfig.defaults(), 1);
    private final VirtualCall there = new VirtualCall(CodecType.PCMU, MediaConfig.defaults(), 2);
    private int arrivedHere;
    private int arrivedThere;
    private int reportsHere;
    private int reportsThere;

    private static SrtpKey key() {
        return SrtpKey.random(SrtpSuite.AES_CM_128_HMAC_SHA1_80, RANDOM);
    }

    private static void agree(VirtualCall call, SrtpKey ours, SrtpKey theirs) {
        AudioSession plain = AudioSession.of(call.codec, VirtualCall.PEER);
        call.agree(plain.withKeys(new SrtpKeys(ours, theirs)));
    }

    private void talkUntil(long millis) {
        for (long now = here.nowMillis; now < millis; now++) {
            while (arrivedThere < here.sent.size()
                    && here.sent.get(arrivedThere).atMillis() + WAY_MILLIS <= now) {
                there.receives(here.sent.get(arrivedThere++).bytes().clone());
            }
            while (arrivedHere < there.sent.size()
                    && there.sent.get(arrivedHere).atMillis() + WAY_MILLIS <= now) {
                here.receives(there.sent.get(arrivedHere++).bytes().clone());
            }
            while (reportsThere < here.reports.size()) {
                there.receives(here.reports.get(reportsThere++).bytes().clone());
            }
            while (reportsHere < there.reports.size()) {
                here.receives(there.reports.get(reportsHere++).bytes().clone());
            }
            here.runUntil(now + 1);
            there.runUntil(now + 1);
        }
    }

    @Test
    void eachHearsTheOtherAndTheLineHearsNeither() throws Exception {
        SrtpKey a = key();
        SrtpKey b = key();
        agree(here, a, b);
        agree(there, b, a);
        short[] tone = Tone.sine(1_000, Pcm.RATE_HZ, Pcm.RATE_HZ, 8_000);
        int utterance = here.audio.playout().begin();
        assertTrue(here.audio.playout().putOrWait(utterance, tone, tone.length));
        talkUntil(1_000);
        assertEquals(0, there.audio.stats().invalid());
        assertTrue(there.audio.stats().received() > 40);
        assertEquals(182, here.sent.getFirst().bytes().length);
        assertFalse(here.sent.getFirst().isSilence(), "silence left as it is");
        short[] heard = there.heard(new ArrayList<>());
        int from = 25 * Pcm.FRAME_SAMPLES;
        double amplitude = Tone.amplitude(heard, from, from + 3_200, 1_000, Pcm.RATE_HZ);
        assertEquals(8_000, amplitude, 500);
    }

    @Test
    void reportsAreEncryptedToo() {
        SrtpKey a = key();
        SrtpKey b = key();
        agree(here, a, b);
        agree(there, b, a);
        talkUntil(20_000);
        assertTrue(here.reports.size() >= 3);
        assertEquals(0, here.audio.quality().malformedReports());
        assertEquals(0.0, here.audio.quality().peer().lostShare(), 0.01);
        assertTrue(here.audio.quality().roundTripMillis() < 10);
    }

    @Test
    void plainPacketsAndThoseOfAnotherKeyAreNotHeard() {
        SrtpKey a = key();
        agree(here, a, key());
        there.answered();
        talkUntil(500);
        assertEquals(0, here.audio.stats().received());
        assertTrue(here.audio.stats().invalid() > 20);
    }

    @Test
    void theKeysChangeInMidCallAndNoPacketIsLost() {
        SrtpKey a = key();
        SrtpKey b = key();
        agree(here, a, b);
        agree(there, b, a);
        talkUntil(1_000);
        SrtpKey newA = key();
        SrtpKey newB = key();
        // The answerer changes first; what the offerer still sends is of the old key.
        agree(here, newA, newB);
        talkUntil(1_020);
        agree(there, newB, newA);
        talkUntil(3_000);
        assertEquals(0, here.audio.stats().invalid());
        assertEquals(0, there.audio.stats().invalid());
        assertTrue(there.audio.stats().received() >= 145, "" + there.audio.stats());
    }

    @Test
    void aRepeatedAgreementGoesOnWithItsCounters() {
        SrtpKey a = key();
        SrtpKey b = key();
        agree(here, a, b);
        agree(there, b, a);
        talkUntil(1_000);
        agree(here, a, b);
        talkUntil(2_000);
        assertEquals(0, here.audio.stats().invalid() + there.audio.stats().invalid());
        // A packet of before is still a replay.
        there.receives(here.sent.get(40).bytes().clone());
        assertEquals(1, there.audio.stats().duplicated());
    }
}
