package org.offhook.media.rtp;

import java.util.Arrays;

/**
 * Puts the packets of one stream back in order and in time. Packets go in as they come; the player
 * takes the next one whenever it has played what it had. Pure: no clock, no thread, nothing
 * allocated after construction; one thread.
 *
 * <p>The delay starts at a given depth. It grows when nothing is there in time: the player conceals
 * and waits, so a late burst is played, not lost. Beyond that it is the player's, who is told with
 * each packet how much earlier than needed it was there ({@link #takenSlackNanos}) and plays slower
 * or faster. A gap in the timestamps is played as a gap, less the time already waited: so a sender
 * that skips ahead (marker and timestamp jump) and one that catches up in a burst both end at the
 * same delay.
 */
public final class JitterBuffer {
    /** From {@link #take}: the packet due is missing though later ones are here; conceal 20 ms. */
    public static final int LOST = -1;

    /** From {@link #take}: nothing is due yet; conceal 20 ms, or wait where nothing was played. */
    public static final int TOO_EARLY = -2;

    /** From {@link #takenSlackNanos}: too few packets have come to say. */
    public static final long UNKNOWN = Long.MIN_VALUE;

    /** Largest payload kept. */
    public static final int MAX_PAYLOAD = 1_280;

    /** What became of a packet in {@link #put}. */
    public enum Put {
        STORED,
        DUPLICATE,
        LATE,
        /** Does not follow from the stream before: kept out until a second one agrees. */
        SUSPECT,
        /** First of a new stream: stored, all before it is forgotten. */
        NEW_STREAM
    }

    private static final int SLOTS = 64;
    private static final int MAX_MISORDER = 100;
    private static final int FRAMES_PER_SECOND = 50;
    private static final int NO_SEQUENCE = -1;

    /** A stream silent for this long starts anew, as do timestamps that jump by more. */
    private static final int RESTART_SECONDS = 1;

    private static final long MAX_DEPTH_NANOS = 200_000_000;

    /** Later than nearly all packets by more: it was held up. */
    private static final long LATE_NANOS = 100_000_000;

    private final byte[] payloads = new byte[SLOTS * MAX_PAYLOAD];
    private final int[] lengths = new int[SLOTS];
    private final int[] timestamps = new int[SLOTS];
    private final int[] durations = new int[SLOTS];
    private final int[] formats = new int[SLOTS];
    private final long[] arrivals = new long[SLOTS];

    /** The sequence number in each slot, {@link #NO_SEQUENCE} where empty. */
    private final int[] sequences = new int[SLOTS];

    private final StreamClock clock = new StreamClock();
    private final DelayWindow delays = new DelayWindow();
    private final long initialDepthNanos;
    private int clockRateHz;
    private int frameTicks;

    private boolean streaming;
    private boolean playing;
    private int ssrc;
    private int next;
    private int highest;
    private long seen;
    private int suspectSsrc;
    private int suspectSequence = NO_SEQUENCE;
    private int stored;

    private int lastTimestamp;
    private long mediaTicks;
    private int playTimestamp;
    private int waitedTicks;
    private double jitterNanos;
    private long lastTransitNanos;

    private int takenFormat;
    private long takenArrivalNanos;
    private long takenSlackNanos = UNKNOWN;
    private long lost;
    private long skipped;

    public JitterBuffer(int clockRateHz, long initialDepthNanos) {
        this.initialDepthNanos = initialDepthNanos;
        restart(clockRateHz);
    }

    /** Forgets the stream; the next packet starts another. */
    public void restart(int newClockRateHz) {
        clockRateHz = newClockRateHz;
        frameTicks = newClockRateHz / FRAMES_PER_SECOND;
        streaming = false;
        delays.clear();
        empty();
    }

    private void empty() {
        Arrays.fill(sequences, NO_SEQUENCE);
        stored = 0;
        playing = false;
        suspectSequence = NO_SEQUENCE;
    }

