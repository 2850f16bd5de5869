package org.offhook.media.codec;

/**
 * Frames of 320 samples at 16 kHz to 160 bytes of G.722 at 64 kbit/s (ITU-T G.722 §3, mode 1): two
 * bits of the higher sub-band, then six of the lower. Its sub-bands know what the peer's decoder
 * knows, also of payloads that were made elsewhere and sent in between: the last of them are kept,
 * and learnt when something is encoded again.
 */
final class G722Encoder implements Encoder {
    private static final int FRAME_BYTES = 160;
    private static final int FADE_BYTES = 40;

    /** After 320 ms nothing is left of what was before (§3.5, §3.6: all of it leaks). */
    private static final int KEPT_FRAMES = 16;

    private final QuadratureMirror mirror = new QuadratureMirror();
    private final G722LowBand low = new G722LowBand();
    private final G722HighBand high = new G722HighBand();
    private final byte[] kept = new byte[KEPT_FRAMES * FRAME_BYTES];
    private int keptFrames;
    private int nextKept;

    @Override
    public int sampleRateHz() {
        return 16_000;
    }

    @Override
    public int encode(short[] frame, byte[] out, int offset) {
        learnKept();
        for (int i = 0; i < FRAME_BYTES; i++) {
            mirror.put(frame[2 * i], frame[2 * i + 1]);
            out[offset + i] = code(mirror.low(), mirror.high());
        }
        return FRAME_BYTES;
    }

    /** There is no code for silence: which ones are silent depends on what came before. */
    @Override
    public int silence(byte[] out, int offset) {
        learnKept();
        mirror.clear();
        for (int i = 0; i < FRAME_BYTES; i++) {
            out[offset + i] = code(0, 0);
        }
        return FRAME_BYTES;
    }

    @Override
    public void sent(byte[] payload, int offset, int length) {
        System.arraycopy(payload, offset, kept, nextKept * FRAME_BYTES, FRAME_BYTES);
        nextKept = (nextKept + 1) % KEPT_FRAMES;
        keptFrames = Math.min(keptFrames + 1, KEPT_FRAMES);
    }

    private void learnKept() {
        if (keptFrames == 0) {
            return;
        }
        mirror.clear();
        int from = (nextKept - keptFrames + KEPT_FRAMES) % KEPT_FRAMES * FRAME_BYTES;
        for (int i = 0; i < keptFrames * FRAME_BYTES; i++) {
            int code = kept[(from + i) % kept.length];
            low.learn(code & 63);
            high.learn(code >> 6 & 3);
        }
        keptFrames = 0;
    }

    /** Straight down in the lower sub-band, where nearly all of a voice is. */
    @Override
    public int fade(byte[] out, int offset) {
        learnKept();
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
