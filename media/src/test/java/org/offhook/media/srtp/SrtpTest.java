package org.offhook.media.srtp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.offhook.media.rtp.Packets;

/** Against the vectors of RFC 3711 and libsrtp, and against what the network does. */
class SrtpTest {
    static final SrtpKey KEY =
            new SrtpKey(
                    SrtpSuite.AES_CM_128_HMAC_SHA1_80,
                    hex("e1f97a0d3e018be0d64fa32c06de41390ec675ad498afeebb6960b3aabe6"));

    private final SrtpSender sender = new SrtpSender(KEY);
    private final SrtpReceiver receiver = new SrtpReceiver(KEY);

    static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replace(" ", ""));
    }

    /** RFC 3711 B.2. */
    @Test
    void aKeyStream() {
        var stream = new KeyStream(hex("2b7e151628aed2a6abf7158809cf4f3c"));
        byte[] data = new byte[48];
        stream.apply(hex("f0f1f2f3f4f5f6f7f8f9fafbfcfd0000"), data, 0, 48);
        assertArrayEquals(
                hex(
                        "e03ead0935c95e80e166b16dd92b4eb4 d23513162b02d0f72a43a2fe4a5f97ab"
                                + "41e95b3bb0a2e8dd477901e4fca894c0"),
                data);
    }

    /** RFC 3711 B.3. */
    @Test
    void derivedKeys() {
        var master = new KeyStream(hex("e1f97a0d3e018be0d64fa32c06de4139"));
        byte[] salt = hex("0ec675ad498afeebb6960b3aabe6");
        assertArrayEquals(
                hex("c61e7a93744f39ee10734afe3ff7a087"), SessionKeys.derive(master, salt, 0, 16));
        assertArrayEquals(
                hex("cebe321f6ff7716b6fd4ab49af256a156d38baa4"),
                SessionKeys.derive(master, salt, 1, 20));
        assertArrayEquals(
                hex("30cbbc08863d8c85d49db34a9ae1"), SessionKeys.derive(master, salt, 2, 14));
    }

    /** The packets that libsrtp tests itself with. */
    @Test
    void knownPackets() {
        byte[] plain = hex("800f1234decafbadcafebabe abababababababababababababababab");
        byte[] packet = Arrays.copyOf(plain, 64);
        assertEquals(38, sender.protect(packet, plain.length));
        byte[] protectedPacket =
                hex(
                        "800f1234decafbadcafebabe 4e55dc4ce79978d88ca4d215949d2402"
                                + "b78d6acc99ea179b8dbb");
        assertArrayEquals(protectedPacket, Arrays.copyOf(packet, 38));
        assertEquals(28, receiver.unprotect(packet, 38));
        assertArrayEquals(plain, Arrays.copyOf(packet, 28));

        byte[] report = hex("81c8000bcafebabe abababababababababababababababab");
        byte[] control = Arrays.copyOf(report, 64);
        assertEquals(38, sender.protectControl(control, report.length));
        assertArrayEquals(
                hex(
                        "81c8000bcafebabe 7128035be487b9bdbef89041f977a5a8 80000001"
                                + "993e08cd54d6c1230798"),
                Arrays.copyOf(control, 38));
        assertEquals(24, receiver.unprotectControl(control, 38));
        assertArrayEquals(report, Arrays.copyOf(control, 24));
    }

    @Test
    void theTagIsTheJdksHmac() throws GeneralSecurityException {
        var random = new SplittableRandom(1);
        for (int i = 0; i < 50; i++) {
            byte[] key = new byte[PacketTag.KEY_BYTES];
            byte[] packet = new byte[random.nextInt(400)];
            random.nextBytes(key);
            random.nextBytes(packet);
            var mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(key, "HmacSHA1"));
            byte[] expected = mac.doFinal(packet);
            var tag = new PacketTag(key);
            tag.compute(packet, packet.length);
            assertTrue(tag.isAt(expected, 0, 20));
            expected[19] ^= 1;
            assertFalse(tag.isAt(expected, 0, 20));
        }
    }

    @Test
    void aCallOfTwoHoursRollsOverFiveTimes() {
        byte[] packet = new byte[200];
        for (int i = 0; i < 360_000; i++) {
            byte[] plain = Packets.bytes(0, 32_000 + i & 0xFFFF, i * 160, 20, i);
            System.arraycopy(plain, 0, packet, 0, plain.length);
            int length = sender.protect(packet, plain.length);
            if (i % 7 != 3) {
                assertEquals(plain.length, receiver.unprotect(packet, length));
                assertEquals((byte) i, packet[12]);
            }
        }
    }

    @Test
    void packetsSwappedAroundARolloverAreBothRight() {
        byte[] last = protectedPacket(65_535);
        byte[] first = protectedPacket(0);
        byte[] second = protectedPacket(1);
        assertEquals(32, receiver.unprotect(protectedBefore(65_534), 42));
        assertEquals(32, receiver.unprotect(first, 42));
        assertEquals(32, receiver.unprotect(last, 42));
        assertEquals(32, receiver.unprotect(second, 42));
        assertEquals(SrtpReceiver.REPLAYED, receiver.unprotect(protectedBefore(65_534), 42));
    }

    private byte[] protectedPacket(int sequence) {
        byte[] packet = Arrays.copyOf(Packets.bytes(0, sequence, 0, 20, 1), 42);
        assertEquals(42, sender.protect(packet, 32));
        return packet;
    }

    /** By a sender that has not rolled over. */
    private static byte[] protectedBefore(int sequence) {
        byte[] packet = Arrays.copyOf(Packets.bytes(0, sequence, 0, 20, 1), 42);
        new SrtpSender(KEY).protect(packet, 32);
        return packet;
    }

    @Test
    void whatWasChangedOrPlayedAgainIsRefusedAndMovesNothing() {
        byte[] packet = protectedPacket(10);
        for (int bit = 0; bit < 42 * 8; bit++) {
            byte[] forged = packet.clone();
            forged[bit / 8] ^= (byte) (1 << bit % 8);
            assertTrue(receiver.unprotect(forged, 42) < 0, "bit " + bit);
        }
        assertEquals(32, receiver.unprotect(packet.clone(), 42));
        assertEquals(SrtpReceiver.REPLAYED, receiver.unprotect(packet.clone(), 42));
        for (int length = 0; length < 42; length++) {
            assertTrue(receiver.unprotect(packet.clone(), length) < 0);
        }
        byte[] report = Arrays.copyOf(hex("80c90001cafebabe"), 30);
        int length = sender.protectControl(report, 8);
        byte[] again = report.clone();
        assertEquals(8, receiver.unprotectControl(report, length));
        assertEquals(SrtpReceiver.REPLAYED, receiver.unprotectControl(again, length));
        assertEquals(SrtpReceiver.FORGED, receiver.unprotectControl(new byte[21], 21));
    }

    @Test
    void aForgedFloodOfSourcesTakesNoPlaceAndAnOldSourceIsNotForgotten() {
        var random = new SplittableRandom(5);
        for (int i = 0; i < 1_000; i++) {
            byte[] noise = Packets.withSsrc(Packets.bytes(0, i, 0, 30, 0), random.nextInt());
            assertEquals(SrtpReceiver.FORGED, receiver.unprotect(noise, noise.length));
        }
        byte[] first = null;
        for (int source = 1; source <= SrtpReceiver.MOST_SOURCES + 1; source++) {
            byte[] packet = Packets.withSsrc(Packets.bytes(0, 5, 0, 20, 1), source);
            byte[] room = Arrays.copyOf(packet, 42);
            new SrtpSender(KEY).protect(room, 32);
            first = first == null ? room.clone() : first;
            boolean fits = source <= SrtpReceiver.MOST_SOURCES;
            assertEquals(fits ? 32 : SrtpReceiver.FORGED, receiver.unprotect(room, 42));
        }
        assertEquals(SrtpReceiver.REPLAYED, receiver.unprotect(first, 42));
    }

    @Test
    void theShortTagIsFourBytesAndControlPacketsKeepTheLongOne() {
        SrtpKey key = SrtpKey.random(SrtpSuite.AES_CM_128_HMAC_SHA1_32, new SecureRandom());
        byte[] packet = Arrays.copyOf(Packets.bytes(0, 1, 0, 20, 9), 64);
        var one = new SrtpSender(key);
        var other = new SrtpReceiver(key);
        assertEquals(36, one.protect(packet, 32));
        assertEquals(32, other.unprotect(packet, 36));
        byte[] report = Arrays.copyOf(hex("80c90001cafebabe"), 30);
        assertEquals(8 + 14, one.protectControl(report, 8));
        assertEquals(8, other.unprotectControl(report, 22));
    }

    @Test
    void aKeyNeverSaysWhatItHolds() {
        assertEquals("AES_CM_128_HMAC_SHA1_80 key", KEY.toString());
        assertEquals(KEY, new SrtpKey(KEY.suite(), KEY.bytes()));
    }
}
