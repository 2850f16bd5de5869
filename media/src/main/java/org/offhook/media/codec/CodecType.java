package org.offhook.media.codec;

/** The audio codecs we speak, with their SDP facts (RFC 3551 §6, RFC 7587 §4). */
public enum CodecType {
    OPUS("opus", 48_000, 2, -1, 16_000),

    /**
     * Its RTP clock is half its sample rate: an error of RFC 1890 that was kept (RFC 3551 §4.5.2).
     */
    G722("G722", 8_000, 1, 9, 16_000),
    PCMU("PCMU", 8_000, 1, 0, 8_000),
    PCMA("PCMA", 8_000, 1, 8, 8_000);

    private final String sdpName;
    private final int clockRateHz;
    private final int channels;
    private final int staticPayloadType;
    private final int sampleRateHz;

    CodecType(
            String sdpName,
            int clockRateHz,
            int channels,
            int staticPayloadType,
            int sampleRateHz) {
        this.sdpName = sdpName;
        this.clockRateHz = clockRateHz;
        this.channels = channels;
        this.staticPayloadType = staticPayloadType;
        this.sampleRateHz = sampleRateHz;
    }

    /** The encoding name in rtpmap. */
    public String sdpName() {
        return sdpName;
    }

    /** The RTP clock; not always the sample rate. */
    public int clockRateHz() {
        return clockRateHz;
    }

    /** The channels in rtpmap: 2 for Opus whatever is in it. */
    public int channels() {
        return channels;
    }

    /** The payload type of RFC 3551, or -1 where it is dynamic. */
    public int staticPayloadType() {
        return staticPayloadType;
    }

    /** Rate of the samples our decoder gives and our encoder takes. */
    public int sampleRateHz() {
        return sampleRateHz;
    }

    /** The companding law of G.711; null for a codec that is none. */
    public G711 law() {
        return switch (this) {
            case PCMU -> G711.MU_LAW;
            case PCMA -> G711.A_LAW;
            case G722, OPUS -> null;
        };
    }

    /** A fresh decoder, owned by the calling thread. */
    public Decoder newDecoder() {
        return switch (this) {
            case PCMU -> new G711Decoder(G711.MU_LAW);
            case PCMA -> new G711Decoder(G711.A_LAW);
            case G722 -> new G722Decoder();
            case OPUS -> new OpusDecoder();
        };
    }

    /** A fresh encoder for a live stream, owned by the calling thread. */
    public Encoder newEncoder() {
        return switch (this) {
            case PCMU -> new G711Encoder(G711.MU_LAW);
            case PCMA -> new G711Encoder(G711.A_LAW);
            case G722 -> new G722Encoder();
            case OPUS -> new OpusEncoder(OpusEncoder.LIVE_COMPLEXITY);
        };
    }
}
