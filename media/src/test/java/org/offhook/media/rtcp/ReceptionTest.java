package org.offhook.media.rtcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;
import org.offhook.media.rtp.Packets;

/** What is counted of a stream, as RFC 3550 A.1 and A.3 have it. */
class ReceptionTest {
    private final Reception heard = new Reception();

    @Test
    void nothingIsReportedBeforeTheFirstPacket() {
        assertFalse(heard.isAny());
        assertEquals(0, heard.cumulativeLost());
        assertEquals(0, heard.lostShare());
    }

    @Test
    void everyTenthPacketIsLostAndTheFractionIsOfTheLastInterval() {
        receive(0, 100, 10);
        assertEquals(10, heard.cumulativeLost());
        assertEquals(256 * 10 / 100, heard.fractionLost());
        receive(100, 200, 1_000);
        assertEquals(10, heard.cumulativeLost());
        assertEquals(0, heard.fractionLost());
        assertEquals(0.05, heard.lostShare(), 1e-9);
    }

    @Test
    void theSequenceNumberWrapsAndTheReportSaysHowOften() {
        receive(65_500, 65_600, 1_000);
        assertEquals(1 << 16 | 63, heard.extendedHighest());
        assertEquals(0, heard.cumulativeLost());
    }

    @Test
    void reorderedPacketsAreNotLostAndDuplicatesMakeTheLossNegative() {
        for (int sequence : new int[] {0, 2, 1, 3, 5, 4, 5, 5}) {
            one(sequence, 7);
        }
        assertEquals(-2, heard.cumulativeLost());
        assertEquals(0, heard.fractionLost());
        assertEquals(0, heard.lostShare());
    }

    @Test
    void anotherSourceIsCountedAnewAndTheCallKeepsBoth() {
        for (int i = 0; i < 100; i += 2) {
            one(i, 7);
        }
        one(40_000, 8);
        assertEquals(8, heard.ssrc());
        assertEquals(0, heard.cumulativeLost());
        assertEquals(49.0 / 100, heard.lostShare(), 1e-9);
    }

    @Test
    void aRestartedSenderIsNoLossOfThousands() {
        one(1, 7);
        one(30_000, 7);
        assertEquals(0, heard.cumulativeLost());
        assertEquals(30_000, heard.extendedHighest());
    }

    private void receive(int from, int to, int leftOut) {
        for (int i = from; i < to; i++) {
            if (i % leftOut != 5) {
                one(i & 0xFFFF, 7);
            }
        }
    }

    private void one(int sequence, int ssrc) {
        byte[] packet = Packets.withSsrc(Packets.bytes(0, sequence, 0, 160, 0), ssrc);
        heard.onPacket(Packets.wrap(packet));
    }
}
