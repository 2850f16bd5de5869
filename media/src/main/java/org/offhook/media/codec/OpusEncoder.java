package org.offhook.media.codec;

import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.util.Arrays;

/**
 * Mono frames of 320 samples at 16 kHz to Opus: wideband, variable bit rate. Owned by the thread
 * that made it.
 */
public final class OpusEncoder implements Encoder {
    /** What a live call can afford: 0.17 ms of CPU a frame. */
    public static final int LIVE_COMPLEXITY = 5;

    /** For audio prepared once and played often. */
    public static final int BEST_COMPLEXITY = 10;

    private static final int RATE_HZ = 16_000;
    private static final int FRAME_SAMPLES = RATE_HZ / 50;
    private static final int BIT_RATE = 26_000;
    private static final int EXPECTED_LOSS_PERCENT = 2;

    /** Beyond this redundancy takes so many bits that the voice itself gets bad. */
    private static final int MOST_LOSS_PERCENT = 30;

    private final Arena arena = Arena.ofConfined();
    private final ByteBuffer out;
    private final ShortBuffer pcm;
    private final long outAddress;
    private final long pcmAddress;
    private final long encoder;
    private final byte[] silence;
    private final int lookaheadSamples;
    private int lossPercent = EXPECTED_LOSS_PERCENT;
    private boolean open = true;

    /**
     * @param complexity 0 to 10
     */
    public OpusEncoder(int complexity) {
        var input = arena.allocate(ValueLayout.JAVA_SHORT, FRAME_SAMPLES);
        var output = arena.allocate(MAX_PAYLOAD);
        var number = arena.allocate(ValueLayout.JAVA_INT);
        out = output.asByteBuffer();
        pcm = input.asByteBuffer().order(ByteOrder.nativeOrder()).asShortBuffer();
        outAddress = output.address();
        pcmAddress = input.address();
        encoder = NativeOpus.createEncoder(RATE_HZ, number);
        NativeOpus.check(number.get(ValueLayout.JAVA_INT, 0), "opus_encoder_create");
        NativeOpus.setEncoder(encoder, NativeOpus.SET_BITRATE, BIT_RATE);
        NativeOpus.setEncoder(encoder, NativeOpus.SET_COMPLEXITY, complexity);
        NativeOpus.setEncoder(encoder, NativeOpus.SET_BANDWIDTH, NativeOpus.BANDWIDTH_WIDEBAND);
        lookaheadSamples = NativeOpus.getEncoder(encoder, NativeOpus.GET_LOOKAHEAD, number);
        silence = firstFrameOfSilence();
        if (complexity == LIVE_COMPLEXITY) {
            NativeOpus.setEncoder(encoder, NativeOpus.SET_INBAND_FEC, 1);
            NativeOpus.setEncoder(
                    encoder, NativeOpus.SET_PACKET_LOSS_PERCENT, EXPECTED_LOSS_PERCENT);
        }
    }

    /**
     * As the peer wishes (RFC 7587 section 6.1).
     *
     * @param redundancy it makes use of in-band redundancy
     * @param playbackRateHz what is above half of it, it does not play
     */
    public void suit(boolean redundancy, int playbackRateHz) {
        NativeOpus.setEncoder(encoder, NativeOpus.SET_INBAND_FEC, redundancy ? 1 : 0);
        NativeOpus.setEncoder(encoder, NativeOpus.SET_BANDWIDTH, bandwidth(playbackRateHz));
    }

    private static int bandwidth(int playbackRateHz) {
        if (playbackRateHz < 12_000) {
            return NativeOpus.BANDWIDTH_NARROWBAND;
        }
        return playbackRateHz < 16_000
                ? NativeOpus.BANDWIDTH_MEDIUMBAND
                : NativeOpus.BANDWIDTH_WIDEBAND;
    }

    /** So much of what is sent gets lost: redundancy is made for that. */
    public void expectLoss(int percent) {
        int wanted = Math.clamp(percent, 0, MOST_LOSS_PERCENT);
        if (wanted != lossPercent) {
            lossPercent = wanted;
            NativeOpus.setEncoder(encoder, NativeOpus.SET_PACKET_LOSS_PERCENT, wanted);
        }
    }

    /** True where the library for this platform is there. */
    public static boolean isAvailable() {
        try {
            NativeOpus.version();
            return true;
        } catch (IllegalStateException | LinkageError missing) {
            return false;
        }
    }

    /** How far the sound lags behind the packets (RFC 7845's pre-skip), at 16 kHz. */
    public int lookaheadSamples() {
        return lookaheadSamples;
    }

    @Override
    public int sampleRateHz() {
        return RATE_HZ;
    }

    @Override
    public int encode(short[] frame, byte[] payload, int offset) {
        pcm.put(0, frame, 0, FRAME_SAMPLES);
        int length = NativeOpus.encode(encoder, pcmAddress, FRAME_SAMPLES, outAddress, MAX_PAYLOAD);
        if (length <= 0) {
            throw new IllegalStateException("opus_encode failed: error " + length);
        }
        out.get(0, payload, offset, length);
        return length;
    }

    @Override
    public int silence(byte[] payload, int offset) {
        System.arraycopy(silence, 0, payload, offset, silence.length);
        return silence.length;
    }

    /** A decoder of Opus joins packets of different streams by itself. */
    @Override
    public void sent(byte[] payload, int offset, int length) {}

    @Override
    public int fade(byte[] out, int offset) {
        return silence(out, offset);
    }

    private byte[] firstFrameOfSilence() {
        var frame = new short[FRAME_SAMPLES];
        var payload = new byte[MAX_PAYLOAD];
        int length = encode(frame, payload, 0);
        return Arrays.copyOf(payload, length);
    }

    @Override
    public void close() {
        if (open) {
            open = false;
            NativeOpus.destroyEncoder(encoder);
            arena.close();
        }
    }
}
