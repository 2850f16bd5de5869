package org.offhook.agent.local;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A mono 16-bit PCM file in RIFF WAVE form.
 *
 * @param samples all of it
 */
record Wav(int rateHz, short[] samples) {
    private static final int RIFF = 0x46464952;
    private static final int WAVE = 0x45564157;
    private static final int FORMAT = 0x20746d66;
    private static final int DATA = 0x61746164;
    private static final int HEADER_BYTES = 12;
    private static final int CHUNK_HEADER_BYTES = 8;
    private static final int FORMAT_BYTES = 16;
    private static final int PCM = 1;

    /**
     * @throws IOException unreadable, or another format
     */
    static Wav read(Path file) throws IOException {
        ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        if (in.remaining() < HEADER_BYTES || in.getInt(0) != RIFF || in.getInt(8) != WAVE) {
            throw new IOException(file + " is no WAV file");
        }
        in.position(HEADER_BYTES);
        int rateHz = 0;
        while (in.remaining() >= CHUNK_HEADER_BYTES) {
            int name = in.getInt();
            // A program that writes into a pipe does not know the length and claims too much.
            int length = (int) Math.min(Integer.toUnsignedLong(in.getInt()), in.remaining());
            ByteBuffer chunk = in.slice(in.position(), length).order(ByteOrder.LITTLE_ENDIAN);
            if (name == FORMAT && length >= FORMAT_BYTES) {
                rateHz = rate(file, chunk);
            } else if (name == DATA && rateHz > 0) {
                var samples = new short[length / Short.BYTES];
                chunk.asShortBuffer().get(samples);
                return new Wav(rateHz, samples);
            }
            in.position(Math.min(in.position() + length + (length & 1), in.limit()));
        }
        throw new IOException(file + " holds no audio");
    }

    private static int rate(Path file, ByteBuffer format) throws IOException {
        int coding = format.getShort(0);
        int channels = format.getShort(2);
        int bits = format.getShort(14);
        if (coding != PCM || channels != 1 || bits != Short.SIZE) {
            throw new IOException(
                    "%s has format %d, %d channels, %d bits, not mono 16-bit PCM"
                            .formatted(file, coding, channels, bits));
        }
        return format.getInt(4);
    }
}
