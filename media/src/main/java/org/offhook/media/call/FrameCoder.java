package org.offhook.media.call;

import java.util.Arrays;
import org.offhook.media.Pcm;
import org.offhook.media.Resampler;
import org.offhook.media.codec.CodecType;
import org.offhook.media.codec.Encoder;
import org.offhook.media.codec.G711;
import org.offhook.media.codec.OpusEncoder;
import org.offhook.media.rtp.RtpPacket;
import org.offhook.media.sdp.Wishes;

/**
 * Makes payloads of one codec from what is queued: samples are encoded, codes of the codec's own
 * law go as they are, codes of another are translated. Owned by the media thread of its call.
 */
final class FrameCoder implements AutoCloseable {
    private static final int PAIRS = Pcm.FRAME_SAMPLES / 2;
    private static final CodecType[] CODECS = CodecType.values();

    private final CodecType codec;
    private final G711 law;
    private final Encoder encoder;
    private final Resampler toCodec;
    private final Resampler fromCodes = new Resampler(8_000, Pcm.RATE_HZ);
    private final short[] frame = new short[Pcm.FRAME_SAMPLES];
    private final byte[] kinds = new byte[PAIRS];
    private final short[] narrow = new short[Pcm.FRAME_SAMPLES];
    private final short[] wide = new short[Pcm.FRAME_SAMPLES + 2];
    private int meanSquare;

    FrameCoder(CodecType codec) {
        this.codec = codec;
        this.law = codec.law();
        this.encoder = codec.newEncoder();
        this.toCodec = new Resampler(Pcm.RATE_HZ, encoder.sampleRateHz());
    }

    /** As the peer wants it. */
    void suit(Wishes wishes) {
        if (encoder instanceof OpusEncoder opus) {
            opus.suit(wishes.redundancy(), wishes.playbackRateHz());
        }
    }

    /** The peer loses this share of what is sent, from 0 to 1. */
    void expectLoss(double share) {
        if (encoder instanceof OpusEncoder opus) {
            opus.expectLoss((int) Math.round(100 * share));
        }
    }

    CodecType codec() {
        return codec;
    }

    /** Loudness of the frame encoded last: see {@link Pcm#meanSquare}. */
    int meanSquare() {
        return meanSquare;
    }

    /**
     * Encodes the next places of the queue as one frame; what they leave of it is silent.
     *
     * @param out written from {@link RtpPacket#HEADER_BYTES}
     * @return bytes written
     */
    int encode(SpokenRing queue, int places, byte[] out) {
        queue.take(frame, kinds, places);
        byte last = kinds[(places - 1) / 2];
        Arrays.fill(frame, places, Pcm.FRAME_SAMPLES, silenceOf(last));
        Arrays.fill(kinds, (places + 1) / 2, PAIRS, last);
        if (!hasCodes()) {
            return encodeSamples(out);
        }
        if (law != null) {
            return copyCodes(out);
        }
        expand();
        return encodeSamples(out);
    }

    private static short silenceOf(byte kind) {
        return kind == SpokenRing.SAMPLES ? 0 : CODECS[kind].law().encode((short) 0);
    }

    private boolean hasCodes() {
        for (byte kind : kinds) {
            if (kind != SpokenRing.SAMPLES) {
                return true;
            }
        }
        return false;
    }

    private int encodeSamples(byte[] out) {
        meanSquare = Pcm.meanSquare(frame, 0, Pcm.FRAME_SAMPLES);
        toCodec.resample(frame, Pcm.FRAME_SAMPLES, narrow);
        return encoder.encode(narrow, out, RtpPacket.HEADER_BYTES);
    }

    private int copyCodes(byte[] out) {
        for (int i = 0; i < PAIRS; i++) {
            int at = RtpPacket.HEADER_BYTES + i;
            byte code = (byte) frame[2 * i];
            if (kinds[i] == codec.ordinal()) {
                out[at] = code;
            } else if (kinds[i] != SpokenRing.SAMPLES) {
                out[at] = law.encode(CODECS[kinds[i]].law().decode(code));
            }
        }
        encodeSamplesBetween(out);
        for (int i = 0; i < PAIRS; i++) {
            narrow[i] = law.decode(out[RtpPacket.HEADER_BYTES + i]);
        }
        meanSquare = Pcm.meanSquare(narrow, 0, PAIRS);
        sent(out, PAIRS);
        return PAIRS;
    }

    /** Samples and codes meet within this frame. */
    private void encodeSamplesBetween(byte[] out) {
        boolean any = false;
        for (int i = 0; i < PAIRS; i++) {
            if (kinds[i] == SpokenRing.SAMPLES) {
                any = true;
            } else {
                frame[2 * i] = 0;
                frame[2 * i + 1] = 0;
            }
        }
        if (!any) {
            return;
        }
        toCodec.resample(frame, Pcm.FRAME_SAMPLES, narrow);
        for (int i = 0; i < PAIRS; i++) {
            if (kinds[i] == SpokenRing.SAMPLES) {
                out[RtpPacket.HEADER_BYTES + i] = law.encode(narrow[i]);
            }
        }
    }

    /** Codes become samples, in their places. */
    private void expand() {
        for (int i = 0; i < PAIRS; i++) {
            boolean isCode = kinds[i] != SpokenRing.SAMPLES;
            narrow[i] = isCode ? CODECS[kinds[i]].law().decode((byte) frame[2 * i]) : 0;
        }
        fromCodes.resample(narrow, PAIRS, wide);
        for (int i = 0; i < PAIRS; i++) {
            if (kinds[i] != SpokenRing.SAMPLES) {
                frame[2 * i] = wide[2 * i];
                frame[2 * i + 1] = wide[2 * i + 1];
            }
        }
    }

    /** 20 ms of silence. */
    int silence(byte[] out) {
        return encoder.silence(out, RtpPacket.HEADER_BYTES);
    }

    /** Silence after a payload that was cut off. */
    int fade(byte[] out) {
        return encoder.fade(out, RtpPacket.HEADER_BYTES);
    }

    /** A payload that was not made here goes out. */
    void sent(byte[] packet, int length) {
        encoder.sent(packet, RtpPacket.HEADER_BYTES, length);
    }

    @Override
    public void close() {
        encoder.close();
    }
}
