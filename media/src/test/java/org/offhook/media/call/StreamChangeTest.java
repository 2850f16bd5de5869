package org.offhook.media.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.offhook.media.HeardFrames;
import org.offhook.media.MediaStats;
import org.offhook.media.Pcm;
import org.offhook.media.Tone;
import org.offhook.media.codec.CodecType;
import org.offhook.media.codec.Encoder;
import org.offhook.media.rtp.Packets;
import org.offhook.media.sdp.AudioSession;

/**
 * The stream that is heard becomes another one, as a PBX makes it when it holds, transfers, or is
 * late: in virtual time, with a tone that must go on.
 */
@Timeout(600)
class StreamChangeTest {
    private static final int TONE_HZ = 600;
    private static final int SSRC = 0x11223344;
    private static final int CHANGE_AT = 100;
    private static final int PACKETS = 250;

    private final List<HeardFrames.Frame> frames = new ArrayList<>();
    private final byte[][] payloads = tone(CodecType.PCMU);

    /** What the PBX does after two seconds; sequence and timestamp in packets and ticks. */
    private enum Change {
        /** Another leg is connected. */
        SOURCE(5, 40_000, 0x7000_0000),
        SOURCE_BACK(5, -60, -900_000),
        /** The same, and by chance close to where the other one was. */
        SOURCE_NEARBY(5, 3, 480),
        /** Asterisk without its own source: the numbers of the other leg come through. */
        NUMBERS(SSRC, 20_000, 0x4000_0000),
        /** FreeSWITCH: numbers go on, the clock is another. */
        CLOCK_AHEAD(SSRC, 0, 3_600 * 8_000),
        CLOCK_BACK(SSRC, 0, -3_600 * 8_000),
        CLOCK_BACK_A_LITTLE(SSRC, 0, -4_000),
        CLOCK_AHEAD_A_LITTLE(SSRC, 0, 4_000);

        final int ssrc;
        final int sequence;
        final int ticks;

        Change(int ssrc, int sequence, int ticks) {
            this.ssrc = ssrc;
            this.sequence = sequence;
            this.ticks = ticks;
        }
    }

    @ParameterizedTest
    @EnumSource(Change.class)
    void isHeardAtOnceAndCostsNoLossWithoutANewOffer(Change change) throws InterruptedException {
        becomes(change, false);
    }

    @ParameterizedTest
    @EnumSource(Change.class)
    void isHeardAtOnceAndCostsNoLossWithOne(Change change) throws InterruptedException {
        becomes(change, true);
    }

    private void becomes(Change change, boolean reoffered) throws InterruptedException {
        try (var call = new VirtualCall(CodecType.PCMU).answered()) {
            for (int i = 0; i < PACKETS; i++) {
                run(call, 13 + 20L * i);
                boolean isNew = i >= CHANGE_AT;
                if (i == CHANGE_AT && reoffered) {
                    call.agree(AudioSession.of(CodecType.PCMU, VirtualCall.PEER));
                }
                int sequence = 1_000 + i + (isNew ? change.sequence : 0);
                int ticks = 160 * i + (isNew ? change.ticks : 0);
                call.receives(packet(i, sequence, ticks, isNew ? change.ssrc : SSRC));
            }
            run(call, 20L * PACKETS + 13);
            MediaStats stats = call.audio.stats();
            assertTrue(stats.lost() <= 1, stats.toString());
            // The first packet of another stream may be a stray one, so it waits for its second.
            assertTrue(stats.concealedFrames() <= 6, stats.toString());
            assertTrue(stats.received() >= PACKETS - 1, stats.toString());
            assertHeardInTime();
        }
    }

    private void assertHeardInTime() {
        short[] heard = heard();
        for (int i = CHANGE_AT + 10; i < frames.size(); i++) {
            HeardFrames.Frame frame = frames.get(i);
            assertTrue(!frame.concealed, "frame " + i + " is made up");
        }
        int from = (CHANGE_AT + 10) * Pcm.FRAME_SAMPLES;
        double level = Tone.amplitude(heard, from, heard.length, TONE_HZ, Pcm.RATE_HZ);
        assertTrue(level > 6_500 && level < 9_000, "the tone is at " + level);
        long late = 20L * PACKETS - frames.getLast().receivedNanos / VirtualCall.MILLI;
        assertTrue(late <= 80, "the last frame is " + late + " ms old");
    }

    /** FreeSWITCH under load: what it was too late for it leaves out, with marker and new clock. */
    @ParameterizedTest
    @ValueSource(ints = {40, 60, 100, 200})
    void audioThatIsLeftOutUnderLoadIsAGapAndNoDelay(int millis) throws InterruptedException {
        try (var call = new VirtualCall(CodecType.PCMU).answered()) {
            int skipped = 0;
            for (int i = 0; i < PACKETS; i++) {
                skipped += i > 50 && i % 50 == 0 ? millis : 0;
                run(call, 13 + 20L * i + skipped);
                byte[] packet = packet(i, 1_000 + i, 160 * i + 8 * skipped, SSRC);
                packet[1] = (byte) (i > 50 && i % 50 == 0 ? 0x80 : 0);
                assertTrue(call.receives(packet));
            }
            long end = 20L * PACKETS + skipped + 13;
            run(call, end);
            MediaStats stats = call.audio.stats();
            assertEquals(0, stats.lost(), "numbers follow each other");
            int gaps = skipped / 20;
            assertTrue(stats.concealedFrames() <= gaps + 4, stats.toString());
            long late = end - frames.getLast().receivedNanos / VirtualCall.MILLI;
            assertTrue(late <= 100, "the last frame is " + late + " ms old");
        }
    }

