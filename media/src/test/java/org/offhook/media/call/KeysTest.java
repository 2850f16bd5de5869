package org.offhook.media.call;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.offhook.media.Pcm;
import org.offhook.media.Playout;
import org.offhook.media.Tone;
import org.offhook.media.codec.CodecType;
import org.offhook.media.rtp.RtpPacket;
import org.offhook.media.sdp.AudioSession;
import org.offhook.media.sdp.Direction;

/** Keys that a call presses, packet by packet, in virtual time. Ticks are at 0, 20, 40 ms… */
@Timeout(600)
class KeysTest {
    private static final int EVENTS = 101;

    private final VirtualCall call = new VirtualCall(CodecType.PCMU);
    private final Playout playout = call.audio.playout();

    @AfterEach
    void hangUp() {
        call.close();
    }

    @Test
    void aPressIsFivePacketsOfToneAndTwoMoreOfItsEnd() {
        call.answered().runUntil(100);
        assertTrue(playout.sendDigits("5#"));
        call.runUntil(600);
        int first = first(call);
        assertEquals(100, call.sent.get(first).atMillis(), "the next place of the grid");
        int start = call.sent.get(first).rtp().timestamp();
        assertEquals(160, start - call.sent.get(first - 1).rtp().timestamp());
        // Event 5, volume 10, duration in ticks of 8 kHz; 0x8A is volume 10 with the end bit.
        byte[][] press = {
            {5, 10, 0, (byte) 160},
            {5, 10, 1, 64},
            {5, 10, 1, (byte) 224},
            {5, 10, 2, (byte) 128},
            {5, (byte) 0x8A, 3, 32},
            {5, (byte) 0x8A, 3, 32},
            {5, (byte) 0x8A, 3, 32},
        };
        for (int i = 0; i < press.length; i++) {
            VirtualCall.Sent packet = call.sent.get(first + i);
            assertEquals(EVENTS, packet.rtp().payloadType());
            assertEquals(i == 0, packet.rtp().marker(), "marker at " + i);
            assertEquals(start, packet.rtp().timestamp(), "timestamp at " + i);
            assertArrayEquals(press[i], payload(packet), "payload at " + i);
            assertEquals(100 + 20 * i, packet.atMillis());
        }
        VirtualCall.Sent gap = call.sent.get(first + 7);
        assertTrue(gap.isSilence() && gap.rtp().marker(), "audio starts again");
        assertEquals(7 * 160, gap.rtp().timestamp() - start, "where the grid is");
        VirtualCall.Sent hash = call.sent.get(first + 8);
        assertEquals(11, payload(hash)[0]);
        assertEquals(8 * 160, hash.rtp().timestamp() - start);
        assertSequenceIsWhole();
        assertEquals(30, call.sent.size(), "a packet every 20 ms all the time");
    }

    @ParameterizedTest
    @EnumSource(CodecType.class)
    void theOtherSideHearsEachKeyOnce(CodecType codec) {
        try (var here = new VirtualCall(codec).answered();
                var there = new VirtualCall(codec).answered()) {
            assertTrue(here.audio.playout().sendDigits("0123456789*#abCD55"));
            here.runUntil(4_000);
            here.sent.forEach(packet -> assertTrue(there.receives(packet.bytes())));
            StringBuilder heard = new StringBuilder();
            there.told.forEach(told -> heard.append(told.charAt(told.length() - 1)));
            assertEquals("0123456789*#ABCD55", heard.toString());
        }
    }

    @Test
    void anEventBesideOpusCountsIn48Kilohertz() {
        try (var opus = new VirtualCall(CodecType.OPUS).answered()) {
            assertTrue(opus.audio.playout().sendDigits("1"));
            opus.runUntil(400);
            VirtualCall.Sent end = opus.sent.get(first(opus) + 6);
            assertArrayEquals(new byte[] {1, (byte) 0x8A, 4_800 >> 8, (byte) 4_800}, payload(end));
            VirtualCall.Sent audio = opus.sent.get(first(opus) + 7);
            assertEquals(7 * 960, audio.rtp().timestamp() - end.rtp().timestamp());
        }
    }

