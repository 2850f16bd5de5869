package org.offhook.media.call;

import org.offhook.media.rtp.RtpPacket;
import org.offhook.media.rtp.RtpSender;

/**
 * Makes packets of another length than 20 ms from frames of 20 ms, for codecs whose payloads can be
 * cut anywhere: 8 bytes a millisecond, as many as ticks of their clock. Shorter ones leave in
 * pairs. Owned by the media thread of its call.
 */
final class Packing {
    private static final int BYTES_PER_MILLI = 8;
    private static final int LONGEST_MILLIS = 60;
    private static final int FRAME_MILLIS = 20;

    private final byte[] waiting = new byte[(LONGEST_MILLIS + FRAME_MILLIS) * BYTES_PER_MILLI];
    private int packetBytes;
    private int count;
    private boolean talkStarts;

    /** From now on in packets of so much; what waits is dropped. */
    void length(int millis) {
        packetBytes = millis == FRAME_MILLIS ? 0 : millis * BYTES_PER_MILLI;
        drop();
    }

    /** What waits is not sent: the grid goes on without it. */
    void drop() {
        count = 0;
        talkStarts = false;
    }

    /** False where a packet is a frame, and nothing waits: then there is nothing to do here. */
    boolean isNeeded() {
        return packetBytes > 0 || count > 0;
    }

    /** The payload of a frame, at its place in the packet, whose place in the grid has passed. */
    void add(byte[] packet, int length, boolean startsTalk) {
        System.arraycopy(packet, RtpPacket.HEADER_BYTES, waiting, count, length);
        count += length;
        talkStarts |= startsTalk;
    }

    /**
     * Writes the next packet.
     *
     * @param all though it is shorter than the others
     * @return its length; 0 where not enough is there
     */
    int next(byte[] packet, RtpSender sender, boolean all) {
        boolean isWhole = packetBytes > 0 && count >= packetBytes;
        if (count == 0 || !isWhole && !all) {
            return 0;
        }
        int length = isWhole ? packetBytes : count;
        System.arraycopy(waiting, 0, packet, RtpPacket.HEADER_BYTES, length);
        int written = sender.header(packet, length, talkStarts, count);
        talkStarts = false;
        count -= length;
        System.arraycopy(waiting, length, waiting, 0, count);
        return written;
    }
}
