package org.offhook.media.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.offhook.media.codec.CodecType;
import org.offhook.media.rtp.Packets;
import org.offhook.media.sdp.Direction;

/** Audio that stops arriving, in virtual time; the time-out is 30 s. */
@Timeout(600)
class RtpWatchTest {
    private static final int COMFORT_NOISE = 13;

    private final VirtualCall call = new VirtualCall(CodecType.PCMU);
    private int sequence = 65_500;
    private int timestamp;

    @AfterEach
    void hangUp() {
        call.close();
    }

    @Test
    void aCallThatHearsNothingAtAllIsQuietThenOver() {
        call.answered().runUntil(60_000);
        assertEquals(List.of("4000 quiet", "30000 timeout"), call.told);
    }

    @Test
    void audioThatStopsAndComesBackIsToldBothTimes() {
        call.answered();
        talk(50);
        call.runUntil(8_000);
        // Lost on the way: sequence numbers and time have moved on.
        sequence += 350;
        timestamp += 350 * 160;
        talk(50);
        call.runUntil(20_000);
        assertEquals(List.of("4980 quiet", "8000 heard again", "12980 quiet"), call.told);
    }

    @Test
    void afterComfortNoiseQuietIsNormalUntilTheNextTalk() {
        call.answered();
        talk(50);
        packet(COMFORT_NOISE, 1);
        call.runUntil(110_000);
        assertEquals(List.of(), call.told);
        talk(50);
        call.runUntil(116_000);
        assertEquals(List.of("114980 quiet"), call.told);
    }

    @Test
    void evenAPeerThatSuppressesSilenceMayBeGone() {
        call.answered();
        packet(COMFORT_NOISE, 1);
        call.runUntil(200_000);
        assertEquals(List.of("120000 timeout"), call.told);
    }

    @Test
    void aPeerThatJustStopsAndGoesOnWithTheNextNumberSuppressesSilence() {
        call.answered();
        talk(50);
        call.runUntil(1_500);
        timestamp += 25 * 160;
        talk(50);
        call.runUntil(30_000);
        assertEquals(List.of(), call.told);
    }

    @Test
    void aStallOfTheNetworkIsNotSilence() {
        call.answered();
        talk(50);
        call.runUntil(2_000);
        for (int i = 0; i < 50; i++) {
            packet(0, 160);
        }
        call.runUntil(10_000);
        assertEquals(List.of("6000 quiet"), call.told);
    }

    @Test
    void onHoldNothingIsExpectedAndAfterItTheTimeCountsAnew() {
        call.answered();
        talk(50);
        call.direction(Direction.RECVONLY);
        call.runUntil(50_000);
        assertEquals(List.of(), call.told);
        call.direction(Direction.SENDRECV);
        call.runUntil(55_000);
        assertEquals(List.of("54000 quiet"), call.told);
    }

    private void talk(int packets) {
        for (int i = 0; i < packets; i++) {
            packet(0, 160);
            call.runUntil(call.nowMillis + 20);
        }
    }

    private void packet(int payloadType, int length) {
        byte[] packet = Packets.bytes(payloadType, sequence++ & 0xFFFF, timestamp, length, 0);
        assertTrue(call.receives(packet));
        timestamp += 160;
    }
}
