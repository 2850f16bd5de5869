package org.offhook.media.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.offhook.media.HeardFrames;
import org.offhook.media.MediaConfig;
import org.offhook.media.MediaListener;
import org.offhook.media.MediaStats;
import org.offhook.media.Pcm;
import org.offhook.media.Resampler;
import org.offhook.media.Voice;
import org.offhook.media.codec.CodecType;
import org.offhook.media.codec.G711;
import org.offhook.media.rtp.Packets;
import org.offhook.media.sdp.AudioSession;

/** A voice over lines whose delay changes: how late it is heard, with what gaps, and no clicks. */
@Timeout(600)
class PaceTest {
    private static final long MILLI = 1_000_000;
    private static final int LOUDEST = 14_000;
    private static final PacketSink NOWHERE = (packet, length) -> {};

    /** Four seconds, which are said over and over. */
    private static final short[] SAID = Voice.talking(8_000, 32_000, false);

    private final List<Packet> network = new ArrayList<>();
    private final Map<Long, Long> sentByArrival = new HashMap<>();
    private final List<Heard> heard = new ArrayList<>();
    private MediaStats stats;

    private record Packet(int number, long sentNanos, long atNanos) {}

    /** A frame, and how long before it its packet was sent. */
    private record Heard(short[] samples, byte[] codes, boolean concealed, long delayMillis) {}

    @ParameterizedTest
    @ValueSource(ints = {-200, 200})
    void tenMinutesOfADriftingClockMakeNoGapAndNoClickAndTheDelayStays(int millionths)
            throws InterruptedException {
        for (int i = 0; i < 30_000; i++) {
            long sent = 20 * MILLI * i;
            sent += sent / 1_000_000 * millionths;
            network.add(new Packet(i, sent, sent + 3 * MILLI));
        }
        listen();
        assertEquals(0, stats.concealedFrames(), "gaps");
        assertEquals(0, stats.lost());
        assertEquals(0, stats.droppedFrames());
        for (Heard frame : heard.subList(100, heard.size())) {
            boolean within = frame.delayMillis >= 0 && frame.delayMillis <= 40;
            assertTrue(within, "heard after " + frame.delayMillis + " ms");
        }
        double difference = heard.size() - 30_000;
        // What the sender's clock gains or loses in ten minutes is 120 ms, six frames.
        assertEquals(millionths * 6 / 200, difference, 3);
        assertNoClicks();
    }

    @Test
    void afterAStallTheDelayIsBackWithinTwoSecondsOfTalkWithoutAClick()
            throws InterruptedException {
        for (int i = 0; i < 500; i++) {
            // In the middle of three seconds of talk, which begin at the fourth.
            boolean stalled = i >= 220 && i < 235;
            network.add(new Packet(i, 20 * MILLI * i, 20 * MILLI * (stalled ? 235 : i)));
        }
        listen();
        int stalledFrames = (int) heard.stream().filter(frame -> frame.delayMillis > 200).count();
        assertTrue(stalledFrames > 5, "what came late is heard, not thrown away");
        for (Heard frame : heard.subList(350, heard.size())) {
            assertTrue(frame.delayMillis <= 120, "still " + frame.delayMillis + " ms late");
        }
        assertEquals(0, stats.lost());
        assertNoClicks();
    }

    @Test
    void aDelayOfManySecondsOfStallsComesBackWhateverTheSound() throws InterruptedException {
        for (int i = 0; i < 600; i++) {
            boolean stalled = i >= 220 && i < 265;
            network.add(new Packet(i, 20 * MILLI * i, 20 * MILLI * (stalled ? 265 : i)));
        }
        listen();
        assertTrue(heard.stream().anyMatch(frame -> frame.delayMillis > 700), "no long delay");
        Heard last = heard.getLast();
        assertTrue(last.delayMillis <= 120, "stays at " + last.delayMillis);
        assertNoClicks();
    }

    @Test
    void jitterMakesTheDelayLongEnoughAndNotMuchLonger() throws InterruptedException {
        var random = new SplittableRandom(7);
        for (int i = 0; i < 3_000; i++) {
            long sent = 20 * MILLI * i;
            network.add(new Packet(i, sent, sent + random.nextInt(60) * MILLI));
        }
        listen();
        List<Heard> later = heard.subList(500, heard.size());
        long gaps = later.stream().filter(Heard::concealed).count();
        assertTrue(gaps <= later.size() / 50, gaps + " frames concealed");
        double mean = later.stream().mapToLong(Heard::delayMillis).average().orElseThrow();
        // What the latest need, a frame of the grid, and the band in which nothing is done.
        assertTrue(mean <= 60 + 20 + 6, "heard after " + mean + " ms on average");
    }

