package org.offhook.media.call;

import org.offhook.media.HeardFrames;
import org.offhook.media.Pcm;
import org.offhook.media.Resampler;
import org.offhook.media.codec.CodecType;
import org.offhook.media.codec.Decoder;
import org.offhook.media.codec.G711;

/**
 * What is heard as G.711 codes of the law that the call speaks, in step with its samples: as they
 * were received, or encoded where nothing was or another codec came. Owned by the media thread of
 * its call.
 */
final class HeardCodes {
    private static final int RATE_HZ = 8_000;
    private static final int MOST = RATE_HZ / 1000 * Decoder.MAX_PACKET_MILLIS;

    private static final int FADE = TimeScale.FADE_SAMPLES / 2;

    private final byte[] waiting =
            new byte[MOST + HeardFrames.Frame.CODES + TimeScale.MOST_SAMPLES / 2];
    private final short[] narrow = new short[MOST + 1];
    private final Resampler toNarrow = new Resampler(Pcm.RATE_HZ, RATE_HZ);

    /** Null where the call's codec is none of G.711: then no codes are kept. */
    private CodecType codec;

    private int count;

    /**
     * The call's codec from now on.
     *
     * @param waitingSamples at 16 kHz, heard but not taken yet
     */
    void speak(CodecType newCodec, int waitingSamples) {
        if (newCodec == codec) {
            return;
        }
        G711 law = newCodec.law();
        int places = waitingSamples / 2;
        for (int i = 0; law != null && i < places; i++) {
            boolean known = codec != null && i < count;
            waiting[i] = law.encode(known ? codec.law().decode(waiting[i]) : 0);
        }
        codec = law == null ? null : newCodec;
        count = law == null ? 0 : places;
    }

    /** Codes were received and decoded. */
    void received(CodecType from, byte[] payload, short[] decoded, int samples) {
        if (codec == from) {
            System.arraycopy(payload, 0, waiting, count, samples);
            count += samples;
        } else {
            madeUp(from, decoded, samples);
        }
    }

    /** Samples at their codec's rate were made up, or are of another codec. */
    void madeUp(CodecType from, short[] decoded, int samples) {
        if (codec == null) {
            return;
        }
        G711 law = codec.law();
        boolean wide = from.sampleRateHz() != RATE_HZ;
        int made = wide ? toNarrow.resample(decoded, samples, narrow) : samples;
        short[] source = wide ? narrow : decoded;
        for (int i = 0; i < made; i++) {
            waiting[count++] = law.encode(source[i]);
        }
    }

    /** The samples have been cut: see {@link TimeScale#shorten}. Only the fade is encoded anew. */
    void shorten(int distanceSamples) {
        int distance = distanceSamples / 2;
        if (codec == null || count < distance + FADE) {
            return;
        }
        for (int i = 0; i < FADE; i++) {
            waiting[i] = faded(waiting[i], waiting[distance + i], i);
        }
        count -= distance;
        System.arraycopy(waiting, distance + FADE, waiting, FADE, count - FADE);
    }

    /** The same for {@link TimeScale#lengthen}. */
    void lengthen(int distanceSamples) {
        int distance = distanceSamples / 2;
        if (codec == null || count < distance + FADE) {
            return;
        }
        System.arraycopy(waiting, 0, waiting, distance, count);
        for (int i = 0; i < FADE; i++) {
            int at = distance + i;
            waiting[at] = faded(waiting[distance + at], waiting[at], i);
        }
        count += distance;
    }

    private byte faded(byte from, byte to, int at) {
        G711 law = codec.law();
        return law.encode(TimeScale.faded(law.decode(from), law.decode(to), at, FADE));
    }

    /** Moves 20 ms into the frame. */
    void take(HeardFrames.Frame frame) {
        if (codec == null) {
            frame.codesLength = 0;
            frame.law = "";
            return;
        }
        frame.codesLength = HeardFrames.Frame.CODES;
        frame.law = codec.sdpName();
        System.arraycopy(waiting, 0, frame.codes, 0, HeardFrames.Frame.CODES);
        count -= HeardFrames.Frame.CODES;
        System.arraycopy(waiting, HeardFrames.Frame.CODES, waiting, 0, count);
    }
}
