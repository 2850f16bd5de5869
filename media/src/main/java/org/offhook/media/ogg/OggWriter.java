package org.offhook.media.ogg;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes an Ogg/Opus file of 20 ms packets (RFC 7845): two header pages, then a page a second. */
public final class OggWriter {
    private static final int SAMPLES_PER_PACKET = 960;
    private static final int PACKETS_PER_PAGE = 50;
    private static final int MAX_SEGMENTS = 255;
    private static final int HEADER_BYTES = 27;
    private static final int CRC_AT = 22;
    private static final int FIRST = 2;
    private static final int LAST = 4;
    private static final int SERIAL = 0x0FF400C;
    private static final String VENDOR = "Offhook";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private int pages;

    private OggWriter() {}

    /**
     * The whole file.
     *
     * @param file 20 ms mono packets; gain is written as given
     * @param inputRateHz rate of the original, told to players for information
     */
    public static byte[] write(OpusFile file, int inputRateHz) {
        var writer = new OggWriter();
        writer.page(List.of(head(file, inputRateHz)), 0, FIRST);
        writer.page(List.of(tags()), 0, 0);
        List<byte[]> packets = file.packets();
        int from = 0;
        do {
            int to = writer.pageEnd(packets, from);
            boolean last = to == packets.size();
            long granule = last ? file.endSamples() : (long) to * SAMPLES_PER_PACKET;
            writer.page(packets.subList(from, to), granule, last ? LAST : 0);
            from = to;
        } while (from < packets.size());
        return writer.out.toByteArray();
    }

    private int pageEnd(List<byte[]> packets, int from) {
        int segments = 0;
        int to = from;
        while (to < packets.size() && to - from < PACKETS_PER_PAGE) {
            segments += packets.get(to).length / 255 + 1;
            if (segments > MAX_SEGMENTS) {
                break;
            }
            to++;
        }
        return to;
    }

    private void page(List<byte[]> packets, long granule, int type) {
        var lacing = new ByteArrayOutputStream();
        var body = new ByteArrayOutputStream();
        for (byte[] packet : packets) {
            for (int rest = packet.length; rest >= 0; rest -= 255) {
                lacing.write(Math.min(rest, 255));
            }
            body.writeBytes(packet);
        }
        ByteBuffer page =
                ByteBuffer.allocate(HEADER_BYTES + lacing.size() + body.size())
                        .order(ByteOrder.LITTLE_ENDIAN);
        page.put("OggS".getBytes(StandardCharsets.US_ASCII));
        page.put((byte) 0).put((byte) type).putLong(granule);
        page.putInt(SERIAL).putInt(pages++).putInt(0);
        page.put((byte) lacing.size()).put(lacing.toByteArray()).put(body.toByteArray());
        page.putInt(CRC_AT, OggCrc.of(page.array(), 0, page.capacity(), CRC_AT));
        out.writeBytes(page.array());
    }

    private static byte[] head(OpusFile file, int inputRateHz) {
        ByteBuffer head = ByteBuffer.allocate(19).order(ByteOrder.LITTLE_ENDIAN);
        head.put("OpusHead".getBytes(StandardCharsets.US_ASCII));
        head.put((byte) 1).put((byte) 1).putShort((short) file.preSkipSamples());
        head.putInt(inputRateHz).putShort((short) file.gainQ8Decibels()).put((byte) 0);
        return head.array();
    }

    private static byte[] tags() {
        byte[] vendor = VENDOR.getBytes(StandardCharsets.US_ASCII);
        ByteBuffer tags = ByteBuffer.allocate(16 + vendor.length).order(ByteOrder.LITTLE_ENDIAN);
        tags.put("OpusTags".getBytes(StandardCharsets.US_ASCII));
        tags.putInt(vendor.length).put(vendor).putInt(0);
        return tags.array();
    }
}
