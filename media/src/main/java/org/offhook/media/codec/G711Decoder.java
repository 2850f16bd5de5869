package org.offhook.media.codec;

/** Payloads of G.711 to samples at 8 kHz, with concealment. */
final class G711Decoder implements Decoder {
    private static final int SAMPLES_PER_MILLI = 8;

    private final G711 law;
    private final PitchRepetition concealment = new PitchRepetition(8_000);

    G711Decoder(G711 law) {
        this.law = law;
    }

    @Override
    public int sampleRateHz() {
        return 8_000;
    }

    @Override
    public int millisIn(byte[] payload, int offset, int length) {
        boolean whole = length > 0 && length % SAMPLES_PER_MILLI == 0;
        int millis = length / SAMPLES_PER_MILLI;
        return whole && millis <= MAX_PACKET_MILLIS ? millis : FAILED;
    }

    @Override
    public int decode(byte[] payload, int length, short[] out) {
        if (millisIn(payload, 0, length) == FAILED) {
            return FAILED;
        }
        for (int i = 0; i < length; i++) {
            out[i] = law.decode(payload[i]);
        }
        concealment.heard(out, length);
        return length;
    }

    @Override
    public int conceal(short[] out) {
        return concealment.conceal(out);
    }

    @Override
    public int recover(byte[] nextPayload, int length, short[] out) {
        return FAILED;
    }

    @Override
    public void close() {}
}
