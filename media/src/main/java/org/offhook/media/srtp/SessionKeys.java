package org.offhook.media.srtp;

/**
 * What encrypts and signs the packets of one direction, derived from its master key (RFC 3711
 * section 4.3, at a derivation rate of 0: once). Not thread-safe.
 */
final class SessionKeys {
    private static final int RTP = 0;
    private static final int RTCP = 3;

    final SrtpSuite suite;
    final KeyStream audio;
    final PacketTag audioTag;
    final KeyStream control;
    final PacketTag controlTag;

    private final byte[] audioSalt;
    private final byte[] controlSalt;
    private final byte[] initial = new byte[16];

    SessionKeys(SrtpKey master) {
        suite = master.suite();
        var derivation = new KeyStream(master.key());
        byte[] salt = master.salt();
        audio = new KeyStream(derive(derivation, salt, RTP, SrtpSuite.KEY_BYTES));
        audioTag = new PacketTag(derive(derivation, salt, RTP + 1, PacketTag.KEY_BYTES));
        audioSalt = derive(derivation, salt, RTP + 2, SrtpSuite.SALT_BYTES);
        control = new KeyStream(derive(derivation, salt, RTCP, SrtpSuite.KEY_BYTES));
        controlTag = new PacketTag(derive(derivation, salt, RTCP + 1, PacketTag.KEY_BYTES));
        controlSalt = derive(derivation, salt, RTCP + 2, SrtpSuite.SALT_BYTES);
    }

    /** Bytes of the stream that begins at the salt with the label in its eighth byte. */
    static byte[] derive(KeyStream stream, byte[] salt, int label, int bytes) {
        byte[] start = new byte[16];
        System.arraycopy(salt, 0, start, 0, salt.length);
        start[7] ^= (byte) label;
        byte[] derived = new byte[bytes];
        stream.apply(start, derived, 0, bytes);
        return derived;
    }

    /**
     * The counter's first value for an audio packet (section 4.1.1).
     *
     * @param index sequence number, extended by the rollover counter to 48 bits
     */
    byte[] audioStart(int ssrc, long index) {
        return start(audioSalt, ssrc, index);
    }

    /**
     * @param index of 31 bits, as the packet bears it
     */
    byte[] controlStart(int ssrc, int index) {
        return start(controlSalt, ssrc, index);
    }

    private byte[] start(byte[] salt, int ssrc, long index) {
        System.arraycopy(salt, 0, initial, 0, SrtpSuite.SALT_BYTES);
        for (int i = 0; i < 4; i++) {
            initial[4 + i] ^= (byte) (ssrc >> 24 - 8 * i);
        }
        for (int i = 0; i < 6; i++) {
            initial[8 + i] ^= (byte) (index >> 40 - 8 * i);
        }
        return initial;
    }
}