    /** Asterisk under load: it stalls, and then sends all at once. */
    @ParameterizedTest
    @CsvSource({"100", "200", "400"})
    void aBurstAfterAStallIsHeardAndItsDelayGivenBack(int millis) throws InterruptedException {
        try (var call = new VirtualCall(CodecType.PCMU).answered()) {
            int stall = millis / 20;
            for (int i = 0; i < PACKETS; i++) {
                boolean stalled = i >= CHANGE_AT && i < CHANGE_AT + stall;
                run(call, 13 + 20L * (stalled ? CHANGE_AT + stall : i));
                assertTrue(call.receives(packet(i, 1_000 + i, 160 * i, SSRC)));
            }
            long end = 20L * PACKETS + 13;
            run(call, end);
            MediaStats stats = call.audio.stats();
            assertEquals(0, stats.lost());
            assertEquals(0, stats.late());
            assertTrue(stats.concealedFrames() <= stall + 1, stats.toString());
            long late = end - frames.getLast().receivedNanos / VirtualCall.MILLI;
            assertTrue(late <= 130, "the last frame is " + late + " ms old");
        }
    }

    @Test
    void aReofferMayChangeCodecSourceAndClockAtOnce() throws InterruptedException {
        byte[][] wide = tone(CodecType.G722);
        try (var call = new VirtualCall(CodecType.PCMU).answered()) {
            for (int i = 0; i < PACKETS; i++) {
                run(call, 13 + 20L * i);
                if (i == CHANGE_AT) {
                    call.agree(AudioSession.of(CodecType.G722, VirtualCall.PEER));
                }
                byte[] packet = packet(i, 1_000 + i, 160 * i, SSRC);
                if (i >= CHANGE_AT) {
                    packet = Packets.bytes(9, 7 + i, 77 + 160 * i, 160, 0);
                    System.arraycopy(wide[i], 0, packet, 12, 160);
                    Packets.withSsrc(packet, 9);
                }
                call.receives(packet);
            }
            run(call, 20L * PACKETS + 13);
            assertTrue(call.audio.stats().concealedFrames() <= 6, call.audio.stats().toString());
            assertHeardInTime();
        }
    }

    /** A press is known by its timestamp: one of another stream may have the same. */
    @Test
    void aPressOfTheNewStreamIsToldThoughItHasTheTimestampOfTheLast() throws InterruptedException {
        try (var call = new VirtualCall(CodecType.PCMU).answered()) {
            for (int i = 0; i < 20; i++) {
                run(call, 13 + 20L * i);
                boolean isNew = i >= 10;
                int place = isNew ? i - 10 : i;
                byte[] packet = packet(i, 500 + place, 160 * place, isNew ? 5 : SSRC);
                if (place == 5 || place == 6) {
                    packet = Packets.bytes(101, 500 + place, 800, 4, isNew ? 2 : 1);
                    packet[13] = (byte) 0x8A;
                    Packets.withSsrc(packet, isNew ? 5 : SSRC);
                }
                call.receives(packet);
            }
            List<String> digits =
                    call.told.stream().filter(told -> told.contains("digit")).toList();
            assertEquals(2, digits.size(), call.told.toString());
            assertTrue(digits.get(0).endsWith("digit 1") && digits.get(1).endsWith("digit 2"));
        }
    }

    /** Time passes, and what is heard is read. */
    private void run(VirtualCall call, long untilMillis) throws InterruptedException {
        while (call.nowMillis < untilMillis) {
            call.runUntil(Math.min(untilMillis, call.nowMillis + 20));
            while (call.audio.heard().available() > 0) {
                var frame = new HeardFrames.Frame();
                call.audio.heard().takeOrWait(frame);
                frames.add(frame);
            }
        }
    }

    private short[] heard() {
        short[] all = new short[frames.size() * Pcm.FRAME_SAMPLES];
        for (int i = 0; i < frames.size(); i++) {
            short[] samples = frames.get(i).samples;
            System.arraycopy(samples, 0, all, i * Pcm.FRAME_SAMPLES, samples.length);
        }
        return all;
    }

    private byte[] packet(int number, int sequence, int ticks, int ssrc) {
        byte[] packet = Packets.bytes(0, sequence & 0xFFFF, ticks, 160, 0);
        System.arraycopy(payloads[number], 0, packet, 12, 160);
        return Packets.withSsrc(packet, ssrc);
    }

    private static byte[][] tone(CodecType codec) {
        int samples = codec.sampleRateHz() / 50;
        short[] all = Tone.sine(TONE_HZ, codec.sampleRateHz(), samples * PACKETS, 8_000);
        byte[][] payloads = new byte[PACKETS][160];
        var frame = new short[samples];
        try (Encoder encoder = codec.newEncoder()) {
            for (int i = 0; i < PACKETS; i++) {
                System.arraycopy(all, i * samples, frame, 0, samples);
                encoder.encode(frame, payloads[i], 0);
            }
        }
        return payloads;
    }
}
