package org.offhook.media.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.offhook.media.Pcm;
import org.offhook.media.Playout;
import org.offhook.media.PreparedAudio;
import org.offhook.media.Tone;
import org.offhook.media.codec.CodecType;
import org.offhook.media.codec.Decoder;
import org.offhook.media.sdp.Direction;

/** A call in G.722, whose payloads mean nothing without those before them. */
@Timeout(600)
class G722CallTest {
    private static final short[] SECOND = Tone.sine(500, Pcm.RATE_HZ, Pcm.RATE_HZ, 6_000);

    @Test
    void inG722PreparedAndLiveSpeechCutsAndKeysAreOneStream() throws Exception {
        try (var wide = new VirtualCall(CodecType.G722).answered()) {
            Playout playout = wide.audio.playout();
            int prepared = playout.begin();
            playout.play(prepared, PreparedAudio.encode(SECOND, SECOND.length));
            wide.runUntil(215);
            playout.silence();
            wide.runUntil(300);
            assertTrue(playout.sendDigits("5"));
            wide.runUntil(600);
            int live = playout.begin();
            assertTrue(playout.putOrWait(live, SECOND, 20 * Pcm.FRAME_SAMPLES));
            wide.runUntil(815);
            wide.direction(Direction.RECVONLY);
            wide.runUntil(900);
            wide.direction(Direction.SENDRECV);
            wide.runUntil(1_200);
            short[] heard = decodedG722(wide.sent);
            assertTone(heard, 40, 200);
            double after = Tone.level(heard, 255 * 16, 580 * 16);
            assertTrue(after < 10, "after the cut a level of " + after);
            assertTone(heard, 640, 800);
            assertTone(heard, 920, 1_000);
            // Not where the tone sets in: there the codec itself overshoots.
            int worst = steepest(Arrays.copyOfRange(heard, 40 * 16, 580 * 16));
            assertTrue(worst < 1.5 * steepest(SECOND), "a step of " + worst);
        }
    }

    /** What a peer hears: each packet in its place, silence where keys or nothing came. */
    private static short[] decodedG722(List<VirtualCall.Sent> sent) {
        short[] heard = new short[1_300 * 16];
        short[] out = new short[16 * Decoder.MAX_PACKET_MILLIS];
        int origin = sent.getFirst().rtp().timestamp();
        try (Decoder decoder = CodecType.G722.newDecoder()) {
            for (VirtualCall.Sent packet : sent) {
                if (packet.rtp().payloadType() == 9) {
                    int length = packet.bytes().length - 12;
                    byte[] payload = Arrays.copyOfRange(packet.bytes(), 12, 12 + length);
                    assertEquals(Pcm.FRAME_SAMPLES, decoder.decode(payload, length, out));
                    // The clock counts 8,000 a second, the samples are 16,000.
                    int at = 2 * (packet.rtp().timestamp() - origin);
                    System.arraycopy(out, 0, heard, at, Pcm.FRAME_SAMPLES);
                }
            }
        }
        return heard;
    }

    private static void assertTone(short[] heard, int fromMillis, int toMillis) {
        double level = Tone.level(heard, fromMillis * 16, toMillis * 16);
        double meant = Tone.level(SECOND, 0, SECOND.length);
        assertEquals(meant, level, meant / 10, "from " + fromMillis);
    }

    private static int steepest(short[] samples) {
        int steepest = 0;
        for (int i = 1; i < samples.length; i++) {
            steepest = Math.max(steepest, Math.abs(samples[i] - samples[i - 1]));
        }
        return steepest;
    }
}
