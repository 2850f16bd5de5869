package org.offhook.media.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.offhook.media.Pcm;
import org.offhook.media.Playout;
import org.offhook.media.PreparedAudio;
import org.offhook.media.Tone;
import org.offhook.media.codec.CodecType;
import org.offhook.media.codec.G711;
import org.offhook.media.sdp.AudioSession;
import org.offhook.media.sdp.Direction;

/** What a call sends, and when, in virtual time. Ticks are at 0, 20, 40 ms… */
@Timeout(600)
class SpeakingTest {
    private static final short[] SECOND = Tone.sine(500, Pcm.RATE_HZ, Pcm.RATE_HZ, 6_000);

    private final VirtualCall call = new VirtualCall(CodecType.PCMU);
    private final Playout playout = call.audio.playout();

    @AfterEach
    void hangUp() {
        call.close();
    }

    @Test
    void silenceGoesOutFromTheStartEvery20Millis() {
        call.answered().runUntil(1_000);
        assertEquals(50, call.sent.size());
        assertTrue(call.sent.stream().allMatch(VirtualCall.Sent::isSilence));
        assertTrue(call.sent.getFirst().rtp().marker());
        call.assertStreamIsWhole();
    }

    @Test
    void nothingGoesOutBeforeThePeersAddressIsKnown() {
        call.runUntil(500);
        assertEquals(List.of(), call.sent);
        call.answered().runUntil(600);
        assertEquals(5, call.sent.size());
    }

    @Test
    void preparedAudioLeavesAtOnceAndTheLeadIsGivenBackInTheSilenceAfter() {
        PreparedAudio audio = PreparedAudio.encode(SECOND, 10 * Pcm.FRAME_SAMPLES - 200);
        assertEquals(10, audio.frames());
        call.answered().runUntil(107);
        int before = call.sent.size();
        playout.play(playout.begin(), audio);
        call.serveWishes();
        assertEquals(before + 1, call.sent.size());
        assertEquals(107, call.sent.getLast().atMillis());
        assertTrue(call.sent.getLast().rtp().marker());
        assertFalse(call.sent.getLast().isSilence());
        assertEquals(1, call.aheadOfGrid(before));

        call.runUntil(1_000);
        assertEquals(List.of("107 started 1", "280 ended 1 after 10"), call.told);
        // The tick at 300 ms has nothing to send: its packet left long ago.
        assertEquals(320, call.sent.get(before + 10).atMillis());
        assertEquals(50, call.sent.size());
        assertEquals(0, call.aheadOfGrid(49));
        call.assertStreamIsWhole();
    }

    @Test
    void utterancesBackToBackNeverRunMoreThanOnePacketAhead() {
        PreparedAudio audio = PreparedAudio.encode(SECOND, 3 * Pcm.FRAME_SAMPLES);
        call.answered();
        for (int i = 1; i < 40; i++) {
            call.runUntil(33L * i);
            playout.play(playout.begin(), audio);
        }
        call.runUntil(2_000);
        for (int i = 0; i < call.sent.size(); i++) {
            long ahead = call.aheadOfGrid(i);
            assertTrue(ahead == 0 || ahead == 1, ahead + " ahead at " + i);
        }
        assertEquals(100, call.sent.size());
        call.assertStreamIsWhole();
    }

    @Test
    void bargeInLeavesAtMostOneMorePacket() {
        call.answered().runUntil(50);
        playout.play(playout.begin(), PreparedAudio.encode(SECOND, SECOND.length));
        call.runUntil(215);
        playout.silence();
        long spoken = call.sent.stream().filter(packet -> !packet.isSilence()).count();
        call.runUntil(1_000);
        assertEquals(spoken + 1, loud(), "one packet to fade in");
        assertEquals(List.of("50 started 1", "200 ended 1 after " + spoken), call.told);
        assertEquals(50, call.sent.size());
        call.assertStreamIsWhole();
    }

    private long loud() {
        return call.sent.stream().filter(packet -> !packet.isSilence()).count();
    }

    @Test
    void aPausedUtteranceIsSilentWithinAPacketAndGoesOnWhereItStopped() {
        call.answered().runUntil(50);
        PreparedAudio audio = PreparedAudio.encode(SECOND, SECOND.length);
        int utterance = playout.begin();
        playout.play(utterance, audio);
        call.runUntil(215);
        playout.pause(utterance);
        long spoken = loud();
        call.runUntil(615);
        assertEquals(spoken + 1, loud(), "one packet to fade in");
        assertEquals(List.of("50 started 1"), call.told, "it has not ended");
        playout.resume(utterance, 0);
        call.runUntil(2_000);
        String last = call.told.getLast();
        assertTrue(last.endsWith("ended 1 after " + audio.frames()), last);
        // The stream's first packet, the utterance's, and the first after the pause.
        assertEquals(3, call.sent.stream().filter(packet -> packet.rtp().marker()).count());
        call.assertStreamIsWhole();
    }

