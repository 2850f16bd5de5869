package org.offhook.media.rtp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class DtmfReceiverTest {
    private static final int CLOCK_HZ = 8_000;

    private final DtmfReceiver receiver = new DtmfReceiver();
    private final StringBuilder told = new StringBuilder();
    private int sequence;

    @Test
    void eachPressIsOneDigitHoweverManyPackets() {
        press(1, 1_000, 3);
        press(2, 3_000, 3);
        press(2, 5_000, 3);
        press(11, 7_000, 3);
        press(15, 9_000, 3);
        assertEquals("122#D", told.toString());
    }

    @Test
    void lostEndsDoNotMergeAndRepeatedEndsDoNotDouble() {
        press(4, 1_000, 0);
        press(4, 3_000, 0);
        press(5, 5_000, 9);
        assertEquals("445", told.toString());
    }

    @Test
    void aLostStartIsHeardAtTheNextPacket() {
        event(7, false, 1_280, 20_000);
        event(7, true, 1_440, 20_000);
        assertEquals("7", told.toString());
    }

    @Test
    void aReorderedPacketOfTheLastPressIsNoNewPress() {
        press(1, 1_000, 1);
        press(2, 3_000, 1);
        event(1, true, 800, 1_000);
        assertEquals("12", told.toString());
    }

    @Test
    void aVeryLongPressIsOne() {
        event(9, false, 0xFFFF, 1_000);
        event(9, false, 160, 1_000 + 0xFFFF);
        event(9, true, 400, 1_000 + 0xFFFF);
        assertEquals("9", told.toString());
    }

    @Test
    void flashAndToShortPacketsAreNoDigits() {
        event(16, false, 160, 1_000);
        byte[] tooShort = Packets.bytes(101, 1, 9_000, 3, 5);
        assertEquals(DtmfReceiver.NONE, receiver.read(Packets.wrap(tooShort), CLOCK_HZ));
        assertEquals("", told.toString());
    }

    @Test
    void theClockMayBeOpussAndMayStartAnew() {
        tell(receiver.read(Packets.wrap(bytes(3, false, 960, 0x7FFFFF00)), 48_000));
        tell(receiver.read(Packets.wrap(bytes(3, true, 4_800, 0x7FFFFF00)), 48_000));
        tell(receiver.read(Packets.wrap(bytes(3, false, 960, 0x7FFFFF00 + 9_600)), 48_000));
        receiver.restart();
        tell(receiver.read(Packets.wrap(bytes(6, false, 960, 0x7FFFFE00)), 48_000));
        assertEquals("336", told.toString());
    }

    private void press(int event, int timestamp, int ends) {
        for (int duration = 160; duration <= 640; duration += 160) {
            event(event, false, duration, timestamp);
        }
        for (int i = 0; i < ends; i++) {
            event(event, true, 800, timestamp);
        }
    }

    private void event(int event, boolean end, int duration, int timestamp) {
        tell(receiver.read(Packets.wrap(bytes(event, end, duration, timestamp)), CLOCK_HZ));
    }

    private byte[] bytes(int event, boolean end, int duration, int timestamp) {
        byte[] bytes = Packets.bytes(101, sequence++, timestamp, 4, event);
        bytes[13] = (byte) (end ? 0x8A : 0x0A);
        bytes[14] = (byte) (duration >> 8);
        bytes[15] = (byte) duration;
        return bytes;
    }

    private void tell(char digit) {
        if (digit != DtmfReceiver.NONE) {
            told.append(digit);
        }
    }
}
