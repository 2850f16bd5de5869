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
import org.offhook.media.Pcm;

/**
 * A WAV file of 16-bit mono PCM at {@link Pcm#RATE_HZ} that grows under another name until it is
 * whole: after a crash {@link #finish} makes one of what is there. Used by one thread at a time.
 */
final class MessageFile {
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
        out.write(header());
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

    void discard() throws IOException {
        out.close();
        Files.deleteIfExists(growing);
    }

    /** Gives a growing file its lengths and its name. */
    static void finish(Path growing) throws IOException {
        try (var channel = FileChannel.open(growing, StandardOpenOption.WRITE)) {
            int data = (int) Math.max(0, channel.size() - HEADER_BYTES);
            channel.write(number(data + HEADER_BYTES - 8), RIFF_LENGTH_AT);
            channel.write(number(data), DATA_LENGTH_AT);
            channel.force(true);
        }
        String name = growing.getFileName().toString();
        Path whole = growing.resolveSibling(name.substring(0, name.length() - GROWING.length()));
        Files.move(growing, whole, StandardCopyOption.ATOMIC_MOVE);
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
