package org.offhook.agent.provider;

import java.io.IOException;
import okio.BufferedSource;

/**
 * What stands before the samples of a WAV file.
 *
 * @param dataBytes length of the samples; {@link Long#MAX_VALUE} where the server did not know it
 *     when it wrote the header, as streaming servers do
 */
record WavHeader(int rateHz, int channels, long dataBytes) {
    private static final int PCM = 1;
    private static final int EXTENSIBLE = 0xFFFE;
    private static final long LONGEST_CHUNK = 1024 * 1024;

    /** Reads from "RIFF" to the first sample. */
    static WavHeader read(BufferedSource source) throws IOException {
        source.skip(8);
        if (!source.readUtf8(4).equals("WAVE")) {
            throw new IOException("RIFF without WAVE");
        }
        int rateHz = 0;
        int channels = 0;
        while (true) {
            String id = source.readUtf8(4);
            long size = source.readIntLe() & 0xFFFFFFFFL;
            if (id.equals("data")) {
                if (rateHz == 0) {
                    throw new IOException("WAV without format");
                }
                boolean unknown = size == 0 || size >= Integer.MAX_VALUE - 1024L;
                return new WavHeader(rateHz, channels, unknown ? Long.MAX_VALUE : size);
            }
            if (size > LONGEST_CHUNK) {
                throw new IOException("WAV chunk of " + size + " bytes");
            }
            long rest = size + (size & 1);
            if (id.equals("fmt ") && size >= 16) {
                int format = source.readShortLe() & 0xFFFF;
                channels = source.readShortLe() & 0xFFFF;
                rateHz = source.readIntLe();
                source.skip(6);
                int bits = source.readShortLe() & 0xFFFF;
                rest -= 16;
                check(format, channels, bits);
            }
            source.skip(rest);
        }
    }

    private static void check(int format, int channels, int bits) throws IOException {
        boolean known = (format == PCM || format == EXTENSIBLE) && bits == 16;
        if (!known || channels < 1 || channels > 2) {
            throw new IOException(
                    "WAV of format %d, %d channels, %d bits; 16-bit PCM was expected"
                            .formatted(format, channels, bits));
        }
    }
}
