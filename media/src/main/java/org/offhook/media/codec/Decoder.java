package org.offhook.media.codec;

/**
 * Payloads of one stream to mono 16-bit samples at {@link CodecType#sampleRateHz()}. Stateful, one
 * thread, allocates nothing per packet.
 */
public sealed interface Decoder extends AutoCloseable
        permits G711Decoder, G722Decoder, OpusDecoder {
    /** Longest audio in one packet that is accepted (RFC 6716 §2: 120 ms is Opus' own limit). */
    int MAX_PACKET_MILLIS = 120;

    /** Returned where a payload cannot be decoded or recovered. */
    int FAILED = -1;

    /** Samples per second of what is decoded. */
    int sampleRateHz();

    /**
     * How much audio a payload holds, without decoding it.
     *
     * @return milliseconds, or {@link #FAILED} where the payload is no audio of this codec
     */
    int millisIn(byte[] payload, int offset, int length);

    /**
     * Decodes one payload.
     *
     * @param out filled from 0; room for {@link #MAX_PACKET_MILLIS}
     * @return samples written, or {@link #FAILED} for a payload that is no audio of this codec
     */
    int decode(byte[] payload, int length, short[] out);

    /**
     * Makes up 20 ms that were not received, fading to silence when it goes on.
     *
     * @return samples written
     */
    int conceal(short[] out);

    /**
     * Recovers the 20 ms before {@code nextPayload} from its in-band redundancy.
     *
     * @return samples written, or {@link #FAILED} where the codec or the payload has none
     */
    int recover(byte[] nextPayload, int length, short[] out);

    @Override
    void close();
}
