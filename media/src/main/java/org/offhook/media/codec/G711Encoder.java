package org.offhook.media.codec;

import java.util.Arrays;

/** Frames of 160 samples at 8 kHz to 160 bytes of G.711. */
final class G711Encoder implements Encoder {
    private static final int FRAME_SAMPLES = 160;

    private final G711 law;

    G711Encoder(G711 law) {
        this.law = law;
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
        return FRAME_SAMPLES;
    }

    @Override
    public int silence(byte[] out, int offset) {
        Arrays.fill(out, offset, offset + FRAME_SAMPLES, law.encode((short) 0));
        return FRAME_SAMPLES;
    }

    @Override
    public void close() {}
}
