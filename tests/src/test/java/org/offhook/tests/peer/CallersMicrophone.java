package org.offhook.tests.peer;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What a telephone's microphone hears, as 20 ms frames of PCMU: line noise, the agent's voice come
 * back, and what the caller says into it. Used by the phone's thread.
 */
public final class CallersMicrophone {
    private static final int SAMPLES = 160;
    private static final double FLOOR = 32_768 * Math.pow(10, -64 / 20.0);
    private static final short[] NOTHING = new short[0];

    private final SplittableRandom random;
    private final double echo;
    private final int delayFrames;
    private final List<short[]> ear = new ArrayList<>();
    private int echoed;
    private short[] sound = NOTHING;
    private int at;

    /**
     * @param echoDb loudness of the echo beside the agent's, as -20; 0 for none
     * @param delayFrames from the agent's packet here to its echo's packet
     */
    public CallersMicrophone(long seed, double echoDb, int delayFrames) {
        random = new SplittableRandom(seed);
        echo = echoDb == 0 ? 0 : Math.pow(10, echoDb / 20);
        this.delayFrames = delayFrames;
    }

    /** The agent's next frame has come; see {@link ScriptedPhone.Ear}. */
    public void leak(short[] frame) {
        if (echo > 0) {
            ear.add(frame.clone());
        }
    }

    /** From the next frame on this is said, at 8 kHz. */
    public void say(Sound said) {
        if (said.rateHz() != 8_000) {
            throw new IllegalArgumentException("PCMU is 8 kHz, not " + said.rateHz());
        }
        sound = said.samples();
        at = 0;
    }

    /** Whether something is still to be said. */
    public boolean isSpeaking() {
        return at < sound.length;
    }

    /** What the next packet holds. */
    public byte[] frame() {
        short[] back = echoed < ear.size() - delayFrames ? ear.get(echoed++) : NOTHING;
        var codes = new byte[SAMPLES];
        for (int i = 0; i < SAMPLES; i++) {
            double sum = FLOOR * random.nextGaussian();
            sum += back.length == 0 ? 0 : echo * back[i];
            sum += at < sound.length ? sound[at++] : 0;
            codes[i] = Ulaw.encode(Math.clamp(Math.round(sum), -32_768, 32_767));
        }
        return codes;
    }
}
