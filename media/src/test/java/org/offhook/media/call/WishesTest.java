package org.offhook.media.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.offhook.media.HeardFrames;
import org.offhook.media.MediaStats;
import org.offhook.media.Pcm;
import org.offhook.media.Playout;
import org.offhook.media.Tone;
import org.offhook.media.Voice;
import org.offhook.media.codec.CodecType;
import org.offhook.media.codec.G711;
import org.offhook.media.rtp.Packets;
import org.offhook.media.rtp.RtpPacket;
import org.offhook.media.sdp.AudioSession;
import org.offhook.media.sdp.Wishes;

/** Packets as the peer wants them, and what a peer sends that suppresses silence; virtual time. */
@Timeout(600)
class WishesTest {
    private static final int HEADER = RtpPacket.HEADER_BYTES;
    private static final int COMFORT_NOISE = 13;

    @ParameterizedTest(name = "{0} ms")
    @ValueSource(ints = {10, 30, 40, 50, 60})
    void packetsOfAnotherLengthHoldTheSameInTheSameOrder(int millis) throws Exception {
        byte[] codes = codes(8_000);
        try (var call = call(CodecType.PCMU, new Wishes(millis, false, false, true, 8_000))) {
            call.runUntil(105);
            Playout playout = call.audio.playout();
            int utterance = playout.begin();
            assertTrue(playout.putCodesOrWait(utterance, codes, codes.length));
            playout.end(utterance);
            call.runUntil(600);
            // Keys in the middle: what waits leaves before them.
            assertTrue(playout.sendDigits("5"));
            call.runUntil(2_000);
            List<RtpPacket> audio = new ArrayList<>();
            int others = 0;
            int longest = 0;
            for (int i = 1; i < call.sent.size(); i++) {
                RtpPacket before = call.sent.get(i - 1).rtp();
                RtpPacket now = call.sent.get(i).rtp();
                assertEquals(before.sequence() + 1 & 0xFFFF, now.sequence());
                if (now.payloadType() == 0 && before.payloadType() == 0 && !now.marker()) {
                    assertEquals(before.payloadLength(), now.timestamp() - before.timestamp());
                }
                others += now.payloadLength() != 8 * millis && now.payloadType() == 0 ? 1 : 0;
                longest = Math.max(longest, now.payloadLength());
            }
            call.sent.stream().map(VirtualCall.Sent::rtp).forEach(audio::add);
            assertEquals(8 * millis, longest);
            assertTrue(others <= 1, others + " of another length");
            assertTrue(contains(audio, codes), "what was said is what was sent");
        }
    }

    private static boolean contains(List<RtpPacket> packets, byte[] codes) {
        var all = new ByteArrayOutputStream();
        for (RtpPacket packet : packets) {
            if (packet.payloadType() == 0) {
                all.write(packet.bytes(), packet.payloadOffset(), packet.payloadLength());
            }
        }
        // Latin 1: a character for each byte. Without silence, which stands around and between.
        String sent = new String(all.toByteArray(), java.nio.charset.StandardCharsets.ISO_8859_1);
        String said = new String(codes, java.nio.charset.StandardCharsets.ISO_8859_1);
        return sent.replace("\u00ff", "").contains(said.replace("\u00ff", ""));
    }

    @Test
    void aChangeOfLengthInTheCallIsFollowed() {
        try (var call = call(CodecType.PCMA, Wishes.NONE)) {
            call.runUntil(1_000);
            assertEquals(160, call.sent.getLast().rtp().payloadLength());
            agree(call, CodecType.PCMA, new Wishes(60, false, false, false, 8_000));
            call.runUntil(2_000);
            assertEquals(480, call.sent.getLast().rtp().payloadLength());
            agree(call, CodecType.OPUS, Wishes.NONE);
            call.runUntil(3_000);
            assertEquals(111, call.sent.getLast().rtp().payloadType());
            assertTrue(call.sent.getLast().rtp().payloadLength() < 100);
        }
    }

