package org.offhook.media.codec;

/**
 * Mono 16-bit samples at {@link #sampleRateHz()} to payloads of 20 ms. Stateful, one thread,
 * allocates nothing per packet.
 */
public sealed interface Encoder extends AutoCloseable
        permits G711Encoder, G722Encoder, OpusEncoder {
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
     * Writes 20 ms of silence.
     *
     * @return bytes written
     */
    int silence(byte[] out, int offset);

    /**
     * Takes note of a payload of 20 ms that was made elsewhere and goes out among those made here,
     * so that what follows joins it.
     */
    void sent(byte[] payload, int offset, int length);

    /**
     * Writes 20 ms that lead from the payload sent last to silence: a step is a click.
     *
     * @return bytes written
     */
    int fade(byte[] out, int offset);

    @Override
    void close();
}