    /**
     * Takes in a packet.
     *
     * @param format any number the player wants back with this packet
     * @param durationMillis audio in it; 0 for a packet that only fills its place in the sequence
     *     (telephone event, comfort noise)
     */
    public Put put(RtpPacket packet, int format, int durationMillis, long nowNanos) {
        int sequence = packet.sequence();
        boolean fresh = !streaming;
        if (streaming && !follows(packet)) {
            if (suspectSequence != sequence || suspectSsrc != packet.ssrc()) {
                suspectSequence = sequence + 1 & 0xFFFF;
                suspectSsrc = packet.ssrc();
                return Put.SUSPECT;
            }
            fresh = true;
        }
        if (fresh) {
            startStream(packet);
        } else if (alreadySeen(sequence)) {
            return Put.DUPLICATE;
        }
        int ticks = durationMillis * (clockRateHz / 1000);
        int timestamp = clock.timestamp(packet, ticks, nowNanos, wasLate());
        if (durationMillis > 0) {
            measure(timestamp, nowNanos);
        }
        if (stored == 0 && !playing) {
            next = sequence;
        }
        int ahead = distance(sequence, next);
        if (ahead < 0 && (playing || distance(highest, sequence) >= SLOTS)) {
            return Put.LATE;
        }
        if (ahead < 0) {
            next = sequence;
        } else if (ahead >= SLOTS) {
            makeRoom(ahead - SLOTS + 1);
        }
        store(packet, format, timestamp, ticks, nowNanos);
        return fresh ? Put.NEW_STREAM : Put.STORED;
    }

    /**
     * The next payload to be played.
     *
     * @param out room for {@link #MAX_PAYLOAD}
     * @param dueNanos when it will be played
     * @return its length, {@link #LOST} or {@link #TOO_EARLY}
     */
    public int take(byte[] out, long dueNanos) {
        int slot = firstAudio();
        if (!playing && !mayStart(slot, dueNanos)) {
            return TOO_EARLY;
        }
        if (slot < 0) {
            return starve();
        }
        int gap = timestamps[slot] - playTimestamp;
        boolean sane = gap < RESTART_SECONDS * clockRateHz;
        if (sane && gap > waitedTicks + frameTicks / 2) {
            playTimestamp += frameTicks;
            return LOST;
        }
        passTo(sequences[slot]);
        waitedTicks = 0;
        playTimestamp = timestamps[slot] + durations[slot];
        takenFormat = formats[slot];
        takenArrivalNanos = arrivals[slot];
        takenSlackNanos = slackNanos(timestamps[slot], dueNanos);
        System.arraycopy(payloads, slot * MAX_PAYLOAD, out, 0, lengths[slot]);
        remove(slot);
        return lengths[slot];
    }

    /**
     * After {@link #LOST}: the payload right after the gap, which may hold redundancy; it stays.
     *
     * @return its length, or 0 where it is not here
     */
    public int peekAfterLoss(byte[] out) {
        int slot = firstAudio();
        if (slot < 0 || Math.abs(timestamps[slot] - playTimestamp) > frameTicks / 2) {
            return 0;
        }
        System.arraycopy(payloads, slot * MAX_PAYLOAD, out, 0, lengths[slot]);
        takenFormat = formats[slot];
        return lengths[slot];
    }

    /** What {@link #put} was told about the payload just taken. */
    public int takenFormat() {
        return takenFormat;
    }

    /** When the payload just taken arrived. */
    public long takenArrivalNanos() {
        return takenArrivalNanos;
    }

    /**
     * How much longer the payload just taken was here than one as late as nearly all packets are
     * would have been: below zero some of the next ones will come too late.
     *
     * @return nanoseconds, or {@link #UNKNOWN}
     */
    public long takenSlackNanos() {
        return takenSlackNanos;
    }

    /** Packets missing when they were due. */
    public long lost() {
        return lost;
    }

    /** Packets left out because so many came that there was no room. */
    public long skipped() {
        return skipped;
    }

    /** Interarrival jitter (RFC 3550 §6.4.1). */
    public double jitterMillis() {
        return jitterNanos / 1e6;
    }

    private boolean follows(RtpPacket packet) {
        int ahead = distance(packet.sequence(), highest);
        boolean near = ahead > -MAX_MISORDER && ahead < 3_000;
        return packet.ssrc() == ssrc && near;
    }

    private void startStream(RtpPacket packet) {
        empty();
        delays.clear();
        clock.restart(clockRateHz);
        streaming = true;
        ssrc = packet.ssrc();
        highest = packet.sequence();
        next = highest;
        seen = 1;
        lastTimestamp = packet.timestamp();
        mediaTicks = 0;
    }

