package org.offhook.agent;

import org.offhook.media.Pcm;
import org.offhook.media.Resampler;
import org.offhook.media.HeardFrames;
import org.offhook.media.codec.G711;

/**
 * Writes the frames of a call in a service's format; codes that are in it already are not touched.
 * Used by the call's hearing thread only.
 */
final class SoundCoder {
    private final SoundFormat format;
    private final G711 law;
    private final Resampler resampler;
    private final short[] resampled;

    SoundCoder(SoundFormat format) {
        this.format = format;
        law = format == SoundFormat.PCMA ? G711.A_LAW : G711.MU_LAW;
        resampler = new Resampler(Pcm.RATE_HZ, format == SoundFormat.PCM_24_KHZ ? 24_000 : 8_000);
        resampled = new short[resampler.mostOut(Pcm.FRAME_SAMPLES)];
    }

    /** Room that a frame needs. */
    int mostBytes() {
        return format == SoundFormat.PCM_24_KHZ
                ? 2 * resampled.length
                : Math.max(HeardFrames.Frame.CODES, resampled.length);
    }

    /** Returns how many bytes were written. */
    int write(HeardFrames.Frame frame, byte[] out, int at) {
        if (frame.codesLength > 0 && frame.law.equals(format.name())) {
            System.arraycopy(frame.codes, 0, out, at, frame.codesLength);
            return frame.codesLength;
        }
        int count = resampler.resample(frame.samples, frame.samples.length, resampled);
        if (format != SoundFormat.PCM_24_KHZ) {
            for (int i = 0; i < count; i++) {
                out[at + i] = law.encode(resampled[i]);
            }
            return count;
        }
        for (int i = 0; i < count; i++) {
            out[at + 2 * i] = (byte) resampled[i];
            out[at + 2 * i + 1] = (byte) (resampled[i] >> 8);
        }
        return 2 * count;
    }
}
