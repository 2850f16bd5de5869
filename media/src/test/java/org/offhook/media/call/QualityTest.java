package org.offhook.media.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.offhook.media.CallQuality;
import org.offhook.media.MediaConfig;
import org.offhook.media.codec.CodecType;
import org.offhook.media.rtp.Packets;

/** What a call's record says of its line. */
class QualityTest {
    private final VirtualCall call = new VirtualCall(CodecType.PCMU).answered();

    @Test
    void aGoodLineIsAGoodScore() {
        talk(0, 500, 1_000);
        CallQuality quality = call.audio.quality();
        assertEquals(0, quality.lostShare());
        assertEquals(0, quality.concealedShare());
        assertEquals(4.4, quality.score(), 0.05);
        assertTrue(quality.bufferedMillis() > 5 && quality.bufferedMillis() < 60);
        assertTrue(Double.isNaN(quality.roundTripMillis()));
        assertTrue(quality.toString().startsWith("heard MOS 4.4, lost 0.0 %"), quality.toString());
    }

    @Test
    void tenPercentLostAreTenPercentConcealedAndCostAPoint() {
        talk(0, 1_000, 10);
        CallQuality quality = call.audio.quality();
        assertEquals(0.10, quality.lostShare(), 0.01);
        assertEquals(0.10, quality.concealedShare(), 0.01);
        assertEquals(3.4, quality.score(), 0.2);
    }

    @Test
    void thePauseOfAPeerThatSuppressesSilenceIsNoLoss() {
        talk(0, 100, 1_000);
        call.runUntil(call.nowMillis + 3_000);
        for (int i = 0; i < 100; i++) {
            one(100 + i, (250 + i) * 160);
        }
        assertEquals(0, call.audio.quality().concealedShare());
        assertEquals(0, call.audio.quality().lostShare());
    }

    @Test
    void reportsLeaveWhileTheCallLastsAndTheLastSaysGoodbye() {
        talk(0, 1_000, 1_000);
        int reports = call.reports.size();
        assertTrue(reports >= 3 && reports <= 8, reports + " in twenty seconds");
        call.finish();
        byte[] last = call.reports.getLast().bytes();
        assertEquals((byte) 203, last[last.length - 7]);
    }

    @Test
    void controlPacketsAtTheAudiosPortAreReadAndGarbageAmongThemCounted() {
        talk(0, 1_000, 1_000);
        var peer = new VirtualCall(CodecType.PCMU, MediaConfig.defaults(), 5);
        peer.answered();
        peer.runUntil(4_000);
        assertTrue(!peer.reports.isEmpty());
        call.receives(peer.reports.getFirst().bytes());
        call.receives(new byte[] {(byte) 0x81, (byte) 200, 0, 6, 0, 0, 0, 0});
        call.runUntil(call.nowMillis + 1_100);
        assertEquals(1, call.audio.quality().malformedReports());
        assertEquals(0, call.audio.stats().invalid());
    }

    private void talk(int from, int to, int leftOut) {
        for (int i = from; i < to; i++) {
            if (i % leftOut == leftOut - 1) {
                call.runUntil(call.nowMillis + 20);
            } else {
                one(i, i * 160);
            }
        }
    }

    private void one(int sequence, int timestamp) {
        call.receives(Packets.bytes(0, sequence, timestamp, 160, 0));
        call.runUntil(call.nowMillis + 20);
    }
}
