package org.offhook.media.ogg;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads an Ogg/Opus file of one mono or stereo stream (RFC 3533, RFC 7845). */
public final class OggReader {
    private static final int HEADER_BYTES = 27;
    private static final int MAX_PACKET = 64 * 1024;
    private static final int CONTINUED = 1;
    private static final int LAST = 4;
    private static final int HEAD_BYTES = 19;
    private static final byte[] CAPTURE = "OggS".getBytes(StandardCharsets.US_ASCII);

    private final byte[] bytes;
    private final List<byte[]> packets = new ArrayList<>();
    private byte[] partial = new byte[0];
    private boolean continued;
    private int at;
    private int pages;
    private int serial;
    private long granule;
    private boolean ended;

    private OggReader(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Takes a whole file apart; throws {@link IOException} saying what is wrong and where. */
    public static OpusFile read(byte[] file) throws IOException {
        var reader = new OggReader(file);
        while (!reader.ended && reader.at < file.length) {
            reader.page();
        }
        if (!reader.ended || reader.continued) {
            throw new IOException("the Ogg stream has no end: cut off after page " + reader.pages);
        }
        return reader.opus();
    }

    private OpusFile opus() throws IOException {
        byte[] head = packets.isEmpty() ? new byte[0] : packets.getFirst();
        if (head.length < HEAD_BYTES || !startsWith(head, "OpusHead") || head[8] >> 4 != 0) {
            throw new IOException("not Opus: no OpusHead of version 1");
        }
        if (head[9] < 1 || head[9] > 2 || head[18] != 0) {
            throw new IOException("only mono and stereo Opus is read here");
        }
        if (packets.size() < 2 || !startsWith(packets.get(1), "OpusTags")) {
            throw new IOException("no OpusTags after OpusHead");
        }
        int preSkip = head[10] & 0xFF | (head[11] & 0xFF) << 8;
        int gain = (short) (head[16] & 0xFF | head[17] << 8);
        return new OpusFile(
                List.copyOf(packets.subList(2, packets.size())), preSkip, granule, gain);
    }

    private void page() throws IOException {
        if (bytes.length - at < HEADER_BYTES || !Arrays.equals(bytes, at, at + 4, CAPTURE, 0, 4)) {
            throw new IOException("no Ogg page at byte " + at);
        }
        int segments = bytes[at + 26] & 0xFF;
        int body = at + HEADER_BYTES + segments;
        int end = body;
        for (int i = 0; i < segments && body <= bytes.length; i++) {
            end += bytes[at + HEADER_BYTES + i] & 0xFF;
        }
        if (bytes[at + 4] != 0 || end > bytes.length) {
            throw new IOException("Ogg page at byte " + at + " is cut off or of another version");
        }
        if (OggCrc.of(bytes, at, end, at + 22) != littleInt(at + 22)) {
            throw new IOException("wrong checksum in the Ogg page at byte " + at);
        }
        if (pages == 0) {
            serial = littleInt(at + 14);
        }
        boolean continues = (bytes[at + 5] & CONTINUED) != 0;
        if (littleInt(at + 14) != serial || littleInt(at + 18) != pages || continues != continued) {
            throw new IOException("Ogg page at byte " + at + " does not follow the one before");
        }
        split(segments, body);
        long position = littleInt(at + 6) & 0xFFFF_FFFFL | (long) littleInt(at + 10) << 32;
        granule = position >= 0 ? position : granule;
        ended = (bytes[at + 5] & LAST) != 0;
        pages++;
        at = end;
    }

    /** Cuts a page's body into packets; a segment of 255 bytes goes on in the next. */
    private void split(int segments, int body) throws IOException {
        int from = body;
        int length = 0;
        for (int i = 0; i < segments; i++) {
            int segment = bytes[at + HEADER_BYTES + i] & 0xFF;
            length += segment;
            if (segment < 255) {
                packets.add(joined(from, length));
                partial = new byte[0];
                from += length;
                length = 0;
            }
        }
        continued = segments > 0 && (bytes[at + HEADER_BYTES + segments - 1] & 0xFF) == 255;
        if (continued) {
            partial = joined(from, length);
        }
    }

    private byte[] joined(int from, int length) throws IOException {
        if (partial.length + length > MAX_PACKET) {
            throw new IOException("a packet of more than " + MAX_PACKET + " bytes");
        }
        byte[] packet = Arrays.copyOf(partial, partial.length + length);
        System.arraycopy(bytes, from, packet, partial.length, length);
        return packet;
    }

    private int littleInt(int from) {
        return bytes[from] & 0xFF
                | (bytes[from + 1] & 0xFF) << 8
                | (bytes[from + 2] & 0xFF) << 16
                | bytes[from + 3] << 24;
    }

    private static boolean startsWith(byte[] packet, String magic) {
        byte[] start = magic.getBytes(StandardCharsets.US_ASCII);
        return packet.length >= start.length
                && Arrays.equals(packet, 0, start.length, start, 0, start.length);
    }
}
