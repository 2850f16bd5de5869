package org.offhook.media.call;

import org.offhook.media.srtp.SrtpKey;
import org.offhook.media.srtp.SrtpKeys;
import org.offhook.media.srtp.SrtpReceiver;
import org.offhook.media.srtp.SrtpSender;

/**
 * Encrypts what leaves and decrypts what comes, where the call has keys; else both pass as they
 * are. Owned by the media thread of its call.
 *
 * <p>A peer that changes its key does so when our answer has reached it: until the first packet of
 * the new key, those of the old one are taken too.
 */
final class SecureLine implements PacketSink {
    private static final int MOST_BYTES = 2_048;

    private final byte[] buffer = new byte[MOST_BYTES];
    private SrtpKey ourKey;
    private SrtpKey theirKey;
    private SrtpSender sender;
    private SrtpReceiver receiver;
    private SrtpReceiver before;
    private PacketSink wire;

    /** Null: plain from now on. What has not changed goes on with its counters. */
    void agree(SrtpKeys keys) {
        if (keys == null) {
            ourKey = null;
            theirKey = null;
            sender = null;
            receiver = null;
            before = null;
            return;
        }
        if (!keys.ours().equals(ourKey)) {
            ourKey = keys.ours();
            sender = new SrtpSender(ourKey);
        }
        if (!keys.theirs().equals(theirKey)) {
            before = receiver;
            theirKey = keys.theirs();
            receiver = new SrtpReceiver(theirKey);
        }
    }

    /** Where packets are to be given that shall go to {@code out}. */
    PacketSink over(PacketSink out) {
        wire = out;
        return sender == null ? out : this;
    }

    @Override
    public void send(byte[] packet, int length) {
        System.arraycopy(packet, 0, buffer, 0, length);
        wire.send(buffer, sender.protect(buffer, length));
    }

    @Override
    public void sendControl(byte[] packet, int length) {
        System.arraycopy(packet, 0, buffer, 0, length);
        wire.sendControl(buffer, sender.protectControl(buffer, length));
    }

    /**
     * Decrypts an audio packet in place.
     *
     * @return its length, or as {@link SrtpReceiver#unprotect}
     */
    int open(byte[] datagram, int length) {
        if (receiver == null) {
            return length;
        }
        int opened = receiver.unprotect(datagram, length);
        if (opened >= 0) {
            before = null;
        } else if (opened == SrtpReceiver.FORGED && before != null) {
            return before.unprotect(datagram, length);
        }
        return opened;
    }

    /** The same for a control packet. */
    int openControl(byte[] datagram, int length) {
        if (receiver == null) {
            return length;
        }
        int opened = receiver.unprotectControl(datagram, length);
        if (opened == SrtpReceiver.FORGED && before != null) {
            return before.unprotectControl(datagram, length);
        }
        return opened;
    }
}
