package org.offhook.media.rtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RtpPacketTest {
    private final RtpPacket packet = new RtpPacket();

    @Test
    void fieldsAreRead() {
        byte[] bytes = Packets.bytes(0x80 | 96, 0xFFFE, 0xF0000001, 20, 7);
        assertTrue(packet.wrap(bytes, bytes.length));
        assertTrue(packet.marker());
        assertEquals(96, packet.payloadType());
        assertEquals(0xFFFE, packet.sequence());
        assertEquals(0xF0000001, packet.timestamp());
        assertEquals(0x11223344, packet.ssrc());
        assertEquals(12, packet.payloadOffset());
        assertEquals(20, packet.payloadLength());
    }

    @Test
    void contributorsExtensionAndPaddingAreLeftOut() {
        byte[] bytes = Packets.bytes(0, 1, 1, 8 + 8 + 5 + 3, 0);
        bytes[0] = (byte) (0x80 | 0x20 | 0x10 | 2);
        bytes[12 + 8 + 3] = 1;
        bytes[bytes.length - 1] = 3;
        assertTrue(packet.wrap(bytes, bytes.length));
        assertEquals(12 + 8 + 8, packet.payloadOffset());
        assertEquals(5, packet.payloadLength());
    }

    @Test
    void whatIsNoRtpIsRefused() {
        assertFalse(packet.wrap(new byte[0], 0));
        assertFalse(packet.wrap(Packets.bytes(0, 1, 1, 0, 0), 11));
        byte[] version1 = Packets.bytes(0, 1, 1, 10, 0);
        version1[0] = 0x40;
        assertFalse(packet.wrap(version1, version1.length));
        byte[] tooManyContributors = Packets.bytes(0, 1, 1, 4, 0);
        tooManyContributors[0] = (byte) 0x8F;
        assertFalse(packet.wrap(tooManyContributors, tooManyContributors.length));
        byte[] longExtension = Packets.bytes(0, 1, 1, 8, 0);
        longExtension[0] = (byte) 0x90;
        longExtension[14] = 1;
        assertFalse(packet.wrap(longExtension, longExtension.length));
        byte[] longPadding = Packets.bytes(0, 1, 1, 8, 0);
        longPadding[0] = (byte) 0xA0;
        longPadding[19] = 9;
        assertFalse(packet.wrap(longPadding, longPadding.length));
        longPadding[19] = 0;
        assertFalse(packet.wrap(longPadding, longPadding.length));
    }

    @Test
    void rtcpOnTheSamePortIsKnown() {
        for (int type = 200; type <= 204; type++) {
            byte[] report = new byte[28];
            report[0] = (byte) 0x81;
            report[1] = (byte) type;
            assertTrue(RtpPacket.isRtcp(report, report.length), "type " + type);
        }
        byte[] marked = Packets.bytes(0x80 | 8, 1, 1, 160, 0);
        assertFalse(RtpPacket.isRtcp(marked, marked.length));
    }

    @Test
    void noiseNeverReachesBeyondItsLength() {
        var random = new SplittableRandom(1);
        int valid = 0;
        for (int i = 0; i < 100_000; i++) {
            byte[] noise = new byte[random.nextInt(64)];
            random.nextBytes(noise);
            if (packet.wrap(noise, noise.length)) {
                valid++;
                assertTrue(packet.payloadLength() >= 0);
                assertTrue(packet.payloadOffset() + packet.payloadLength() <= noise.length);
            }
        }
        assertTrue(valid > 1_000, "some noise looks like RTP: " + valid);
    }
}
