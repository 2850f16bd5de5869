package org.offhook.media.rtp;

/**
 * Makes one line of time out of the timestamps of a stream whose sender sets its clock anew and
 * keeps its source, as PBXs do when another leg is connected: what follows the last packet in
 * sequence and in time follows it in the audio too, whatever its timestamp says. Pure; one thread.
 */
final class StreamClock {
    /** So much further ahead than time has passed is no early packet. */
    private static final long AHEAD_NANOS = 200_000_000;

    /** After more that are missing nobody knows what came between. */
    private static final int MOST_MISSING = 8;

    /** Packets further behind do not come any more. */
    private static final int MOST_BEHIND = 100;

    private int ticksPerMilli;
    private boolean any;
    private int sequence;
    private int timestamp;
    private int ticks;
    private long arrivalNanos;

    private int shift;
    private boolean isShifted;
    private int shiftBefore;
    private int shiftedFrom;

    /** The next packet begins another stream. */
    void restart(int clockRateHz) {
        ticksPerMilli = clockRateHz / 1_000;
        any = false;
        shift = 0;
        isShifted = false;
    }

    /**
     * The timestamp that a packet would have, had the clock never been set.
     *
     * @param packetTicks of audio in it; 0 for events and comfort noise, which tell nothing of it
     * @param lastWasLate the packet before was held up: then what looks early is only in time
     */
    int timestamp(RtpPacket packet, int packetTicks, long nowNanos, boolean lastWasLate) {
        int ahead = (short) (packet.sequence() - sequence);
        if (any && ahead <= 0) {
            boolean isOlder = isShifted && (short) (packet.sequence() - shiftedFrom) < 0;
            return packet.timestamp() + (isOlder ? shiftBefore : shift);
        }
        boolean areAudio = any && packetTicks > 0 && ticks > 0 && ahead <= MOST_MISSING;
        int step = packet.timestamp() + shift - timestamp;
        if (areAudio && (step < 0 || !lastWasLate && isFarAhead(step, nowNanos - arrivalNanos))) {
            shiftBefore = shift;
            shift += ahead * ticks - step;
            isShifted = true;
            shiftedFrom = packet.sequence();
        } else if (isShifted && (short) (packet.sequence() - shiftedFrom) > MOST_BEHIND) {
            isShifted = false;
        }
        any = true;
        sequence = packet.sequence();
        timestamp = packet.timestamp() + shift;
        ticks = packetTicks;
        arrivalNanos = nowNanos;
        return timestamp;
    }

    private boolean isFarAhead(int step, long passedNanos) {
        return step / ticksPerMilli * 1_000_000L - passedNanos > AHEAD_NANOS;
    }
}