    @Test
    void silenceIsANoiseNowAndThenForWhoTakesIt() throws Exception {
        try (var call = call(CodecType.PCMU, new Wishes(20, true, false, false, 8_000))) {
            call.runUntil(2_000);
            assertEquals(5, call.sent.size(), "one in 400 ms");
            for (VirtualCall.Sent packet : call.sent) {
                assertEquals(COMFORT_NOISE, packet.rtp().payloadType());
                assertEquals(1, packet.rtp().payloadLength());
            }
            Playout playout = call.audio.playout();
            int utterance = playout.begin();
            assertTrue(playout.putCodesOrWait(utterance, codes(1_600), 1_600));
            playout.end(utterance);
            call.runUntil(3_000);
            RtpPacket first = call.sent.get(5).rtp();
            assertEquals(0, first.payloadType());
            assertTrue(first.marker(), "talk begins");
            for (int i = 1; i < call.sent.size(); i++) {
                RtpPacket before = call.sent.get(i - 1).rtp();
                RtpPacket now = call.sent.get(i).rtp();
                assertEquals(before.sequence() + 1 & 0xFFFF, now.sequence());
                long frames =
                        call.sent.get(i).atMillis() / 20 - call.sent.get(i - 1).atMillis() / 20;
                int step = (now.timestamp() - before.timestamp()) / 160;
                assertEquals(frames, step, 1, "the timestamp goes with the time");
            }
            assertEquals(COMFORT_NOISE, call.sent.get(5 + 11).rtp().payloadType(), "after a fade");
        }
    }

    @Test
    void opusIsSparseInSilenceForWhoWantsIt() {
        try (var call = call(CodecType.OPUS, new Wishes(20, false, true, false, 48_000))) {
            call.runUntil(2_000);
            assertEquals(5, call.sent.size());
            call.assertStreamIsWhole();
        }
    }

    @Test
    void redundancyFollowsTheLossThatThePeerReports() throws Exception {
        try (var call = call(CodecType.OPUS, new Wishes(20, false, false, true, 48_000))) {
            report(call, 0);
            assertEquals(0, redundantOf50(call), "no loss, no redundancy");
            report(call, 50);
            assertTrue(redundantOf50(call) > 25, "a fifth is lost");
            for (int i = 0; i < 12; i++) {
                report(call, 0);
            }
            assertEquals(0, redundantOf50(call), "long over");
        }
        try (var call = call(CodecType.OPUS, Wishes.NONE)) {
            report(call, 50);
            assertEquals(0, redundantOf50(call), "a peer that makes no use of it");
        }
    }

    /** A receiver report about our stream: so many of 256 lost of late. */
    private static void report(VirtualCall call, int lostOf256) {
        call.runUntil(call.nowMillis + 100);
        byte[] report = new byte[32];
        report[0] = (byte) 0x81;
        report[1] = (byte) 201;
        report[3] = 7;
        System.arraycopy(call.sent.getFirst().bytes(), 8, report, 8, 4);
        report[12] = (byte) lostOf256;
        assertTrue(call.audio.onControl(report, report.length, call.nowMillis * 1_000_000));
    }

    /** Says a second; how many of its packets hold the one before once more. */
    private static int redundantOf50(VirtualCall call) throws InterruptedException {
        Playout playout = call.audio.playout();
        int from = call.sent.size();
        int utterance = playout.begin();
        short[] voice = Voice.talking(Pcm.RATE_HZ, Pcm.RATE_HZ, false);
        assertTrue(playout.putOrWait(utterance, voice, voice.length));
        playout.end(utterance);
        call.runUntil(call.nowMillis + 1_100);
        int redundant = 0;
        for (VirtualCall.Sent packet : call.sent.subList(from + 2, from + 48)) {
            // A SILK frame begins with two bits: voice, and redundancy (RFC 6716 §4.2.3).
            boolean silk = (packet.bytes()[HEADER] >> 3 & 31) < 12;
            redundant += silk && (packet.bytes()[HEADER + 1] & 0x40) != 0 ? 1 : 0;
        }
        return redundant;
    }

