package org.offhook.media.srtp;

import org.offhook.media.rtp.Bytes;
import org.offhook.media.rtp.RtpPacket;

/**
 * Checks and decrypts what one call is sent. Nothing of a packet counts before its tag is right: no
 * forged one moves a rollover counter or takes a source's place. Owned by the media thread of its
 * call.
 */
public final class SrtpReceiver {
    /** Not of this key, or changed on the way. */
    public static final int FORGED = -1;

    /** Was here before. */
    public static final int REPLAYED = -2;

    /**
     * Sources heard with one key; more are taken for forged. All are remembered, so that none can
     * be played again as if it were new.
     */
    static final int MOST_SOURCES = 8;

    private final SessionKeys keys;
    private final RtpPacket view = new RtpPacket();
    private final int[] ssrcs = new int[MOST_SOURCES];
    private final ReplayWindow[] windows = new ReplayWindow[MOST_SOURCES];
    private final ReplayWindow controlWindow = new ReplayWindow();
    private int sources;

    public SrtpReceiver(SrtpKey key) {
        keys = new SessionKeys(key);
        for (int i = 0; i < MOST_SOURCES; i++) {
            windows[i] = new ReplayWindow();
        }
    }

    /**
     * Unprotects an audio packet in place; one that is refused stays as it is.
     *
     * @return its length without the tag, {@link #FORGED} or {@link #REPLAYED}
     */
    public int unprotect(byte[] packet, int length) {
        int signed = length - keys.suite.tagBytes();
        if (signed < RtpPacket.HEADER_BYTES || !view.wrapEncrypted(packet, signed)) {
            return FORGED;
        }
        int source = source(view.ssrc());
        if (source == MOST_SOURCES) {
            return FORGED;
        }
        ReplayWindow window = windows[source];
        long index = index(window.highest(), view.sequence());
        if (index < 0 || window.isReplay(index)) {
            return REPLAYED;
        }
        keys.audioTag.computeWith((int) (index >> 16), packet, signed);
        if (!keys.audioTag.isAt(packet, signed, keys.suite.tagBytes())) {
            return FORGED;
        }
        window.add(index);
        if (source == sources) {
            ssrcs[sources++] = view.ssrc();
        }
        int from = view.payloadOffset();
        keys.audio.apply(keys.audioStart(view.ssrc(), index), packet, from, signed - from);
        return signed;
    }

    /** Where a source is kept, or would be. */
    private int source(int ssrc) {
        int at = 0;
        while (at < sources && ssrcs[at] != ssrc) {
            at++;
        }
        return at;
    }

    /**
     * The sequence number with its rollovers: the nearest to the highest so far (RFC 3711 section
     * 3.3.1).
     *
     * @return negative for one from before the first
     */
    static long index(long highest, int sequence) {
        if (highest < 0) {
            return sequence;
        }
        return highest + (short) (sequence - (int) highest);
    }

    /**
     * Unprotects a control packet in place.
     *
     * @return its length without index and tag, {@link #FORGED} or {@link #REPLAYED}
     */
    public int unprotectControl(byte[] packet, int length) {
        int signed = length - SrtpSuite.CONTROL_TAG_BYTES;
        int end = signed - 4;
        if (end < SrtpSuite.CONTROL_HEADER_BYTES) {
            return FORGED;
        }
        int word = Bytes.i32(packet, end);
        int index = word & 0x7FFF_FFFF;
        if (controlWindow.isReplay(index)) {
            return REPLAYED;
        }
        keys.controlTag.compute(packet, signed);
        if (!keys.controlTag.isAt(packet, signed, SrtpSuite.CONTROL_TAG_BYTES)) {
            return FORGED;
        }
        controlWindow.add(index);
        if (word < 0) {
            int ssrc = Bytes.i32(packet, 4);
            keys.control.apply(
                    keys.controlStart(ssrc, index),
                    packet,
                    SrtpSuite.CONTROL_HEADER_BYTES,
                    end - SrtpSuite.CONTROL_HEADER_BYTES);
        }
        return end;
    }
}
