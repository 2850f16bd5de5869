package org.offhook.media.call;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.offhook.media.HeardFrames;
import org.offhook.media.Pcm;
import org.offhook.media.Playout;
import org.offhook.media.Tone;
import org.offhook.media.codec.CodecType;
import org.offhook.media.codec.Decoder;
import org.offhook.media.codec.G711;
import org.offhook.media.rtp.Packets;
import org.offhook.media.rtp.RtpPacket;
import org.offhook.media.sdp.AudioSession;
import org.offhook.media.sdp.Direction;

/** G.711 codes pass through a call untouched, in virtual time. */
@Timeout(600)
class CodesTest {
    private static final int HEADER = RtpPacket.HEADER_BYTES;

    /** Every code there is: 0x7F and 0xFF are both zero, and only one of them survives decoding. */
    private final byte[] codes = new byte[8_000];

    CodesTest() {
        new SplittableRandom(7).nextBytes(codes);
    }

    @ParameterizedTest(name = "{0} in packets of {1} ms")
    @CsvSource({"PCMU, 10", "PCMU, 20", "PCMU, 30", "PCMA, 20", "PCMA, 60"})
    void whatIsReceivedGoesUpAsItCame(CodecType codec, int millis) throws InterruptedException {
        var frames = new ArrayList<HeardFrames.Frame>();
        try (var call = new VirtualCall(codec).answered()) {
            receive(call, codec.staticPayloadType(), millis, -1);
            call.heard(frames);
        }
        var all = new byte[frames.size() * 160];
        for (int i = 0; i < frames.size(); i++) {
            assertEquals(160, frames.get(i).codesLength);
            assertEquals(codec.sdpName(), frames.get(i).law);
            System.arraycopy(frames.get(i).codes, 0, all, i * 160, 160);
        }
        assertTrue(frames.size() >= 40, frames.size() + " frames");
        int compared = 39 * 160;
        assertArrayEquals(Arrays.copyOf(codes, compared), Arrays.copyOf(all, compared));
    }

    @Test
    void whatIsLostGoesUpEncodedFromWhatConcealsIt() throws InterruptedException {
        var frames = new ArrayList<HeardFrames.Frame>();
        try (var call = new VirtualCall(CodecType.PCMU).answered()) {
            short[] tone = Tone.sine(400, 8_000, codes.length, 8_000);
            for (int i = 0; i < codes.length; i++) {
                codes[i] = G711.MU_LAW.encode(tone[i]);
            }
            receive(call, 0, 20, 20);
            call.heard(frames);
        }
        HeardFrames.Frame lost = frames.get(20);
        assertTrue(lost.concealed);
        long power = 0;
        for (byte code : lost.codes) {
            power += (long) G711.MU_LAW.decode(code) * G711.MU_LAW.decode(code);
        }
        double level = Math.sqrt(power / 160.0);
        assertEquals(8_000 / Math.sqrt(2), level, 1_500, "as loud as the tone around it");
        byte[] after = Arrays.copyOfRange(codes, 21 * 160, 22 * 160);
        assertArrayEquals(after, frames.get(21).codes, "and what follows is in its place");
    }

    @Test
    void anotherLawThanTheCallsIsTranslatedAndOpusHasNoCodes() throws InterruptedException {
        var frames = new ArrayList<HeardFrames.Frame>();
        try (var call = new VirtualCall(CodecType.PCMU)) {
            var both = Map.of(0, CodecType.PCMU, 8, CodecType.PCMA);
            call.agree(session(CodecType.PCMU, 0, both));
            receive(call, 8, 20, -1);
            call.heard(frames);
        }
        for (int i = 0; i < 160; i++) {
            short meant = G711.A_LAW.decode(codes[i]);
            assertEquals(G711.MU_LAW.encode(meant), frames.getFirst().codes[i]);
        }
        frames.clear();
        try (var call = new VirtualCall(CodecType.OPUS)) {
            call.agree(session(CodecType.OPUS, 111, Map.of(0, CodecType.PCMU)));
            receive(call, 0, 20, -1);
            call.heard(frames);
        }
        assertEquals(0, frames.getFirst().codesLength);
        assertEquals("", frames.getFirst().law);
    }

