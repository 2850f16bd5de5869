package org.offhook.media.rtcp;

import org.offhook.media.rtp.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes compound control packets into one array, packet after packet. Not thread-safe; nothing is
 * allocated after construction.
 */
final class RtcpWriter {
    /** All that is ever in one: reports, name, VoIP metrics, goodbye. */
    static final int MOST_BYTES = 256;

    private static final int CNAME = 1;

    private final byte[] bytes = new byte[MOST_BYTES];
    private final int ssrc;
    private final byte[] name;
    private int length;

    /**
     * @param canonicalName the same for all of a call; at most 64 characters of ASCII
     */
    RtcpWriter(int ssrc, String canonicalName) {
        this.ssrc = ssrc;
        this.name = canonicalName.getBytes(StandardCharsets.US_ASCII);
    }

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    /** Another compound packet begins. */
    void clear() {
        length = 0;
        Arrays.fill(bytes, (byte) 0);
    }

    /** {@link #block} may follow, where {@code blocks} is 1. */
    void senderReport(long ntp, int rtpTimestamp, long packets, long octets, int blocks) {
        int content = 4 + RtcpReader.SENDER_INFO_BYTES + blocks * RtcpReader.BLOCK_BYTES;
        header(blocks, RtcpReader.SENDER_REPORT, content);
        put(ssrc);
        put((int) (ntp >>> 32));
        put((int) ntp);
        put(rtpTimestamp);
        put((int) packets);
        put((int) octets);
    }

    /** {@link #block} may follow, where {@code blocks} is 1. */
    void receiverReport(int blocks) {
        header(blocks, RtcpReader.RECEIVER_REPORT, 4 + blocks * RtcpReader.BLOCK_BYTES);
        put(ssrc);
    }

    void block(Reception heard, int jitterTicks, int lastSenderReport, int delaySinceThen) {
        put(heard.ssrc());
        put(heard.fractionLost() << 24 | heard.cumulativeLost() & 0xFF_FFFF);
        put(heard.extendedHighest());
        put(jitterTicks);
        put(lastSenderReport);
        put(delaySinceThen);
    }

    /** SDES with the canonical name, as every compound packet has it (section 6.1). */
    void description() {
        // Ended by at least one zero byte, up to a whole word (section 6.5).
        int item = 2 + name.length;
        int chunk = 4 + (item / 4 + 1) * 4;
        int end = length + 4 + chunk;
        header(1, RtcpReader.DESCRIPTION, chunk);
        put(ssrc);
        bytes[length] = CNAME;
        bytes[length + 1] = (byte) name.length;
        System.arraycopy(name, 0, bytes, length + 2, name.length);
        length = end;
    }

    /** An extended report whose only block is VoIP metrics (RFC 3611 section 4.7). */
    void voipMetrics(int aboutSsrc, VoipMetrics metrics) {
        header(0, RtcpReader.EXTENDED_REPORT, 4 + RtcpReader.VOIP_METRICS_BYTES);
        put(ssrc);
        int at = length;
        metrics.write(bytes, at, aboutSsrc);
        length = at + RtcpReader.VOIP_METRICS_BYTES;
    }

    void bye() {
        header(1, RtcpReader.BYE, 4);
        put(ssrc);
    }

    private void header(int count, int type, int contentBytes) {
        bytes[length] = (byte) (0x80 | count);
        bytes[length + 1] = (byte) type;
        Bytes.put16(bytes, length + 2, contentBytes / 4);
        length += 4;
    }

    private void put(int word) {
        Bytes.put32(bytes, length, word);
        length += 4;
    }
}
