package org.offhook.agent;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.offhook.media.Pcm;

/**
 * A WAV file of 16-bit mono PCM at {@link Pcm#RATE_HZ} that grows under another name until it is
 * whole: after a crash {@link #finish} makes one of what is there. Used by one thread at a time.
 */
final class MessageFile {
    private static final Logger log = LogManager.getLogger(MessageFile.class);

    static final String GROWING = ".part";

    private static final int HEADER_BYTES = 44;
    private static final int RIFF_LENGTH_AT = 4;
    private static final int DATA_LENGTH_AT = 40;

    private final Path growing;
    private final OutputStream out;
    private final byte[] frame = new byte[Pcm.FRAME_SAMPLES * Short.BYTES];

    private MessageFile(Path growing, OutputStream out) {
        this.growing = growing;
        this.out = out;
    }

    /**
     * @param wav the name it has when it is whole
     */
    static MessageFile begin(Path wav) throws IOException {
        Path growing = wav.resolveSibling(wav.getFileName() + GROWING);
        OutputStream out =
                Files.newOutputStream(
                        growing, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try {
            out.write(header());
        } catch (IOException full) {
            out.close();
            Files.deleteIfExists(growing);
            throw full;
        }
        return new MessageFile(growing, new BufferedOutputStream(out, 32 * 1024));
    }

    private static byte[] header() {
        return ByteBuffer.allocate(HEADER_BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(new byte[] {'R', 'I', 'F', 'F'})
                .putInt(HEADER_BYTES - 8)
                .put(new byte[] {'W', 'A', 'V', 'E', 'f', 'm', 't', ' '})
                .putInt(16)
                .putShort((short) 1)
                .putShort((short) 1)
                .putInt(Pcm.RATE_HZ)
                .putInt(Pcm.RATE_HZ * Short.BYTES)
                .putShort((short) Short.BYTES)
                .putShort((short) Short.SIZE)
                .put(new byte[] {'d', 'a', 't', 'a'})
                .putInt(0)
                .array();
    }

    /** One frame more. */
    void add(short[] samples) throws IOException {
        for (int i = 0; i < samples.length; i++) {
            frame[2 * i] = (byte) samples[i];
            frame[2 * i + 1] = (byte) (samples[i] >> 8);
        }
        out.write(frame, 0, samples.length * Short.BYTES);
    }

    /** It is whole, and has its name. */
    void keep() throws IOException {
        out.close();
        finish(growing);
    }

    /**
     * It could not be written to its end: what there is of it gets its name.
     *
     * @return as {@link #finish}
     */
    int cutOff() throws IOException {
        try {
            out.close();
        } catch (IOException full) {
            log.debug("{}: {}", growing, full.toString());
        }
        return finish(growing);
    }

    void discard() throws IOException {
        try {
            out.close();
        } finally {
            Files.deleteIfExists(growing);
        }
    }

    /**
     * Gives a growing file its lengths and its name; one without a sample goes.
     *
     * @return how long it is, in milliseconds
     */
    static int finish(Path growing) throws IOException {
        int data;
        try (var channel = FileChannel.open(growing, StandardOpenOption.WRITE)) {
            // A disk that is full may have cut a sample in two.
            data = (int) Math.max(0, channel.size() - HEADER_BYTES) / Short.BYTES * Short.BYTES;
            if (data > 0) {
                channel.truncate(HEADER_BYTES + data);
                channel.write(number(data + HEADER_BYTES - 8), RIFF_LENGTH_AT);
                channel.write(number(data), DATA_LENGTH_AT);
                channel.force(true);
            }
        }
        if (data == 0) {
            Files.delete(growing);
        } else {
            Files.move(growing, named(growing), StandardCopyOption.ATOMIC_MOVE);
        }
        return data / (Pcm.RATE_HZ / 1_000 * Short.BYTES);
    }

    private static Path named(Path growing) {
        String name = growing.getFileName().toString();
        return growing.resolveSibling(name.substring(0, name.length() - GROWING.length()));
    }

    /** The samples of a whole file of ours. */
    static short[] samples(Path wav) throws IOException {
        byte[] bytes = Files.readAllBytes(wav);
        var samples = new short[Math.max(0, bytes.length - HEADER_BYTES) / Short.BYTES];
        ByteBuffer.wrap(bytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .position(Math.min(bytes.length, HEADER_BYTES))
                .asShortBuffer()
                .get(samples);
        return samples;
    }

    private static ByteBuffer number(int value) {
        return ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value)
                .flip();
    }
}