    @ParameterizedTest
    @EnumSource(
            value = CodecType.class,
            names = {"PCMU", "PCMA"})
    void codesStayInStepWithTheSamplesThroughAllCuts(CodecType codec) throws InterruptedException {
        for (int i = 0; i < 1_000; i++) {
            long sent = 20 * MILLI * i;
            // Wanders by 100 ms in ten seconds, there and back: cut all the time, both ways.
            double wandering = 50 * (1 - Math.cos(2 * Math.PI * i / 500));
            network.add(new Packet(i, sent, sent + (long) (wandering * MILLI)));
        }
        listen(codec);
        assertTrue(Math.abs(heard.size() - 1_000) < 6);
        var wide = new Resampler(8_000, Pcm.RATE_HZ);
        var narrow = new short[160];
        var expected = new short[Pcm.FRAME_SAMPLES + 2];
        double signal = 1;
        double noise = 0;
        for (Heard frame : heard) {
            for (int i = 0; i < 160; i++) {
                narrow[i] = codec.law().decode(frame.codes[i]);
            }
            assertEquals(Pcm.FRAME_SAMPLES, wide.resample(narrow, 160, expected));
            for (int i = 0; i < Pcm.FRAME_SAMPLES; i++) {
                signal += (double) expected[i] * expected[i];
                noise += Math.pow(expected[i] - frame.samples[i], 2);
            }
        }
        // They differ within fades only, where codes are cut without the filter's delay.
        assertTrue(signal > 500 * noise, "noise of " + Math.sqrt(noise / signal));
    }

    private void listen() throws InterruptedException {
        listen(CodecType.PCMU);
    }

    private void listen(CodecType codec) throws InterruptedException {
        network.sort(Comparator.comparingLong(Packet::atNanos));
        try (var call =
                new CallAudio(MediaConfig.defaults(), new MediaListener() {}, 1, 0, () -> {})) {
            AudioSession session = AudioSession.of(codec, VirtualCall.PEER);
            call.agree(session);
            call.negotiated(session, 0);
            int next = 0;
            long until = network.getLast().atNanos;
            for (long now = 0; now <= until; now += MILLI) {
                for (; next < network.size() && network.get(next).atNanos <= now; next++) {
                    byte[] packet = packet(network.get(next).number, codec);
                    // Some nanoseconds apart: by its arrival a packet is known again.
                    long at = network.get(next).atNanos + next % 1_000;
                    sentByArrival.put(at, network.get(next).sentNanos);
                    assertTrue(call.onPacket(packet, packet.length, at));
                }
                call.tick(now, NOWHERE);
                take(call.heard(), now);
            }
            stats = call.stats();
        }
    }

    private void take(HeardFrames frames, long nowNanos) throws InterruptedException {
        var frame = new HeardFrames.Frame();
        while (frames.available() > 0) {
            frames.takeOrWait(frame);
            long sent = frame.concealed ? nowNanos : sentByArrival.get(frame.receivedNanos);
            long delay = (nowNanos - sent) / MILLI;
            heard.add(
                    new Heard(frame.samples.clone(), frame.codes.clone(), frame.concealed, delay));
        }
    }

    private static byte[] packet(int number, CodecType codec) {
        G711 law = codec.law();
        byte[] packet =
                Packets.bytes(codec.staticPayloadType(), number & 0xFFFF, number * 160, 160, 0);
        for (int i = 0; i < 160; i++) {
            packet[12 + i] = law.encode(SAID[(number * 160 + i) % SAID.length]);
        }
        return packet;
    }

    /** No step is larger than those of the voice itself, but for what a fade may add. */
    private void assertNoClicks() {
        short[] wide = new short[2 * SAID.length + 2];
        int length = new Resampler(8_000, Pcm.RATE_HZ).resample(SAID, SAID.length, wide);
        int allowed = TimeScaleTest.largestStep(wide, length) + 2 * LOUDEST / 96;
        short[] all = new short[heard.size() * Pcm.FRAME_SAMPLES];
        for (int i = 0; i < heard.size(); i++) {
            System.arraycopy(
                    heard.get(i).samples, 0, all, i * Pcm.FRAME_SAMPLES, Pcm.FRAME_SAMPLES);
        }
        int largest = TimeScaleTest.largestStep(all, all.length);
        assertTrue(largest <= allowed, "a step of " + largest + ", allowed " + allowed);
        assertTrue(LOUDEST > allowed, "and a click is much more: " + allowed);
    }
}
