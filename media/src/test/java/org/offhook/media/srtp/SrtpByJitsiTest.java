package org.offhook.media.srtp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.security.SecureRandom;
import java.util.Arrays;
import org.jitsi.srtp.SrtcpCryptoContext;
import org.jitsi.srtp.SrtpContextFactory;
import org.jitsi.srtp.SrtpCryptoContext;
import org.jitsi.srtp.SrtpErrorStatus;
import org.jitsi.srtp.SrtpPolicy;
import org.jitsi.srtp.crypto.Aes;
import org.jitsi.utils.ByteArrayBuffer;
import org.jitsi.utils.logging2.LoggerImpl;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.offhook.media.rtp.Packets;

/** Another implementation at the other end: jitsi-srtp, as Jitsi Videobridge uses it. */
class SrtpByJitsiTest {
    private static final int SSRC = 0x11223344;

    @BeforeAll
    static void chooseItsCipher() {
        // Else it measures all ciphers on first use.
        Aes.setFactoryClassName("SunJCE");
    }

    @ParameterizedTest
    @EnumSource(SrtpSuite.class)
    void itReadsOursAndWeReadItsAcrossARollover(SrtpSuite suite) throws Exception {
        SrtpKey key = SrtpKey.random(suite, new SecureRandom());
        SrtpCryptoContext theirSender = factory(true, key).deriveContext(SSRC, 0);
        SrtpCryptoContext theirReceiver = factory(false, key).deriveContext(SSRC, 0);
        var ourSender = new SrtpSender(key);
        var ourReceiver = new SrtpReceiver(key);
        for (int i = 0; i < 400; i++) {
            byte[] plain = Packets.bytes(96, 65_300 + i & 0xFFFF, i * 160, 1 + i, i);

            var ours = new Packet(plain);
            ours.setLength(ourSender.protect(ours.bytes, plain.length));
            assertEquals(SrtpErrorStatus.OK, theirReceiver.reverseTransformPacket(ours, false));
            assertArrayEquals(plain, ours.content());

            var theirs = new Packet(plain);
            assertEquals(SrtpErrorStatus.OK, theirSender.transformPacket(theirs));
            assertEquals(plain.length, ourReceiver.unprotect(theirs.bytes, theirs.length));
            assertArrayEquals(plain, Arrays.copyOf(theirs.bytes, plain.length));
        }
    }

    @ParameterizedTest
    @EnumSource(SrtpSuite.class)
    void controlPacketsToo(SrtpSuite suite) throws Exception {
        SrtpKey key = SrtpKey.random(suite, new SecureRandom());
        SrtcpCryptoContext theirSender = factory(true, key).deriveControlContext(SSRC);
        SrtcpCryptoContext theirReceiver = factory(false, key).deriveControlContext(SSRC);
        var ourSender = new SrtpSender(key);
        var ourReceiver = new SrtpReceiver(key);
        for (int i = 0; i < 20; i++) {
            byte[] plain =
                    SrtpTest.hex("80c9000111223344 81ca000411223344 0106616263646566 00000000");
            plain[20] = (byte) i;

            var ours = new Packet(plain);
            ours.setLength(ourSender.protectControl(ours.bytes, plain.length));
            assertEquals(SrtpErrorStatus.OK, theirReceiver.reverseTransformPacket(ours));
            assertArrayEquals(plain, ours.content());

            var theirs = new Packet(plain);
            assertEquals(SrtpErrorStatus.OK, theirSender.transformPacket(theirs));
            assertEquals(plain.length, ourReceiver.unprotectControl(theirs.bytes, theirs.length));
            assertArrayEquals(plain, Arrays.copyOf(theirs.bytes, plain.length));
        }
    }

    private static SrtpContextFactory factory(boolean sends, SrtpKey key) {
        return new SrtpContextFactory(
                sends,
                key.key(),
                key.salt(),
                policy(key.suite().tagBytes()),
                policy(SrtpSuite.CONTROL_TAG_BYTES),
                new LoggerImpl("jitsi"));
    }

    private static SrtpPolicy policy(int tagBytes) {
        return new SrtpPolicy(
                SrtpPolicy.AESCM_ENCRYPTION,
                SrtpSuite.KEY_BYTES,
                SrtpPolicy.HMACSHA1_AUTHENTICATION,
                20,
                tagBytes,
                SrtpSuite.SALT_BYTES);
    }

    /** A packet with room behind it, as jitsi-srtp takes them. */
    private static final class Packet implements ByteArrayBuffer {
        private final byte[] bytes = new byte[1_000];
        private int length;

        Packet(byte[] content) {
            System.arraycopy(content, 0, bytes, 0, content.length);
            length = content.length;
        }

        byte[] content() {
            return Arrays.copyOf(bytes, length);
        }

        @Override
        public byte[] getBuffer() {
            return bytes;
        }

        @Override
        public int getOffset() {
            return 0;
        }

        @Override
        public int getLength() {
            return length;
        }

        @Override
        public void setLength(int newLength) {
            length = newLength;
        }

        @Override
        public void setOffset(int offset) {
            throw new UnsupportedOperationException("the packet begins where it begins");
        }

        @Override
        public boolean isInvalid() {
            return false;
        }

        @Override
        public void readRegionToBuff(int offset, int count, byte[] out) {
            System.arraycopy(bytes, offset, out, 0, count);
        }

        @Override
        public void grow(int howMuch) {
            // There is room.
        }

        @Override
        public void append(byte[] data, int count) {
            System.arraycopy(data, 0, bytes, length, count);
            length += count;
        }

        @Override
        public void shrink(int howMuch) {
            length -= howMuch;
        }
    }
}
