package org.offhook.media.codec;

/**
 * Mono 16-bit samples at {@link #sampleRateHz()} to payloads of 20 ms. Stateful, one thread,
 * allocates nothing per packet.
 */
public sealed interface Encoder extends AutoCloseable permits G711Encoder, OpusEncoder {
    /** Largest payload {@link #encode} writes. */
    int MAX_PAYLOAD = 1_275;

    /** Samples per second it takes. */
    int sampleRateHz();

    /**
     * Encodes one frame of 20 ms.
     *
     * @param out written from {@code offset}; {@link #MAX_PAYLOAD} bytes must fit
     * @return bytes written
     */
    int encode(short[] frame, byte[] out, int offset);

    /**
     * Writes 20 ms of silence without encoding anything.
     *
     * @return bytes written
     */
    int silence(byte[] out, int offset);

    @Override
    void close();
}
