package org.offhook.media.dtls;

import java.util.Arrays;

/**
 * Holds back what a client sends after it changes its cipher until its CertificateVerify has come.
 * Bouncy Castle 1.84 takes the change as soon as it has the client's key exchange, and from then on
 * passes over all that is of the old cipher: where the CertificateVerify was lost or overtaken, its
 * repetition too, and the handshake never ends. Whoever sent it will repeat what is held back. Used
 * by one thread.
 */
final class CipherGate {
    private static final int RECORD_HEADER = 13;
    private static final int MESSAGE_HEADER = 12;
    private static final int CHANGE_CIPHER_SPEC = 20;
    private static final int HANDSHAKE = 22;
    private static final int CERTIFICATE_VERIFY = 15;

    private boolean open;

    /** The records that may pass, as a new array; what does not look like records passes. */
    byte[] admit(byte[] datagram, int length) {
        if (open) {
            return Arrays.copyOf(datagram, length);
        }
        byte[] admitted = new byte[length];
        int size = 0;
        int at = 0;
        while (at < length) {
            int end = Math.min(length, at + recordLength(datagram, at, length));
            open |= endsCertificateVerify(datagram, at, end);
            if (open || !isAfterChange(datagram, at, end)) {
                System.arraycopy(datagram, at, admitted, size, end - at);
                size += end - at;
            }
            at = end;
        }
        return Arrays.copyOf(admitted, size);
    }

    private static int recordLength(byte[] datagram, int at, int length) {
        boolean whole = at + RECORD_HEADER <= length;
        return whole ? RECORD_HEADER + u16(datagram, at + 11) : length - at;
    }

    private static boolean isAfterChange(byte[] datagram, int at, int end) {
        return end - at > RECORD_HEADER
                && (datagram[at] == CHANGE_CIPHER_SPEC || u16(datagram, at + 3) > 0);
    }

    /** Its last fragment, mostly the only one. */
    private static boolean endsCertificateVerify(byte[] datagram, int at, int end) {
        int message = at + RECORD_HEADER;
        return end >= message + MESSAGE_HEADER
                && datagram[at] == HANDSHAKE
                && u16(datagram, at + 3) == 0
                && datagram[message] == CERTIFICATE_VERIFY
                && u24(datagram, message + 6) + u24(datagram, message + 9)
                        == u24(datagram, message + 1);
    }

    private static int u16(byte[] bytes, int at) {
        return (bytes[at] & 0xFF) << 8 | bytes[at + 1] & 0xFF;
    }

    private static int u24(byte[] bytes, int at) {
        return (bytes[at] & 0xFF) << 16 | u16(bytes, at + 1);
    }
}