    @Test
    void nothingIsBeforeTheBeginning() {
        call.answered().runUntil(50);
        PreparedAudio audio = PreparedAudio.encode(SECOND, SECOND.length);
        int utterance = playout.begin();
        playout.play(utterance, audio);
        call.runUntil(75);
        playout.pause(utterance);
        call.runUntil(300);
        playout.resume(utterance, 100);
        call.runUntil(2_000);
        assertEquals("50 started 1", call.told.getFirst());
        assertTrue(call.told.getLast().endsWith("ended 1 after " + audio.frames()));
        assertEquals(2, call.told.size(), call.told::toString);
    }

    @Test
    void whatIsPausedBeforeItsFirstPacketWaits() throws InterruptedException {
        call.answered().runUntil(50);
        int utterance = playout.begin();
        playout.pause(utterance);
        assertTrue(playout.putOrWait(utterance, SECOND, 3_200));
        playout.end(utterance);
        call.runUntil(500);
        assertEquals(List.of(), call.told);
        playout.resume(utterance, 0);
        call.runUntil(1_000);
        assertEquals(List.of("500 started 1", "660 ended 1 after 10"), call.told);
    }

    @Test
    void whatIsSilencedWhilePausedEndsWithWhatWasHeard() {
        call.answered().runUntil(50);
        int utterance = playout.begin();
        playout.play(utterance, PreparedAudio.encode(SECOND, SECOND.length));
        call.runUntil(215);
        playout.pause(utterance);
        call.runUntil(400);
        playout.silence();
        call.runUntil(500);
        assertEquals(List.of("50 started 1", "200 ended 1 after 9"), call.told);
    }

    @Test
    void whatIsCutOffFadesInsteadOfClicking() throws Exception {
        call.answered().runUntil(50);
        int utterance = playout.begin();
        playout.play(utterance, PreparedAudio.encode(SECOND, SECOND.length));
        call.runUntil(215);
        playout.pause(utterance);
        call.runUntil(300);
        int largest = 0;
        short before = 0;
        for (VirtualCall.Sent packet : call.sent) {
            for (int i = 12; i < packet.bytes().length; i++) {
                short sample = G711.MU_LAW.decode(packet.bytes()[i]);
                boolean cutOff = packet.atMillis() >= 215;
                largest = Math.max(largest, cutOff ? Math.abs(sample - before) : 0);
                before = sample;
            }
        }
        // A cut at the tone's peak would be a step of its whole amplitude.
        assertTrue(largest < 1_500, "step of " + largest);
    }

    @Test
    void streamedSamplesAreSpokenWholeAndTheLastFrameIsFilledUp() throws InterruptedException {
        call.answered().runUntil(50);
        int utterance = playout.begin();
        for (int from = 0; from < 4_900; from += 700) {
            short[] piece = Arrays.copyOfRange(SECOND, from, from + 700);
            assertTrue(playout.putOrWait(utterance, piece, piece.length));
        }
        playout.end(utterance);
        call.runUntil(1_000);
        // 4,900 samples are 15.3 frames.
        assertEquals(List.of("50 started 1", "340 ended 1 after 16"), call.told);
        assertEquals(16, call.sent.stream().filter(packet -> !packet.isSilence()).count());
        call.assertStreamIsWhole();
    }

    @Test
    void aSlowVoiceIsWaitedForInSilence() throws InterruptedException {
        call.answered().runUntil(50);
        int utterance = playout.begin();
        assertTrue(playout.putOrWait(utterance, SECOND, 5 * Pcm.FRAME_SAMPLES));
        call.runUntil(500);
        assertEquals(List.of("50 started 1"), call.told);
        assertTrue(playout.putOrWait(utterance, SECOND, 5 * Pcm.FRAME_SAMPLES));
        playout.end(utterance);
        call.runUntil(1_000);
        assertEquals(List.of("50 started 1", "580 ended 1 after 10"), call.told);
        long marked = call.sent.stream().filter(packet -> packet.rtp().marker()).count();
        assertEquals(3, marked, "the first packet, and two starts of talk");
        call.assertStreamIsWhole();
    }

    @Test
    void preparedAudioMayFollowStreamedSamples() throws InterruptedException {
        call.answered().runUntil(50);
        int utterance = playout.begin();
        assertTrue(playout.putOrWait(utterance, SECOND, 3 * Pcm.FRAME_SAMPLES));
        playout.play(utterance, PreparedAudio.encode(SECOND, 3 * Pcm.FRAME_SAMPLES - 200));
        call.runUntil(500);
        assertEquals(List.of("50 started 1", "140 ended 1 after 6"), call.told);
    }

