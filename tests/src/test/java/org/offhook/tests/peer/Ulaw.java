package org.offhook.tests.peer;

import java.util.Arrays;

/** Speech as 20 ms frames of PCMU (ITU-T G.711), 8 kHz, and its codes. */
public final class Ulaw {
    private static final int FRAME = 160;
    private static final int BIAS = 132;
    private static final int CLIP = 32_635;

    private Ulaw() {}

    public static byte[][] frames(Sound sound) {
        if (sound.rateHz() != 8_000) {
            throw new IllegalArgumentException("PCMU is 8 kHz, not " + sound.rateHz());
        }
        byte[] bytes = new byte[sound.samples().length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = encode(sound.samples()[i]);
        }
        byte[][] frames = new byte[bytes.length / FRAME][];
        for (int i = 0; i < frames.length; i++) {
            frames[i] = Arrays.copyOfRange(bytes, i * FRAME, (i + 1) * FRAME);
        }
        return frames;
    }

    public static short decode(byte code) {
        int bits = ~code & 0xff;
        int magnitude = ((bits & 0x0f) << 3) + BIAS << (bits >> 4 & 7);
        return (short) ((bits & 0x80) != 0 ? BIAS - magnitude : magnitude - BIAS);
    }

    public static byte encode(int sample) {
        int sign = sample < 0 ? 0x80 : 0;
        int magnitude = Math.min(Math.abs(sample), CLIP) + BIAS;
        int exponent = 24 - Integer.numberOfLeadingZeros(magnitude);
        int mantissa = magnitude >> exponent + 3 & 0x0f;
        return (byte) ~(sign | exponent << 4 | mantissa);
    }
}
