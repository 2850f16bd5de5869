package org.offhook.agent;

/** How sound is written on the wire of a realtime service. */
public enum SoundFormat {
    /** ITU-T G.711 µ-law, 8 kHz, a byte a sample. */
    PCMU(8),

    /** ITU-T G.711 A-law. */
    PCMA(8),

    /** Linear, 16 bit little-endian, 24 kHz. */
    PCM_24_KHZ(48);

    private final int bytesPerMilli;

    SoundFormat(int bytesPerMilli) {
        this.bytesPerMilli = bytesPerMilli;
    }

    public int bytesPerMilli() {
        return bytesPerMilli;
    }

    /**
     * The format that passes through a call untouched, where there is one.
     *
     * @param codec of the call, as in SDP; empty before it is negotiated
     */
    static SoundFormat of(String codec) {
        return switch (codec) {
            case "PCMU" -> PCMU;
            case "PCMA" -> PCMA;
            default -> PCM_24_KHZ;
        };
    }
}
