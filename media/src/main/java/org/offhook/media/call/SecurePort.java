package org.offhook.media.call;

import org.offhook.media.srtp.SrtpKey;
import org.offhook.media.srtp.SrtpKeys;
import org.offhook.media.srtp.SrtpReceiver;
import org.offhook.media.srtp.SrtpSender;

/**
 * Both directions of one port with their keys; without keys nothing passes. Owned by the media
 * thread of its call.
 *
 * <p>A peer that changes its key does so when our answer has reached it: until the first packet of
 * the new key, those of the old one are taken too.
 */
final class SecurePort {
    private SrtpKey ourKey;
    private SrtpKey theirKey;
    private SrtpSender sender;
    private SrtpReceiver receiver;
    private SrtpReceiver before;

    /** What has not changed goes on with its counters. */
    void take(SrtpKeys keys) {
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

    /** Null where there are no keys yet. */
    SrtpSender sender() {
        return sender;
    }

    /** As {@link SrtpReceiver#unprotect}. */
    int open(byte[] datagram, int length) {
        if (receiver == null) {
            return SrtpReceiver.FORGED;
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
            return SrtpReceiver.FORGED;
        }
        int opened = receiver.unprotectControl(datagram, length);
        if (opened == SrtpReceiver.FORGED && before != null) {
            return before.unprotectControl(datagram, length);
        }
        return opened;
    }
}