    /** Notes a sequence number in a window of the last 64; true where it was there before. */
    private boolean alreadySeen(int sequence) {
        int ahead = distance(sequence, highest);
        if (ahead > 0) {
            seen = ahead < Long.SIZE ? seen << ahead | 1 : 1;
            highest = sequence;
            return false;
        }
        long bit = -ahead < Long.SIZE ? 1L << -ahead : 0;
        boolean before = (seen & bit) != 0;
        seen |= bit;
        return before;
    }

    private void measure(int timestamp, long nowNanos) {
        mediaTicks += timestamp - lastTimestamp;
        lastTimestamp = timestamp;
        long transitNanos = nowNanos - mediaNanos(timestamp);
        long change = transitNanos - lastTransitNanos;
        lastTransitNanos = transitNanos;
        if (delays.isEmpty() || Math.abs(change) > RESTART_SECONDS * 1_000_000_000L) {
            // The sender's clock was set anew: what was measured before means nothing.
            delays.clear();
        } else {
            jitterNanos += (Math.abs(change) - jitterNanos) / 16;
        }
        delays.add(transitNanos);
    }

    private long mediaNanos(int timestamp) {
        long ticks = mediaTicks + (timestamp - lastTimestamp);
        int perMilli = clockRateHz / 1000;
        return ticks / perMilli * 1_000_000 + ticks % perMilli * 1_000_000 / perMilli;
    }

    private boolean wasLate() {
        return delays.isKnown() && lastTransitNanos > delays.mostlyBelowNanos() + LATE_NANOS;
    }

    private void store(RtpPacket packet, int format, int timestamp, int ticks, long nowNanos) {
        int slot = packet.sequence() % SLOTS;
        sequences[slot] = packet.sequence();
        timestamps[slot] = timestamp;
        durations[slot] = ticks;
        lengths[slot] = ticks > 0 ? packet.payloadLength() : 0;
        formats[slot] = format;
        arrivals[slot] = nowNanos;
        System.arraycopy(
                packet.bytes(),
                packet.payloadOffset(),
                payloads,
                slot * MAX_PAYLOAD,
                lengths[slot]);
        stored++;
    }

    private void makeRoom(int places) {
        for (int i = 0; i < Math.min(places, SLOTS); i++) {
            int slot = (next + i) % SLOTS;
            if (sequences[slot] != NO_SEQUENCE) {
                remove(slot);
                skipped++;
            } else if (playing) {
                lost++;
            }
        }
        next = next + places & 0xFFFF;
    }

    private void remove(int slot) {
        sequences[slot] = NO_SEQUENCE;
        stored--;
    }

    /** The slot of the first packet with audio from {@link #next} on, or -1. */
    private int firstAudio() {
        // 64 divides 65,536, so slots follow each other even where the sequence number wraps.
        int slot = next % SLOTS;
        while (stored > 0 && sequences[slot] == next && durations[slot] == 0) {
            remove(slot);
            next = next + 1 & 0xFFFF;
            slot = next % SLOTS;
        }
        for (int i = 0; stored > 0 && i < SLOTS; i++) {
            if (sequences[slot] != NO_SEQUENCE && durations[slot] > 0) {
                return slot;
            }
            slot = (slot + 1) % SLOTS;
        }
        return -1;
    }

    private boolean mayStart(int slot, long dueNanos) {
        if (slot < 0) {
            return false;
        }
        long depth = initialDepthNanos;
        if (delays.isKnown()) {
            depth = Math.clamp(delays.spreadNanos(), depth, Math.max(depth, MAX_DEPTH_NANOS));
        }
        playing = dueNanos - arrivals[slot] >= depth;
        playTimestamp = timestamps[slot];
        waitedTicks = 0;
        return playing;
    }

    private int starve() {
        waitedTicks += frameTicks;
        if (waitedTicks > RESTART_SECONDS * clockRateHz) {
            playing = false;
        }
        return TOO_EARLY;
    }

    /** Everything before {@code sequence} will not be played: gone, or never here. */
    private void passTo(int sequence) {
        for (int at = next; at != sequence; at = at + 1 & 0xFFFF) {
            int slot = at % SLOTS;
            if (sequences[slot] == at) {
                remove(slot);
            } else {
                lost++;
            }
        }
        next = sequence + 1 & 0xFFFF;
    }

    private long slackNanos(int timestamp, long dueNanos) {
        return delays.isKnown()
                ? dueNanos - mediaNanos(timestamp) - delays.mostlyBelowNanos()
                : UNKNOWN;
    }

    private static int distance(int sequence, int from) {
        return (short) (sequence - from);
    }
}