    @ParameterizedTest
    @CsvSource({"PCMU, -1", "PCMA, -43"})
    void codesLeaveAsTheyAreAndTheLastFrameIsFilledWithSilence(CodecType codec, byte silence)
            throws InterruptedException {
        try (var call = new VirtualCall(codec).answered()) {
            Playout playout = call.audio.playout();
            call.runUntil(105);
            int before = call.sent.size();
            int utterance = playout.begin();
            int length = 20 * 160 + 37;
            for (int done = 0; done < length; ) {
                int piece = Math.min(113, length - done);
                byte[] some = Arrays.copyOfRange(codes, done, done + piece);
                assertTrue(playout.putCodesOrWait(utterance, some, piece));
                done += piece;
            }
            playout.end(utterance);
            call.runUntil(1_000);
            byte[] expected = new byte[21 * 160];
            Arrays.fill(expected, silence);
            System.arraycopy(codes, 0, expected, 0, length);
            assertArrayEquals(expected, payloads(call, before, 21));
            assertEquals("105 started 1", call.told.getFirst(), "the first leaves at once");
            assertTrue(call.told.getLast().endsWith("ended 1 after 21"));
            call.assertStreamIsWhole();
        }
    }

    @Test
    void samplesAndCodesOfOneUtteranceStayInOrderAndPausesKeepThem() throws InterruptedException {
        try (var call = new VirtualCall(CodecType.PCMU).answered()) {
            Playout playout = call.audio.playout();
            int utterance = playout.begin();
            short[] tone = Tone.sine(500, Pcm.RATE_HZ, 10 * Pcm.FRAME_SAMPLES, 8_000);
            assertTrue(playout.putOrWait(utterance, tone, 1_751));
            assertTrue(playout.putCodesOrWait(utterance, codes, 1_000));
            assertTrue(playout.putOrWait(utterance, tone, 1_600));
            playout.end(utterance);
            call.runUntil(150);
            playout.pause(utterance);
            call.runUntil(350);
            playout.resume(utterance, 0);
            call.runUntil(1_000);
            byte[] spoken = spoken(call);
            int start = (1_751 + 1) / 2;
            byte[] middle = Arrays.copyOfRange(spoken, start, start + 1_000);
            assertArrayEquals(Arrays.copyOf(codes, 1_000), middle);
            // 876 + 1,000 + 800 places of the wire are 16.7 frames.
            assertTrue(call.told.getLast().endsWith("ended 1 after 17"), call.told::toString);
            short[] heard = new short[spoken.length];
            for (int i = 0; i < spoken.length; i++) {
                heard[i] = G711.MU_LAW.decode(spoken[i]);
            }
            assertTrue(Tone.level(heard, 100, start - 20) > 5_000);
            assertTrue(Tone.level(heard, start + 1_050, start + 1_750) > 5_000);
        }
    }

    @Test
    void afterAChangeOfLawCodesAreTranslated() throws InterruptedException {
        try (var call = new VirtualCall(CodecType.PCMU).answered()) {
            Playout playout = call.audio.playout();
            int utterance = playout.begin();
            assertTrue(playout.putCodesOrWait(utterance, codes, 1_600));
            playout.end(utterance);
            call.runUntil(81);
            int before = (int) call.sent.stream().filter(packet -> !packet.isSilence()).count();
            call.agree(AudioSession.of(CodecType.PCMA, VirtualCall.PEER));
            call.runUntil(500);
            byte[] spoken = payloads(call, before, 10 - before);
            for (int i = 0; i < spoken.length; i++) {
                short meant = G711.MU_LAW.decode(codes[before * 160 + i]);
                assertEquals(G711.A_LAW.encode(meant), spoken[i], "at " + i);
            }
        }
    }

    @Test
    void onAnOpusCallCodesAreHeardAsWhatTheyMean() throws InterruptedException {
        short[] tone = Tone.sine(500, 8_000, codes.length, 8_000);
        for (int i = 0; i < codes.length; i++) {
            codes[i] = G711.MU_LAW.encode(tone[i]);
        }
        short[] heard = new short[100 * Pcm.FRAME_SAMPLES];
        int filled = 0;
        try (var call = new VirtualCall(CodecType.OPUS).answered();
                Decoder decoder = CodecType.OPUS.newDecoder()) {
            Playout playout = call.audio.playout();
            int utterance = playout.begin();
            assertTrue(playout.putCodesOrWait(utterance, codes, codes.length));
            playout.end(utterance);
            call.runUntil(1_000);
            short[] some = new short[6 * Pcm.FRAME_SAMPLES];
            for (VirtualCall.Sent packet : call.sent) {
                byte[] payload = Arrays.copyOfRange(packet.bytes(), HEADER, packet.bytes().length);
                int count = decoder.decode(payload, payload.length, some);
                System.arraycopy(some, 0, heard, filled, count);
                filled += count;
            }
        }
        assertEquals(8_000 / Math.sqrt(2), Tone.level(heard, 3_200, 12_800), 800);
        int rises = 0;
        for (int i = 3_200; i < 12_800; i++) {
            rises += heard[i] < 0 && heard[i + 1] >= 0 ? 1 : 0;
        }
        assertEquals(300, rises, 3, "500 Hz for 0.6 s");
    }

