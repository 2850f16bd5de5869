package org.offhook.agent;

import org.offhook.media.Pcm;
import org.offhook.media.Playout;
import org.offhook.media.Resampler;
import org.offhook.media.codec.G711;

/** Plays sound in a service's format as one utterance. Used by the thread that speaks. */
final class SoundPlayer {
    private final SoundFormat format;
    private final Playout playout;
    private final int utterance;
    private final Resampler resampler;

    /** Of a sample cut between two messages. */
    private int oddByte = -1;

    private final boolean untouched;

    /**
     * @param untouched whether the call speaks the very format
     */
    SoundPlayer(SoundFormat format, Playout playout, int utterance, boolean untouched) {
        this.untouched = untouched;
        this.format = format;
        this.playout = playout;
        this.utterance = utterance;
        int rateHz = format == SoundFormat.PCM_24_KHZ ? 24_000 : 8_000;
        resampler = new Resampler(rateHz, Pcm.RATE_HZ);
    }

    /** False when it is no longer audible. */
    boolean playOrWait(byte[] sound) throws InterruptedException {
        if (untouched) {
            return playout.putCodesOrWait(utterance, sound, sound.length);
        }
        short[] samples = format == SoundFormat.PCM_24_KHZ ? linear(sound) : expanded(sound);
        var out = new short[resampler.mostOut(samples.length) + 1];
        int length = resampler.resample(samples, samples.length, out);
        return length == 0 || playout.putOrWait(utterance, out, length);
    }

    private short[] expanded(byte[] codes) {
        G711 law = format == SoundFormat.PCMA ? G711.A_LAW : G711.MU_LAW;
        var samples = new short[codes.length];
        for (int i = 0; i < codes.length; i++) {
            samples[i] = law.decode(codes[i]);
        }
        return samples;
    }

    private short[] linear(byte[] bytes) {
        int from = 0;
        int at = 0;
        int odd = oddByte < 0 ? 0 : 1;
        var samples = new short[(bytes.length + odd) / 2];
        if (odd == 1 && bytes.length > 0) {
            samples[at++] = (short) (oddByte | bytes[from++] << 8);
        }
        for (; from + 1 < bytes.length; from += 2) {
            samples[at++] = (short) (bytes[from] & 0xFF | bytes[from + 1] << 8);
        }
        oddByte = from < bytes.length ? bytes[from] & 0xFF : bytes.length == 0 ? oddByte : -1;
        return samples;
    }
}
