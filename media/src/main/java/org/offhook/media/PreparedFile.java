package org.offhook.media;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * One utterance as a file: a header, and behind it a {@link PreparedImage} that is mapped as it is.
 * A file is whole or not there: it is written beside its place, forced to the disk and renamed, and
 * never changed after that. Any thread.
 *
 * <pre>
 *   0  "OFFHOOK" 0     8  version, int      12  frames, int     16  Opus bytes, int
 *  20  samples, int   24  pre-skip, int     28  key, 32 bytes   60  CRC-32C of the image, int
 *  64  CRC-32C of the 64 bytes before, int  128  the image
 * </pre>
 */
final class PreparedFile {
    static final int KEY_BYTES = 32;

    /** Also raised when a codec of ours sounds different: what was made before is made again. */
    private static final int VERSION = 1;

    private static final long MAGIC = 0x004B4F4F4846464FL;
    private static final int HEADER_BYTES = 128;
    private static final int KEY_AT = 28;
    private static final int IMAGE_CRC_AT = 60;
    private static final int HEADER_CRC_AT = 64;

    private PreparedFile() {}

    /** What a file holds; the rest of its numbers are the image's. */
    record Content(PreparedImage image, int preSkipSamples) {}

    static void write(Content content, byte[] key, Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        Path part = Files.createTempFile(folder, ".making-", ".part");
        try {
            try (FileChannel out = FileChannel.open(part, StandardOpenOption.WRITE)) {
                writeAll(out, header(content, key));
                writeAll(out, content.image.bytes().asByteBuffer());
                out.force(true);
            }
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
        try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
            directory.force(true);
        }
    }

    private static void writeAll(FileChannel out, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            out.write(bytes);
        }
    }

    private static ByteBuffer header(Content content, byte[] key) {
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        PreparedImage.Sizes sizes = content.image.sizes();
        header.putLong(MAGIC).putInt(VERSION).putInt(sizes.frames()).putInt(sizes.opusBytes());
        header.putInt(sizes.samples()).putInt(content.preSkipSamples).put(key, 0, KEY_BYTES);
        header.putInt(crc(content.image.bytes().asByteBuffer()));
        header.putInt(crc(header.slice(0, HEADER_CRC_AT)));
        return header.rewind();
    }

    /**
     * Maps a file and reads all of it once, for its checksum. It stays mapped as long as the result
     * is reachable: a call that plays it keeps it, whatever became of the answer.
     *
     * @param maxSamples more are refused
     * @param longestPacket longer Opus packets are refused
     * @throws DamagedAudioException where the file is not what was written, or of another key
     * @throws IOException where it cannot be read or mapped
     */
    static Content map(Path file, byte[] key, int maxSamples, int longestPacket)
            throws IOException {
        MemorySegment all;
        try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
            if (in.size() < HEADER_BYTES) {
                throw damaged(file, "cut off within its header");
            }
            all = mapped(in);
        }
        ByteBuffer header =
                all.asSlice(0, HEADER_BYTES).asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        checkHeader(file, header, key);
        var sizes =
                new PreparedImage.Sizes(header.getInt(12), header.getInt(16), header.getInt(20));
        boolean possible =
                sizes.samples() > 0
                        && sizes.samples() <= maxSamples
                        && sizes.frames() > 0
                        && sizes.frames() <= maxSamples / Pcm.FRAME_SAMPLES + 2
                        && sizes.opusBytes() > 0
                        && HEADER_BYTES + sizes.bytes() == all.byteSize();
        if (!possible) {
            throw damaged(file, "of another length than it says");
        }
        MemorySegment bytes = all.asSlice(HEADER_BYTES);
        var image = new PreparedImage(bytes, sizes);
        if (crc(bytes.asByteBuffer()) != header.getInt(IMAGE_CRC_AT)) {
            throw damaged(file, "its checksum is wrong");
        }
        if (!image.isSound(longestPacket)) {
            throw damaged(file, "its Opus packets overlap");
        }
        return new Content(image, header.getInt(24));
    }

    private static MemorySegment mapped(FileChannel in) throws IOException {
        try {
            return in.map(FileChannel.MapMode.READ_ONLY, 0, in.size(), Arena.ofAuto());
        } catch (IOException exhausted) {
            // Linux gives a process 65,530 mappings: what is beyond them is read into the heap.
            ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(in.size()));
            while (bytes.hasRemaining()) {
                if (in.read(bytes) < 0) {
                    exhausted.addSuppressed(new IOException("became shorter while it was read"));
                    throw exhausted;
                }
            }
            return MemorySegment.ofArray(bytes.array());
        }
    }

    private static void checkHeader(Path file, ByteBuffer header, byte[] key)
            throws DamagedAudioException {
        if (header.getLong(0) != MAGIC || header.getInt(8) != VERSION) {
            throw damaged(file, "no prepared audio of version " + VERSION);
        }
        if (crc(header.slice(0, HEADER_CRC_AT)) != header.getInt(HEADER_CRC_AT)) {
            throw damaged(file, "its header's checksum is wrong");
        }
        if (!header.slice(KEY_AT, KEY_BYTES).equals(ByteBuffer.wrap(key, 0, KEY_BYTES))) {
            throw damaged(file, "made of something else than its name says");
        }
    }

    private static DamagedAudioException damaged(Path file, String how) {
        return new DamagedAudioException(file + ": " + how);
    }

    private static int crc(ByteBuffer bytes) {
        var crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }
}
