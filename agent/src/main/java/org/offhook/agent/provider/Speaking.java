package org.offhook.agent.provider;

import org.offhook.agent.Voice;
import org.offhook.media.Pcm;
import org.offhook.media.Resampler;

/** One utterance on its way to the listener. Owned by the thread that speaks. */
final class Speaking {
    private final Voice.Sink sink;
    private Resampler resampler;
    private int rateHz;
    private boolean wanted = true;
    private boolean begun;

    Speaking(Voice.Sink sink) {
        this.sink = sink;
    }

    boolean take(Sound sound) throws InterruptedException {
        begun = true;
        if (resampler == null) {
            rateHz = sound.rateHz();
            resampler = new Resampler(rateHz, Pcm.RATE_HZ);
        }
        short[] in = sound.samples();
        var samples = new short[(int) ((long) in.length * Pcm.RATE_HZ / rateHz) + 2];
        int length = resampler.resample(in, in.length, samples);
        wanted = length == 0 || sink.accept(samples, length);
        return wanted;
    }

    /** A filter keeps back the last few milliseconds; silence pushes them out. */
    void end() throws InterruptedException {
        if (wanted && resampler != null && rateHz != Pcm.RATE_HZ) {
            take(new Sound(rateHz, new short[rateHz / 250]));
        }
    }

    /** Something was heard, so that nothing can be said from its beginning again. */
    boolean hasBegun() {
        return begun;
    }
}
