package org.offhook.media.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.offhook.media.HeardFrames;
import org.offhook.media.MediaConfig;
import org.offhook.media.MediaStats;
import org.offhook.media.Pcm;
import org.offhook.media.PreparedAudio;
import org.offhook.media.Tone;
import org.offhook.media.codec.CodecType;
import org.offhook.media.codec.Encoder;
import org.offhook.media.rtp.Packets;
import org.offhook.media.sdp.Direction;

/** What a call hears, in virtual time. */
@Timeout(600)
class HearingTest {
    private static final int TONE_HZ = 600;
    private static final int HELD_HZ = 1_250;
    private static final int PACKETS = 60;

    private final List<HeardFrames.Frame> frames = new ArrayList<>();

    @ParameterizedTest
    @EnumSource(CodecType.class)
    void aToneIsHeardWithinTwoFramesAndEachFrameKnowsWhenItCame(CodecType codec)
            throws InterruptedException {
        try (var call = new VirtualCall(codec).answered()) {
            play(call, PACKETS);
            short[] heard = call.heard(frames);
            assertTrue(frames.size() >= PACKETS - 1, frames.size() + " frames");
            assertTone(heard, 8_000, 8_000 + 30 * Pcm.FRAME_SAMPLES);
            for (int i = 5; i < 50; i++) {
                assertFalse(frames.get(i).concealed);
                long packet = frames.get(i).receivedNanos / VirtualCall.MILLI - 13;
                // After half a second it is known that the line needs no more than 7 ms.
                assertEquals(i < 20 || packet == 20L * i ? 20L * i : 20L * (i + 1), packet);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(CodecType.class)
    void aLostPacketIsConcealedSoThatTheToneGoesOn(CodecType codec) throws InterruptedException {
        try (var call = new VirtualCall(codec).answered()) {
            int dropped = play(call, 8);
            MediaStats stats = call.audio.stats();
            short[] heard = call.heard(frames);
            assertEquals(6, dropped);
            assertEquals(PACKETS - dropped, stats.received());
            assertEquals(dropped, stats.lost());
            assertTrue(stats.concealedFrames() >= dropped);
            for (int i = 10; i < 50; i++) {
                int from = i * Pcm.FRAME_SAMPLES;
                double level = Tone.level(heard, from, from + Pcm.FRAME_SAMPLES);
                assertTrue(level > 1_000, "a hole in frame " + i + ": " + level);
            }
            assertTone(heard, 3_200, 50 * Pcm.FRAME_SAMPLES);
        }
    }

    @ParameterizedTest(name = "{0} with packets of {1} ms")
    @CsvSource({"PCMU, 10", "PCMU, 30", "PCMA, 40", "PCMA, 60", "G722, 10", "G722, 60"})
    void packetsOfOtherLengthsBecomeFramesOf20(CodecType codec, int millis)
            throws InterruptedException {
        int rateHz = codec.sampleRateHz();
        short[] tone = Tone.sine(TONE_HZ, rateHz, rateHz * 3 / 2, 8_000);
        byte[] all = coded(codec, tone);
        try (var call = new VirtualCall(codec).answered()) {
            int bytes = 8 * millis;
            for (int i = 0; i < 1_200 / millis; i++) {
                call.runUntil(13 + (long) i * millis);
                byte[] packet = Packets.bytes(codec.staticPayloadType(), i, i * bytes, bytes, 0);
                System.arraycopy(all, i * bytes, packet, 12, bytes);
                assertTrue(call.receives(packet));
            }
            call.runUntil(1_200);
            MediaStats stats = call.audio.stats();
            assertEquals(0, stats.concealedFrames());
            short[] heard = call.heard(frames);
            assertTone(heard, 3_200, 16_000);
        }
    }

    @Test
    void nothingIsHeardBeforeTheFirstPacketAndSilenceAfterTheLast() throws InterruptedException {
        try (var call = new VirtualCall(CodecType.PCMU).answered()) {
            call.runUntil(500);
            for (int i = 0; i < 10; i++) {
                call.runUntil(500 + 20L * i);
                call.receives(Packets.bytes(0, i, i * 160, 160, 0));
            }
            call.runUntil(1_500);
            short[] heard = call.heard(frames);
            assertTrue(frames.size() > 45 && frames.size() < 50, frames.size() + " frames");
            assertTrue(frames.getLast().concealed);
            assertEquals(0, frames.getLast().receivedNanos);
            assertEquals(0, Tone.level(heard, heard.length - 3_200, heard.length));
        }
    }

    @Test
    void framesNobodyReadsAreDroppedAndCounted() throws InterruptedException {
        try (var call = new VirtualCall(CodecType.PCMU).answered()) {
            for (int i = 0; i < 100; i++) {
                call.receives(Packets.bytes(0, i, i * 160, 160, 0));
                call.runUntil(20L * i + 20);
            }
            assertEquals(99 - 64, call.audio.stats().droppedFrames());
            call.heard(frames);
            assertEquals(64, frames.size());
        }
    }

    @Test
    void garbageIsCountedAndRtcpAndComfortNoiseAreNot() {
        try (var call = new VirtualCall(CodecType.PCMU).answered()) {
            var random = new SplittableRandom(4);
            for (int i = 0; i < 1_000; i++) {
                byte[] noise = new byte[random.nextInt(300)];
                random.nextBytes(noise);
                if (noise.length > 0) {
                    noise[0] &= 0x3F;
                }
                assertFalse(call.receives(noise));
            }
            assertEquals(1_000, call.audio.stats().invalid());
            byte[] report = new byte[52];
            report[0] = (byte) 0x81;
            report[1] = (byte) 201;
            assertFalse(call.receives(report));
            assertFalse(call.receives(Packets.bytes(8, 1, 1, 160, 0)), "PCMA was not agreed on");
            assertFalse(call.receives(Packets.bytes(0, 1, 1, 0, 0)), "no audio in it");
            assertEquals(1_002, call.audio.stats().invalid());
            assertTrue(call.receives(Packets.bytes(13, 1, 1, 1, 70)));
            assertEquals(1, call.audio.stats().received());
            assertEquals(1_002, call.audio.stats().invalid());
        }
    }

    @Test
    void digitsAreToldOnceEvenFromAReorderingNetwork() {
        try (var call = new VirtualCall(CodecType.PCMU).answered()) {
            int sequence = 0;
            for (int digit = 1; digit <= 3; digit++) {
                for (int i = 0; i < 6; i++) {
                    // Neighbours change places: 1 0 3 2 5 4.
                    byte[] event = Packets.bytes(101, sequence + (i ^ 1), digit * 4_000, 4, digit);
                    event[13] = (byte) (i >= 4 ? 0x80 : 0);
                    assertTrue(call.receives(event));
                }
                sequence += 6;
            }
            List<String> digits = call.told.stream().map(line -> line.substring(2)).toList();
            assertEquals(List.of("digit 1", "digit 2", "digit 3"), digits);
        }
    }

    @Test
    void aDeadLineIsToldOnceButNotOnHold() {
        MediaConfig config = MediaConfig.defaults().withRtpTimeout(Duration.ofSeconds(2));
        try (var call = new VirtualCall(CodecType.PCMU, config, 1).answered()) {
            call.runUntil(1_500);
            call.receives(Packets.bytes(0, 1, 160, 160, 0));
            call.runUntil(3_400);
            call.direction(Direction.RECVONLY);
            call.runUntil(60_000);
            assertEquals(List.of(), call.told);
            call.direction(Direction.SENDRECV);
            call.runUntil(120_000);
            assertEquals(1, call.told.size());
            assertTrue(call.told.getFirst().startsWith("620"), call.told.toString());
        }
    }

    /** RFC 3264 §5.1: who has said sendonly or inactive takes nothing; some PBXs send on. */
    @ParameterizedTest
    @EnumSource(
            value = Direction.class,
            names = {"SENDONLY", "INACTIVE"})
    void whatComesWhileThePeerIsOnHoldIsNotHeardAndAfterItAllIs(Direction hold)
            throws InterruptedException {
        try (var call = new VirtualCall(CodecType.PCMU).answered()) {
            send(call, 0, 20, TONE_HZ);
            call.direction(hold);
            send(call, 20, 38, HELD_HZ);
            byte[] key = Packets.bytes(101, 38, 38 * 160, 4, 5);
            key[13] = (byte) 0x80;
            assertFalse(call.receives(key), "a key is media too");
            assertFalse(call.receives(Packets.bytes(8, 39, 39 * 160, 160, 0)));
            assertEquals(1, call.audio.stats().invalid(), "what was never agreed on stays that");
            call.runUntil(20 * 40);
            call.direction(Direction.SENDRECV);
            send(call, 40, 60, TONE_HZ);
            assertEquals(List.of(), call.told);
            MediaStats stats = call.audio.stats();
            assertEquals(19, stats.unwanted());
            assertEquals(40, stats.received());
            assertEquals(0, stats.lost(), "nothing that was wanted is missing");
            short[] heard = call.heard(frames);
            assertTone(heard, 5 * Pcm.FRAME_SAMPLES, 15 * Pcm.FRAME_SAMPLES);
            double held = Tone.amplitude(heard, 0, heard.length, HELD_HZ, Pcm.RATE_HZ);
            assertTrue(held < 100, "heard on hold: " + held);
            int end = heard.length;
            assertTone(heard, end - 12 * Pcm.FRAME_SAMPLES, end - 2 * Pcm.FRAME_SAMPLES);
        }
    }

    /** Packets from the one to the other, 20 ms each. */
    private static void send(VirtualCall call, int from, int to, int hz) {
        byte[] all = coded(CodecType.PCMU, Tone.sine(hz, 8_000, (to - from) * 160, 8_000));
        for (int i = from; i < to; i++) {
            call.runUntil(20L * i);
            byte[] packet = Packets.bytes(0, i, i * 160, 160, 0);
            System.arraycopy(all, (i - from) * 160, packet, 12, 160);
            call.receives(packet);
        }
        call.runUntil(20L * to);
    }

    @Test
    void aStallOfOurOwnThreadLosesNothing() throws InterruptedException {
        try (var call = new VirtualCall(CodecType.PCMU).answered()) {
            for (int i = 0; i < 50; i++) {
                if (i == 20) {
                    call.stallUntil(20 * 30 + 5);
                }
                if (i < 20 || i >= 30) {
                    call.runUntil(20L * i + 5);
                }
                call.receives(Packets.bytes(0, i, i * 160, 160, 0));
            }
            call.runUntil(1_000);
            MediaStats stats = call.audio.stats();
            assertEquals(0, stats.lost());
            assertEquals(0, stats.concealedFrames());
            call.heard(frames);
            assertTrue(frames.size() >= 48, frames.size() + " frames");
        }
    }

    /** A tone, packets arriving 13 ms after their tick, each n-th lost; returns how many were. */
    private static int play(VirtualCall call, int lostEach) {
        int samples = PACKETS * Pcm.FRAME_SAMPLES;
        PreparedAudio tone =
                PreparedAudio.encode(Tone.sine(TONE_HZ, Pcm.RATE_HZ, samples, 8_000), samples);
        int dropped = 0;
        byte[] payload = new byte[Encoder.MAX_PAYLOAD];
        int ticks = call.codec.clockRateHz() / 50;
        int type = call.codec == CodecType.OPUS ? 111 : call.codec.staticPayloadType();
        for (int i = 0; i < PACKETS; i++) {
            call.runUntil(13 + 20L * i);
            int length = tone.copyPayload(call.codec, i, payload, 0);
            byte[] packet = Packets.bytes(type, i, i * ticks, length, 0);
            System.arraycopy(payload, 0, packet, 12, length);
            if (i % lostEach == lostEach - 1 && i < PACKETS - 5) {
                dropped++;
            } else {
                assertTrue(call.receives(packet));
            }
        }
        call.runUntil(20L * PACKETS + 13);
        return dropped;
    }

    /** For the codecs of 64 kbit/s, whose payloads can be cut anywhere. */
    private static byte[] coded(CodecType codec, short[] tone) {
        int frameSamples = codec.sampleRateHz() / 50;
        byte[] all = new byte[tone.length / frameSamples * 160];
        try (Encoder encoder = codec.newEncoder()) {
            for (int i = 0; i < all.length / 160; i++) {
                int from = i * frameSamples;
                encoder.encode(Arrays.copyOfRange(tone, from, from + frameSamples), all, i * 160);
            }
        }
        return all;
    }

    private static void assertTone(short[] heard, int from, int to) {
        double level = Tone.amplitude(heard, from, to, TONE_HZ, Pcm.RATE_HZ);
        double other = Tone.amplitude(heard, from, to, 950, Pcm.RATE_HZ);
        assertTrue(level > 6_500 && level < 9_000, "the tone is at " + level);
        assertTrue(other < level / 20, "something else is at " + other);
    }
}
