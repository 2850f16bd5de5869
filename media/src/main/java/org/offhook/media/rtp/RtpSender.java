package org.offhook.media.rtp;

import java.util.SplittableRandom;

/**
 * Numbers one outgoing stream (RFC 3550 §5.1): one SSRC for life, sequence numbers without gaps,
 * timestamps that follow the grid of frames. Pure; one thread.
 */
public final class RtpSender {
    private final int ssrc;
    private int sequence;
    private int timestamp;
    private int payloadType;
    private int ticksPerFrame;
    private boolean markNext = true;
    private long packets;
    private long octets;

    /** Starts at random numbers (RFC 3550 §5.1), drawn from {@code seed}. */
    public RtpSender(long seed) {
        var random = new SplittableRandom(seed);
        ssrc = random.nextInt();
        // In the lower half: a receiver that misses the first packets must not take it for the end
        // of a round that it did not see (RFC 4568 section 6.4).
        sequence = random.nextInt() & 0x7FFF;
        timestamp = random.nextInt();
    }

    /**
     * From the next packet on, this payload type and clock; the timestamp goes on from where it is.
     */
    public void format(int newPayloadType, int clockRateHz) {
        payloadType = newPayloadType;
        ticksPerFrame = clockRateHz / 50;
    }

    /**
     * Writes the header before a payload that already stands at {@link RtpPacket#HEADER_BYTES}.
     *
     * @param talkStarts sets the marker: first packet after silence (RFC 3551 §4.1)
     * @return length of the packet
     */
    public int header(byte[] packet, int payloadLength, boolean talkStarts) {
        boolean marker = talkStarts || markNext;
        markNext = false;
        int length = write(packet, payloadLength, payloadType | (marker ? 0x80 : 0), timestamp);
        timestamp += ticksPerFrame;
        return length;
    }

    /**
     * The same for a packet that is no frame of the grid: of frames that have passed already.
     *
     * @param ticksBefore how long before the next frame its audio begins
     */
    public int header(byte[] packet, int payloadLength, boolean talkStarts, int ticksBefore) {
        boolean marker = talkStarts || markNext;
        markNext = false;
        int second = payloadType | (marker ? 0x80 : 0);
        return write(packet, payloadLength, second, timestamp - ticksBefore);
    }

    /** A frame of the grid passes, whose audio goes out in a later packet. */
    public void passFrame() {
        timestamp += ticksPerFrame;
    }

    /** The same as {@link #header} for comfort noise (RFC 3389): talk after it has the marker. */
    public int comfortNoise(byte[] packet, int payloadLength, int noiseType) {
        markNext = true;
        int length = write(packet, payloadLength, noiseType, timestamp);
        timestamp += ticksPerFrame;
        return length;
    }

    /**
     * The same for a telephone event (RFC 4733 §2.5.1.1): in a place of the grid like any other,
     * but with the timestamp of the event's start; the marker is on its first packet.
     *
     * @param framesSinceStart 0 in the event's first place
     * @return length of the packet
     */
    public int event(byte[] packet, int payloadLength, int eventType, int framesSinceStart) {
        int start = timestamp - framesSinceStart * ticksPerFrame;
        markNext = true;
        int second = eventType | (framesSinceStart == 0 ? 0x80 : 0);
        int length = write(packet, payloadLength, second, start);
        timestamp += ticksPerFrame;
        return length;
    }

    private int write(byte[] packet, int payloadLength, int secondByte, int stamp) {
        packet[0] = (byte) 0x80;
        packet[1] = (byte) secondByte;
        Bytes.put16(packet, 2, sequence);
        Bytes.put32(packet, 4, stamp);
        Bytes.put32(packet, 8, ssrc);
        sequence = sequence + 1 & 0xFFFF;
        packets++;
        octets += payloadLength;
        return RtpPacket.HEADER_BYTES + payloadLength;
    }

    /** A frame of the grid passes without a packet; the next one carries the marker. */
    public void skipFrame() {
        timestamp += ticksPerFrame;
        markNext = true;
    }

    public int ssrc() {
        return ssrc;
    }

    /** Of the next frame of the grid. */
    public int timestamp() {
        return timestamp;
    }

    /** The clock, in ticks for each frame of the grid. */
    public int ticksPerFrame() {
        return ticksPerFrame;
    }

    /** Packets numbered so far. */
    public long packets() {
        return packets;
    }

    /** Bytes of payload in them. */
    public long octets() {
        return octets;
    }
}
