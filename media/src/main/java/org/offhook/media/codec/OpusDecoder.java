package org.offhook.media.codec;

import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.util.Arrays;

/** Opus payloads (RFC 6716) to mono samples at 16 kHz. Owned by the thread that made it. */
public final class OpusDecoder implements Decoder {
    private static final int RATE_HZ = 16_000;
    private static final int FRAME_SAMPLES = RATE_HZ / 50;
    private static final int MAX_SAMPLES = RATE_HZ / 1000 * MAX_PACKET_MILLIS;
    private static final int MAX_PACKET = 4_000;

    /** Concealed frames after which Opus' own noise is replaced by silence, like G.711's fade. */
    private static final int FADE_FRAMES = 5;

    private final Arena arena = Arena.ofConfined();
    private final ByteBuffer in;
    private final ShortBuffer pcm;
    private final long inAddress;
    private final long pcmAddress;
    private final long decoder;
    private final NativeOpus.Packet packet = new NativeOpus.Packet();
    private int concealedFrames;
    private boolean open = true;

    public OpusDecoder() {
        var input = arena.allocate(MAX_PACKET);
        var output = arena.allocate(ValueLayout.JAVA_SHORT, MAX_SAMPLES);
        var error = arena.allocate(ValueLayout.JAVA_INT);
        in = input.asByteBuffer();
        pcm = output.asByteBuffer().order(ByteOrder.nativeOrder()).asShortBuffer();
        inAddress = input.address();
        pcmAddress = output.address();
        decoder = NativeOpus.createDecoder(RATE_HZ, error);
        NativeOpus.check(error.get(ValueLayout.JAVA_INT, 0), "opus_decoder_create");
    }

    /** Louder by {@code q8Decibels}/256 dB, as an Ogg file may ask (RFC 7845 §5.1). */
    public void gain(int q8Decibels) {
        NativeOpus.setDecoder(decoder, NativeOpus.SET_GAIN, q8Decibels);
    }

    @Override
    public int sampleRateHz() {
        return RATE_HZ;
    }

    @Override
    public int millisIn(byte[] payload, int offset, int length) {
        int halfMillis = OpusPacket.halfMillis(payload, offset, length);
        // 2.5 ms frames may give 2.5 or 7.5 ms: too short to be sane on a telephone.
        boolean usable = halfMillis >= 20 && halfMillis % 2 == 0;
        return usable && halfMillis <= 2 * MAX_PACKET_MILLIS ? halfMillis / 2 : FAILED;
    }

    @Override
    public int decode(byte[] payload, int length, short[] out) {
        if (length < 1 || length > MAX_PACKET) {
            return FAILED;
        }
        point(payload, length);
        int samples = NativeOpus.decode(decoder, packet, pcmAddress, MAX_SAMPLES, 0);
        if (samples <= 0) {
            return FAILED;
        }
        concealedFrames = 0;
        pcm.get(0, out, 0, samples);
        return samples;
    }

    @Override
    public int conceal(short[] out) {
        packet.address = 0;
        packet.length = 0;
        if (concealedFrames >= FADE_FRAMES) {
            Arrays.fill(out, 0, FRAME_SAMPLES, (short) 0);
            return FRAME_SAMPLES;
        }
        concealedFrames++;
        int samples = NativeOpus.decode(decoder, packet, pcmAddress, FRAME_SAMPLES, 0);
        if (samples <= 0) {
            throw new IllegalStateException("opus_decode cannot conceal: error " + samples);
        }
        pcm.get(0, out, 0, samples);
        return samples;
    }

    @Override
    public int recover(byte[] nextPayload, int length, short[] out) {
        if (!OpusPacket.mayHoldRedundancy(nextPayload, length) || length > MAX_PACKET) {
            return FAILED;
        }
        point(nextPayload, length);
        int samples = NativeOpus.decode(decoder, packet, pcmAddress, FRAME_SAMPLES, 1);
        if (samples <= 0) {
            return FAILED;
        }
        concealedFrames = 0;
        pcm.get(0, out, 0, samples);
        return samples;
    }

    private void point(byte[] payload, int length) {
        in.put(0, payload, 0, length);
        packet.address = inAddress;
        packet.length = length;
    }

    @Override
    public void close() {
        if (open) {
            open = false;
            NativeOpus.destroyDecoder(decoder);
            arena.close();
        }
    }
}
