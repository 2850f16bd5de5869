package org.offhook.media.codec;

/**
 * Frames of 320 samples at 16 kHz to 160 bytes of G.722 at 64 kbit/s (ITU-T G.722 §3, mode 1): two
 * bits of the higher sub-band, then six of the lower. Its sub-bands know what the peer's decoder
 * knows, also of payloads that were made elsewhere and sent in between.
 */
final class G722Encoder implements Encoder {
    private static final int FRAME_BYTES = 160;
    private static final int FADE_BYTES = 40;

    private final QuadratureMirror mirror = new QuadratureMirror();
    private final G722LowBand low = new G722LowBand();
    private final G722HighBand high = new G722HighBand();

    @Override
    public int sampleRateHz() {
        return 16_000;
    }

    @Override
    public int encode(short[] frame, byte[] out, int offset) {
        for (int i = 0; i < FRAME_BYTES; i++) {
            mirror.put(frame[2 * i], frame[2 * i + 1]);
            out[offset + i] = code(mirror.low(), mirror.high());
        }
        return FRAME_BYTES;
    }

    /** There is no code for silence: which ones are silent depends on what came before. */
    @Override
    public int silence(byte[] out, int offset) {
        mirror.clear();
        for (int i = 0; i < FRAME_BYTES; i++) {
            out[offset + i] = code(0, 0);
        }
        return FRAME_BYTES;
    }

    @Override
    public void sent(byte[] payload, int offset, int length) {
        mirror.clear();
        for (int i = offset; i < offset + length; i++) {
            low.learn(payload[i] & 63);
            high.learn(payload[i] >> 6 & 3);
        }
    }

    /** Straight down in the lower sub-band, where nearly all of a voice is. */
    @Override
    public int fade(byte[] out, int offset) {
        mirror.clear();
        int last = low.last();
        for (int i = 0; i < FRAME_BYTES; i++) {
            int left = Math.max(0, FADE_BYTES - i);
            out[offset + i] = code(last * left / FADE_BYTES, 0);
        }
        return FRAME_BYTES;
    }

    private byte code(int lowSample, int highSample) {
        return (byte) (high.encode(highSample) << 6 | low.encode(lowSample));
    }

    @Override
    public void close() {}
}