    @Test
    void whatIsBeingSaidIsHeldAndGoesOnWithoutALoss() throws InterruptedException {
        byte[] codes = new byte[30 * 160];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = (byte) (i % 120);
        }
        // Else there would be one more packet, to fade out.
        codes[codes.length - 1] = (byte) 0xFF;
        call.answered().runUntil(35);
        int utterance = playout.begin();
        assertTrue(playout.putCodesOrWait(utterance, codes, codes.length));
        playout.end(utterance);
        call.runUntil(215);
        assertTrue(playout.sendDigits("12"));
        call.runUntil(1_500);
        var spoken = new ArrayList<Byte>();
        for (VirtualCall.Sent packet : call.sent) {
            if (packet.rtp().payloadType() == 0 && !packet.isSilence()) {
                for (byte code : payload(packet)) {
                    spoken.add(code);
                }
            }
        }
        assertEquals(codes.length, spoken.size());
        for (int i = 0; i < codes.length; i++) {
            assertEquals(codes[i], spoken.get(i));
        }
        assertEquals("35 started 1", call.told.getFirst());
        assertTrue(call.told.getLast().endsWith("ended 1 after 30"));
        assertEquals(75, call.sent.size());
        assertEquals(0, call.aheadOfGrid(74));
        assertSequenceIsWhole();
    }

    @Test
    void aFirstPacketDoesNotCutInBetweenKeys() throws InterruptedException {
        short[] tone = Tone.sine(500, Pcm.RATE_HZ, 3_200, 8_000);
        call.answered().runUntil(100);
        assertTrue(playout.sendDigits("7"));
        call.runUntil(131);
        int utterance = playout.begin();
        assertTrue(playout.putOrWait(utterance, tone, tone.length));
        playout.end(utterance);
        call.runUntil(1_000);
        assertEquals(List.of("260 started 1", "440 ended 1 after 10"), call.told);
        assertEquals(50, call.sent.size());
    }

    @Test
    void pausesAreSilent() {
        call.answered();
        assertTrue(playout.sendDigits("1w2,3"));
        call.runUntil(4_000);
        var starts = new ArrayList<Long>();
        for (VirtualCall.Sent packet : call.sent) {
            if (packet.rtp().payloadType() == EVENTS && packet.rtp().marker()) {
                starts.add(packet.atMillis());
            }
        }
        assertEquals(List.of(0L, 660L, 2_820L), starts);
        assertEquals(200, call.sent.size());
    }

    @Test
    void withoutTelephoneEventsNothingIsSentAndTheCallerIsTold() {
        assertFalse(playout.sendDigits("1"), "nothing is agreed yet");
        call.agree(
                new AudioSession(
                        CodecType.PCMU,
                        0,
                        Map.of(0, CodecType.PCMU),
                        Map.of(EVENTS, 8_000),
                        VirtualCall.PEER,
                        Direction.SENDRECV,
                        null,
                        AudioSession.Control.beside(VirtualCall.PEER),
                        null));
        assertFalse(playout.sendDigits("1"));
        call.runUntil(200);
        assertTrue(call.sent.stream().allMatch(VirtualCall.Sent::isSilence));
    }

    @Test
    void moreThanFitAreRefusedAndNonsenseIsAMistake() {
        call.answered();
        String many = "1234567890".repeat(6);
        assertTrue(playout.sendDigits(many));
        assertFalse(playout.sendDigits("12345"), "64 wait at most");
        assertTrue(playout.sendDigits("1234"));
        call.runUntil(1_000);
        assertTrue(playout.sendDigits("12345"));
        assertThrows(IllegalArgumentException.class, () -> playout.sendDigits("call me"));
        assertThrows(IllegalArgumentException.class, () -> playout.sendDigits(""));
    }

    @Test
    void onHoldNoKeyBeginsAndOneThatHasBegunIsNotPressedTwice() {
        call.answered();
        assertTrue(playout.sendDigits("89"));
        call.runUntil(50);
        call.direction(Direction.RECVONLY);
        call.runUntil(2_000);
        int before = call.sent.size();
        assertEquals(3, before);
        call.direction(Direction.SENDRECV);
        call.runUntil(3_000);
        assertEquals(9, payload(call.sent.get(before))[0]);
        assertTrue(call.sent.get(before).rtp().marker());
        assertEquals(2_000 / 20 * 160, ticksSinceFirst(before));
    }

    /** FreeSWITCH takes a press whose end is missing for none. */
    @Test
    void aThreadThatComesLateStillTellsTheEndOfAPress() {
        call.answered();
        assertTrue(playout.sendDigits("64"));
        call.runUntil(30);
        call.stallUntil(230);
        call.runUntil(1_000);
        for (int key : List.of(6, 4)) {
            List<VirtualCall.Sent> press =
                    call.sent.stream()
                            .filter(packet -> packet.rtp().payloadType() == EVENTS)
                            .filter(packet -> payload(packet)[0] == key)
                            .toList();
            assertEquals(3, press.stream().filter(packet -> payload(packet)[1] < 0).count());
            assertEquals(
                    1, press.stream().map(packet -> packet.rtp().timestamp()).distinct().count());
        }
        assertEquals(0, call.aheadOfGrid(call.sent.size() - 1));
        assertSequenceIsWhole();
    }

    private int ticksSinceFirst(int packet) {
        return call.sent.get(packet).rtp().timestamp() - call.sent.getFirst().rtp().timestamp();
    }

    private void assertSequenceIsWhole() {
        for (int i = 1; i < call.sent.size(); i++) {
            int before = call.sent.get(i - 1).rtp().sequence();
            assertEquals(before + 1 & 0xFFFF, call.sent.get(i).rtp().sequence());
        }
    }

    private static int first(VirtualCall call) {
        for (int i = 0; i < call.sent.size(); i++) {
            if (call.sent.get(i).rtp().payloadType() == EVENTS) {
                return i;
            }
        }
        throw new AssertionError("no key was pressed");
    }

    private static byte[] payload(VirtualCall.Sent packet) {
        return Arrays.copyOfRange(packet.bytes(), RtpPacket.HEADER_BYTES, packet.bytes().length);
    }
}
