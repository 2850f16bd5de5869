package org.offhook.media.rtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class RtpSenderTest {
    private final RtpSender sender = new RtpSender(3);
    private final byte[] bytes = new byte[172];

    @Test
    void numbersFollowAndTheFirstPacketIsMarked() {
        sender.format(8, 8_000);
        RtpPacket first = send(false);
        assertTrue(first.marker());
        assertEquals(8, first.payloadType());
        int sequence = first.sequence();
        int timestamp = first.timestamp();
        RtpPacket second = send(false);
        assertFalse(second.marker());
        assertEquals(sequence + 1 & 0xFFFF, second.sequence());
        assertEquals(timestamp + 160, second.timestamp());
        assertEquals(sender.ssrc(), second.ssrc());
        assertTrue(send(true).marker());
    }

    @Test
    void aSkippedFrameJumpsTheTimestampOnlyAndIsMarked() {
        sender.format(0, 8_000);
        RtpPacket first = send(false);
        int sequence = first.sequence();
        int timestamp = first.timestamp();
        sender.skipFrame();
        sender.skipFrame();
        RtpPacket next = send(false);
        assertTrue(next.marker());
        assertEquals(sequence + 1 & 0xFFFF, next.sequence());
        assertEquals(timestamp + 3 * 160, next.timestamp());
    }

    @Test
    void anotherClockGoesOnFromTheSameTimestamp() {
        sender.format(0, 8_000);
        int timestamp = send(false).timestamp();
        sender.format(111, 48_000);
        assertEquals(timestamp + 160, send(false).timestamp());
        assertEquals(timestamp + 160 + 960, send(false).timestamp());
    }

    private RtpPacket send(boolean talkStarts) {
        assertEquals(172, sender.header(bytes, 160, talkStarts));
        return Packets.wrap(bytes);
    }
}
