package org.offhook.media.call;

import org.offhook.media.srtp.DtlsTerms;
import org.offhook.media.srtp.Keying;
import org.offhook.media.srtp.SrtpKeys;
import org.offhook.media.srtp.SrtpReceiver;

/**
 * Encrypts what leaves and decrypts what comes, where the call is encrypted; else both pass as they
 * are. Where keys are still to come nothing passes. Owned by the media thread of its call.
 */
final class SecureLine implements PacketSink {
    private static final int MOST_BYTES = 2_048;

    private final byte[] buffer = new byte[MOST_BYTES];
    private Keying agreed;
    private SecurePort audio = new SecurePort();
    private SecurePort control = audio;
    private SecurePort ownControl = new SecurePort();
    private PacketSink wire;

    /**
     * What has not changed goes on with its counters.
     *
     * @param keying null: plain from now on
     * @param together that control packets go with the audio: only there do they share its keys
     *     where a handshake makes them
     */
    void agree(Keying keying, boolean together) {
        if (agreed == null || keying == null || agreed.getClass() != keying.getClass()) {
            audio = new SecurePort();
            ownControl = new SecurePort();
        }
        agreed = keying;
        control = keying instanceof DtlsTerms && !together ? ownControl : audio;
        if (keying instanceof SrtpKeys keys) {
            audio.take(keys);
        }
    }

    /** The keys have come that were to come; those of an earlier handshake held until now. */
    void secured(SrtpKeys keys) {
        audio.take(keys);
    }

    /** The same for the port of control packets. */
    void controlSecured(SrtpKeys keys) {
        ownControl.take(keys);
    }

    /** That audio waits for keys. */
    boolean isLocked() {
        return agreed != null && audio.sender() == null;
    }

    /** The same of control packets. */
    boolean isControlLocked() {
        return agreed != null && control.sender() == null;
    }

    /** Where packets are to be given that shall go to {@code out}. */
    PacketSink over(PacketSink out) {
        wire = out;
        return agreed == null ? out : this;
    }

    @Override
    public void send(byte[] packet, int length) {
        if (audio.sender() != null) {
            System.arraycopy(packet, 0, buffer, 0, length);
            wire.send(buffer, audio.sender().protect(buffer, length));
        }
    }

    @Override
    public void sendControl(byte[] packet, int length) {
        if (control.sender() != null) {
            System.arraycopy(packet, 0, buffer, 0, length);
            wire.sendControl(buffer, control.sender().protectControl(buffer, length));
        }
    }

    /**
     * Decrypts an audio packet in place.
     *
     * @return its length, or as {@link SrtpReceiver#unprotect}; without keys as for a forged one
     */
    int open(byte[] datagram, int length) {
        return agreed == null ? length : audio.open(datagram, length);
    }

    /** The same for a control packet. */
    int openControl(byte[] datagram, int length) {
        return agreed == null ? length : control.openControl(datagram, length);
    }
}
