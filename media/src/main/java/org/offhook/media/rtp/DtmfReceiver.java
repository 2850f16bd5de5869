package org.offhook.media.rtp;

/**
 * Telephone events (RFC 4733) to key presses: one digit per press, told at its first packet, so
 * that neither repeated nor lost end packets matter. Pure; one thread.
 */
public final class DtmfReceiver {
    /** Returned where a packet starts no key press. */
    public static final char NONE = 0;

    private static final int PAYLOAD_BYTES = 4;

    /** An event this much older than the last is of a restarted clock, not a reordered packet. */
    private static final int OLD_SECONDS = 5;

    /** Durations end at 0xFFFF; a longer press goes on in a new segment (RFC 4733 §2.5.1.3). */
    private static final int LONGEST_SEGMENT_TICKS = 0xFFFF;

    private boolean any;
    private int event;
    private int startTicks;
    private int durationTicks;
    private boolean ended;

    /** Forgets the last event: a new stream with another clock begins. */
    public void restart() {
        any = false;
    }

    /**
     * Reads one packet of a telephone-event payload type.
     *
     * @param clockRateHz of that payload type: 8000 or 48000
     * @return the digit whose press this packet starts, or {@link #NONE}
     */
    public char read(RtpPacket packet, int clockRateHz) {
        if (packet.payloadLength() < PAYLOAD_BYTES) {
            return NONE;
        }
        byte[] bytes = packet.bytes();
        int at = packet.payloadOffset();
        int newEvent = bytes[at] & 0xFF;
        boolean end = (bytes[at + 1] & 0x80) != 0;
        int duration = (bytes[at + 2] & 0xFF) << 8 | bytes[at + 3] & 0xFF;
        int sinceLast = packet.timestamp() - startTicks;
        if (any && sinceLast == 0) {
            durationTicks = Math.max(durationTicks, duration);
            ended |= end;
            return NONE;
        }
        if (any && sinceLast < 0 && sinceLast > -OLD_SECONDS * clockRateHz) {
            return NONE;
        }
        boolean goesOn = any && !ended && newEvent == event && isNextSegment(sinceLast);
        any = true;
        event = newEvent;
        startTicks = packet.timestamp();
        durationTicks = duration;
        ended = end;
        return goesOn || newEvent >= DtmfSender.DIGITS.length()
                ? NONE
                : DtmfSender.DIGITS.charAt(newEvent);
    }

    private boolean isNextSegment(int sinceLast) {
        // The last packets of a segment may be lost, so its length is not known to the tick.
        return sinceLast == LONGEST_SEGMENT_TICKS
                && durationTicks > LONGEST_SEGMENT_TICKS - LONGEST_SEGMENT_TICKS / 8;
    }
}
