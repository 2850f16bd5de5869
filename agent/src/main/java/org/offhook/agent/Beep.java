package org.offhook.agent;

import org.offhook.media.Pcm;
import org.offhook.media.PreparedAudio;

/** The tone before a message. */
final class Beep {
    private static final int MILLIS = 400;
    private static final int HZ = 1_000;
    private static final int AMPLITUDE = 6_000;

    /** An edge without a ramp clicks. */
    private static final int RAMP = Pcm.RATE_HZ / 100;

    private Beep() {}

    static PreparedAudio make() {
        var samples = new short[Pcm.RATE_HZ / 1_000 * MILLIS];
        for (int i = 0; i < samples.length; i++) {
            double ramp = Math.min(1, Math.min(i, samples.length - i) / (double) RAMP);
            samples[i] = (short) (ramp * AMPLITUDE * Math.sin(2 * Math.PI * HZ * i / Pcm.RATE_HZ));
        }
        return PreparedAudio.encode(samples, samples.length);
    }
}
