package org.offhook.server.dial;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * 16-bit PCM in a WAV file.
 *
 * @param samples mono
 */
record WavFile(int rateHz, short[] samples) {
    private static final int MOST_BYTES = 100_000_000;
    private static final int PCM = 1;
    private static final int EXTENSIBLE = 0xFFFE;

    /**
     * @throws IOException no mono 16-bit PCM WAV file; the message names it
     */
    static WavFile read(Path file) throws IOException {
        if (Files.size(file) > MOST_BYTES) {
            throw new IOException(file + ": larger than " + MOST_BYTES + " bytes");
        }
        return read(file.toString(), Files.readAllBytes(file));
    }

    /**
     * @param name for the message
     * @throws IOException no mono 16-bit PCM WAV file
     */
    static WavFile read(String name, byte[] bytes) throws IOException {
        var in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        boolean wav = bytes.length >= 12 && tag(in).equals("RIFF");
        if (!wav || !tag(in.position(8)).equals("WAVE")) {
            throw new IOException(name + ": is not a WAV file");
        }
        int rate = 0;
        while (in.remaining() >= 8) {
            String chunk = tag(in);
            // A stream's writer does not know the length: then it is all there is.
            long length = Integer.toUnsignedLong(in.getInt());
            int here = (int) Math.min(length, in.remaining());
            if (chunk.equals("fmt ") && here >= 16) {
                rate = rate(name, in.slice(in.position(), here).order(ByteOrder.LITTLE_ENDIAN));
            } else if (chunk.equals("data") && rate != 0) {
                var samples = new short[here / 2];
                in.asShortBuffer().get(samples);
                return new WavFile(rate, samples);
            }
            in.position(Math.min(in.limit(), in.position() + here + (here & 1)));
        }
        throw new IOException(name + ": has no sound in it");
    }

    private static int rate(String name, ByteBuffer format) throws IOException {
        int encoding = Short.toUnsignedInt(format.getShort());
        int channels = format.getShort();
        int rate = format.getInt();
        int bits = format.getShort(14);
        boolean plain = encoding == PCM || encoding == EXTENSIBLE;
        if (!plain || channels != 1 || bits != 16) {
            throw new IOException(
                    "%s: must be mono 16-bit PCM, is format %d with %d channels of %d bits"
                            .formatted(name, encoding, channels, bits));
        }
        if (rate < 8_000 || rate > 48_000) {
            throw new IOException(name + ": must be 8 to 48 kHz, is " + rate + " Hz");
        }
        return rate;
    }

    private static String tag(ByteBuffer in) {
        var tag = new byte[4];
        in.get(tag);
        return new String(tag, StandardCharsets.US_ASCII);
    }

    /** Writes two channels of one length. */
    static void writeStereo(Path file, int rateHz, short[] left, short[] right) throws IOException {
        int dataBytes = left.length * 4;
        var out = ByteBuffer.allocate(44 + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
        out.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + dataBytes);
        out.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
        out.putShort((short) PCM).putShort((short) 2).putInt(rateHz).putInt(rateHz * 4);
        out.putShort((short) 4).putShort((short) 16);
        out.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(dataBytes);
        for (int at = 0; at < left.length; at++) {
            out.putShort(left[at]).putShort(right[at]);
        }
        try (OutputStream stream = Files.newOutputStream(file)) {
            stream.write(out.array());
        }
    }
}