    @Test
    void aPeerThatFallsSilentWithANoiseIsHeardAsThatNoiseAndNothingIsMissing() throws Exception {
        List<HeardFrames.Frame> frames = new ArrayList<>();
        try (var call = new VirtualCall(CodecType.PCMU).answered()) {
            byte[] codes = codes(30 * 160);
            int sequence = 0;
            for (int i = 0; i < 15; i++) {
                call.runUntil(13 + 20L * i);
                call.receives(packet(sequence++, i, codes, i));
            }
            call.runUntil(13 + 20 * 15);
            call.receives(Packets.bytes(COMFORT_NOISE, sequence++, 15 * 160, 1, 40));
            for (int i = 0; i < 10; i++) {
                call.runUntil(13 + 20L * (45 + i));
                call.receives(packet(sequence++, 45 + i, codes, i));
            }
            call.runUntil(13 + 20 * 55);
            MediaStats stats = call.audio.stats();
            assertEquals(0, stats.concealedFrames());
            assertEquals(0, stats.lost());
            short[] heard = call.heard(frames);
            int from = 20 * Pcm.FRAME_SAMPLES;
            double level = Tone.level(heard, from, from + 20 * Pcm.FRAME_SAMPLES);
            assertEquals(327, level, 60, "40 dB below full scale");
            int end = heard.length;
            assertTrue(Tone.level(heard, end - 6 * Pcm.FRAME_SAMPLES, end) > 1_000, "talk again");
        }
    }

    @Test
    void afterATransferAnotherSourceAndClockAreHeardFromTheirSecondPacket() throws Exception {
        List<HeardFrames.Frame> frames = new ArrayList<>();
        byte[] codes = codes(60 * 160);
        try (var call = new VirtualCall(CodecType.PCMU).answered()) {
            for (int i = 0; i < 30; i++) {
                call.runUntil(13 + 20L * i);
                assertTrue(call.receives(packet(i, i, codes, i)));
            }
            call.agree(AudioSession.of(CodecType.PCMA, VirtualCall.PEER).withWishes(Wishes.NONE));
            for (int i = 0; i < 30; i++) {
                call.runUntil(13 + 20L * (30 + i));
                byte[] packet = packet(50_000 + i, -7_000_000 + i, codes, 30 + i);
                packet[1] = 8;
                for (int at = HEADER; at < packet.length; at++) {
                    packet[at] = G711.A_LAW.encode(G711.MU_LAW.decode(packet[at]));
                }
                call.receives(Packets.withSsrc(packet, 99));
            }
            call.runUntil(13 + 20 * 60);
            assertTrue(call.audio.stats().received() >= 59, "the first of a new source is suspect");
            assertFalse(call.audio.stats().lost() > 0);
            short[] heard = call.heard(frames);
            long concealed = frames.stream().filter(frame -> frame.concealed).count();
            assertTrue(concealed <= 4, concealed + " frames concealed");
            int from = 36 * Pcm.FRAME_SAMPLES;
            double level = Tone.level(heard, from, from + 20 * Pcm.FRAME_SAMPLES);
            assertTrue(level > 1_000, "the other is at " + level);
        }
    }

    private static byte[] packet(int sequence, int frame, byte[] codes, int place) {
        byte[] packet = Packets.bytes(0, sequence, frame * 160, 160, 0);
        System.arraycopy(codes, place * 160, packet, HEADER, 160);
        return packet;
    }

    private static VirtualCall call(CodecType codec, Wishes wishes) {
        var call = new VirtualCall(codec);
        agree(call, codec, wishes);
        return call;
    }

    private static void agree(VirtualCall call, CodecType codec, Wishes wishes) {
        call.agree(AudioSession.of(codec, VirtualCall.PEER).withWishes(wishes));
    }

    private static byte[] codes(int count) {
        short[] voice = Voice.talking(8_000, count, true);
        byte[] codes = new byte[count];
        for (int i = 0; i < count; i++) {
            codes[i] = G711.MU_LAW.encode(voice[i]);
        }
        return codes;
    }
}