    @Test
    void whoPutsMoreThanTheLeadWaitsUntilItIsHeardOrSilenced() throws Exception {
        try (var call = new VirtualCall(CodecType.PCMU).answered()) {
            Playout playout = call.audio.playout();
            int utterance = playout.begin();
            var done =
                    new FutureTask<>(() -> {
                        boolean first = playout.putCodesOrWait(utterance, codes, 8_000);
                        return first
                                && playout.putCodesOrWait(utterance, codes, 8_000)
                                && playout.putCodesOrWait(utterance, codes, 8_000);
                    });
            var producer = Thread.ofVirtual().start(done);
            while (!parked(producer)) {
                Thread.onSpinWait();
            }
            assertFalse(done.isDone(), "two seconds of lead, three of codes");
            call.runUntil(1_800);
            assertTrue(done.get(60, TimeUnit.SECONDS));
            assertTrue(playout.putCodesOrWait(utterance, codes, 4_000));
            playout.silence();
            assertFalse(playout.putCodesOrWait(utterance, codes, 8_000), "nobody hears it");
        }
    }

    private static boolean parked(Thread thread) {
        Thread.State state = thread.getState();
        return state == Thread.State.TIMED_WAITING || state == Thread.State.WAITING;
    }

    @Test
    void theEchoGuardIsToldHowLoudCodesAre() throws InterruptedException {
        Arrays.fill(codes, G711.MU_LAW.encode((short) 8_000));
        var frames = new ArrayList<HeardFrames.Frame>();
        try (var call = new VirtualCall(CodecType.PCMU).answered()) {
            Playout playout = call.audio.playout();
            assertTrue(playout.putCodesOrWait(playout.begin(), codes, codes.length));
            receive(call, 0, 20, -1);
            call.heard(frames);
        }
        assertEquals(8_000, Math.sqrt(frames.get(20).sentMeanSquare), 200);
    }

    /** A second of the codes arrives in packets of so much; one may be lost. */
    private void receive(VirtualCall call, int payloadType, int millis, int lost) {
        int bytes = 8 * millis;
        for (int i = 0; (i + 1) * bytes <= codes.length; i++) {
            call.runUntil(13 + (long) i * millis);
            byte[] packet = Packets.bytes(payloadType, i, i * bytes, bytes, 0);
            System.arraycopy(codes, i * bytes, packet, HEADER, bytes);
            if (i != lost) {
                assertTrue(call.receives(packet));
            }
        }
        call.runUntil(1_000);
    }

    private static AudioSession session(
            CodecType codec, int payloadType, Map<Integer, CodecType> receivable) {
        return new AudioSession(
                codec,
                payloadType,
                receivable,
                Map.of(),
                VirtualCall.PEER,
                Direction.SENDRECV,
                null,
                AudioSession.Control.beside(VirtualCall.PEER),
                null);
    }

    private static byte[] payloads(VirtualCall call, int from, int count) {
        byte[] all = new byte[count * 160];
        for (int i = 0; i < count; i++) {
            System.arraycopy(call.sent.get(from + i).bytes(), HEADER, all, i * 160, 160);
        }
        return all;
    }

    /** What was sent but silence, and the frame that fades into the pause. */
    private static byte[] spoken(VirtualCall call) {
        List<VirtualCall.Sent> loud = new ArrayList<>();
        for (int i = 0; i < call.sent.size(); i++) {
            boolean silence = call.sent.get(i).isSilence();
            boolean fades = i + 1 < call.sent.size() && call.sent.get(i + 1).isSilence() && i < 12;
            if (!silence && !fades) {
                loud.add(call.sent.get(i));
            }
        }
        byte[] all = new byte[loud.size() * 160];
        for (int i = 0; i < loud.size(); i++) {
            System.arraycopy(loud.get(i).bytes(), HEADER, all, i * 160, 160);
        }
        return all;
    }
}
