package org.offhook.media.codec;

import java.util.Arrays;

/** Frames of 160 samples at 8 kHz to 160 bytes of G.711. */
final class G711Encoder implements Encoder {
    private static final int FRAME_SAMPLES = 160;
    private static final int FADE_SAMPLES = 40;

    private final G711 law;
    private byte last;

    G711Encoder(G711 law) {
        this.law = law;
        this.last = law.encode((short) 0);
    }

    @Override
    public int sampleRateHz() {
        return 8_000;
    }

    @Override
    public int encode(short[] frame, byte[] out, int offset) {
        for (int i = 0; i < FRAME_SAMPLES; i++) {
            out[offset + i] = law.encode(frame[i]);
        }
        last = out[offset + FRAME_SAMPLES - 1];
        return FRAME_SAMPLES;
    }

    @Override
    public int silence(byte[] out, int offset) {
        last = law.encode((short) 0);
        Arrays.fill(out, offset, offset + FRAME_SAMPLES, last);
        return FRAME_SAMPLES;
    }

    @Override
    public void sent(byte[] payload, int offset, int length) {
        last = payload[offset + length - 1];
    }

    @Override
    public int fade(byte[] out, int offset) {
        int from = law.decode(last);
        silence(out, offset);
        for (int i = 0; i < FADE_SAMPLES; i++) {
            out[offset + i] = law.encode((short) (from * (FADE_SAMPLES - i) / FADE_SAMPLES));
        }
        return FRAME_SAMPLES;
    }

    @Override
    public void close() {}
}
