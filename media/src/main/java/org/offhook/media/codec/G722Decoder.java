package org.offhook.media.codec;

/**
 * Payloads of G.722 at 64 kbit/s to samples at 16 kHz (ITU-T G.722 §4, mode 1), with concealment.
 * What is made up is coded too, so that the sub-bands are at its level when payloads come again: a
 * level left where the loss began is a burst where the voice has gone quiet since. The first 20 ms
 * are like the voice, and the predictors learn of them; what fades after that has nothing to teach.
 */
final class G722Decoder implements Decoder {
    private static final int BYTES_PER_MILLI = 8;

    private final QuadratureMirror mirror = new QuadratureMirror();
    private final QuadratureMirror analysis = new QuadratureMirror();
    private final G722LowBand low = new G722LowBand();
    private final G722HighBand high = new G722HighBand();
    private final PitchRepetition concealment = new PitchRepetition(16_000);
    private boolean concealing;

    @Override
    public int sampleRateHz() {
        return 16_000;
    }

    @Override
    public int millisIn(byte[] payload, int offset, int length) {
        boolean whole = length > 0 && length % BYTES_PER_MILLI == 0;
        int millis = length / BYTES_PER_MILLI;
        return whole && millis <= MAX_PACKET_MILLIS ? millis : FAILED;
    }

    @Override
    public int decode(byte[] payload, int length, short[] out) {
        if (millisIn(payload, 0, length) == FAILED) {
            return FAILED;
        }
        for (int i = 0; i < length; i++) {
            int lower = low.decode(payload[i] & 63);
            int higher = high.decode(payload[i] >> 6 & 3);
            mirror.put(lower + higher, lower - higher);
            out[2 * i] = mirror.first();
            out[2 * i + 1] = mirror.second();
        }
        concealment.heard(out, 2 * length);
        concealing = false;
        return 2 * length;
    }

    @Override
    public int conceal(short[] out) {
        int samples = concealment.conceal(out);
        boolean first = !concealing;
        concealing = true;
        for (int i = 0; i < samples; i += 2) {
            analysis.put(out[i], out[i + 1]);
            int lower = analysis.low();
            int higher = analysis.high();
            if (first) {
                low.encode(lower);
                high.encode(higher);
            } else {
                low.follow(lower);
                high.follow(higher);
            }
            mirror.put(lower + higher, lower - higher);
        }
        return samples;
    }

    @Override
    public int recover(byte[] nextPayload, int length, short[] out) {
        return FAILED;
    }

    @Override
    public void close() {}
}