    @Test
    void everyUtteranceBegunEndsExactlyOnce() throws InterruptedException {
        call.answered().runUntil(50);
        playout.begin();
        playout.begin();
        playout.end(playout.begin());
        call.runUntil(100);
        int fourth = playout.begin();
        assertTrue(playout.putOrWait(fourth, SECOND, 100));
        call.runUntil(150);
        playout.silence();
        playout.silence();
        playout.end(fourth);
        call.runUntil(200);
        int fifth = playout.begin();
        assertTrue(playout.putOrWait(fifth, SECOND, SECOND.length));
        call.runUntil(300);
        call.finish();
        List<String> ended = call.told.stream().filter(line -> line.contains("ended")).toList();
        assertEquals(
                List.of(
                        "50 ended 1 after 0",
                        "50 ended 2 after 0",
                        "50 ended 3 after 0",
                        "150 ended 4 after 0",
                        "280 ended 5 after 6"),
                ended);
    }

    @Test
    void whatIsNotAudibleAnyMoreIsRefused() throws InterruptedException {
        call.answered();
        int first = playout.begin();
        int second = playout.begin();
        assertEquals(first + 1, second);
        assertFalse(playout.putOrWait(first, SECOND, 10));
        playout.play(first, PreparedAudio.encode(SECOND, 320));
        playout.silence();
        assertFalse(playout.putOrWait(second, SECOND, 10));
        call.runUntil(200);
        assertTrue(call.sent.stream().allMatch(VirtualCall.Sent::isSilence));
        assertThrows(IllegalArgumentException.class, () -> playout.putOrWait(9, SECOND, 10));
        int third = playout.begin();
        playout.end(third);
        assertThrows(IllegalStateException.class, () -> playout.putOrWait(third, SECOND, 10));
    }

    @Test
    void aProducerFarAheadWaitsUntilItIsHeardOrSilenced() throws Exception {
        call.answered();
        int utterance = playout.begin();
        short[] long1 = new short[5 * Pcm.RATE_HZ];
        var heard = new FutureTask<>(() -> playout.putOrWait(utterance, long1, long1.length));
        Thread.ofVirtual().start(heard);
        // Two seconds are the configured lead, so three must be played before it returns; the
        // stream may run a packet ahead, and time stands just before the next tick.
        while (!heard.isDone()) {
            call.runUntil(call.nowMillis + 20);
            Thread.yield();
        }
        assertTrue(heard.get(60, TimeUnit.SECONDS));
        assertTrue(call.nowMillis >= 2_960, "after " + call.nowMillis);

        int next = playout.begin();
        var silenced = new FutureTask<>(() -> playout.putOrWait(next, long1, long1.length));
        Thread.ofVirtual().start(silenced);
        call.runUntil(call.nowMillis + 100);
        playout.silence();
        assertFalse(silenced.get(60, TimeUnit.SECONDS));
    }

    @Test
    void aShortStallIsCaughtUpAndALongOneJumpsTheTimestamp() {
        call.answered().runUntil(101);
        call.stallUntil(165);
        call.runUntil(166);
        assertEquals(6 + 3, call.sent.size());
        call.assertStreamIsWhole();
        assertFalse(call.sent.getLast().rtp().marker());

        call.stallUntil(365);
        call.runUntil(366);
        assertEquals(10, call.sent.size(), "one packet, not ten");
        assertTrue(call.sent.getLast().rtp().marker());
        assertEquals(0, call.aheadOfGrid(9));
        call.runUntil(600);
        call.assertStreamIsWhole();
    }

    @Test
    void onHoldNothingLeavesAndAnUtteranceWaits() {
        call.answered().runUntil(100);
        call.direction(Direction.RECVONLY);
        int before = call.sent.size();
        playout.play(playout.begin(), PreparedAudio.encode(SECOND, 3 * Pcm.FRAME_SAMPLES - 200));
        call.runUntil(500);
        assertEquals(before, call.sent.size());
        assertEquals(List.of(), call.told);
        call.direction(Direction.SENDRECV);
        call.runUntil(1_000);
        assertEquals(List.of("500 started 1", "540 ended 1 after 3"), call.told);
        assertTrue(call.sent.get(before).rtp().marker());
        assertEquals(0, call.aheadOfGrid(call.sent.size() - 1));
        call.assertStreamIsWhole();
    }

    @Test
    void aNewCodecGoesOnInTheSameStream() {
        call.answered().runUntil(100);
        int ssrc = call.sent.getFirst().rtp().ssrc();
        AudioSession opus = AudioSession.of(CodecType.OPUS, VirtualCall.PEER);
        call.audio.negotiated(opus, call.nowMillis * VirtualCall.MILLI);
        call.runUntil(200);
        assertEquals(111, call.sent.getLast().rtp().payloadType());
        assertEquals(ssrc, call.sent.getLast().rtp().ssrc());
        int step = call.sent.get(9).rtp().timestamp() - call.sent.get(8).rtp().timestamp();
        assertEquals(960, step);
    }
}
