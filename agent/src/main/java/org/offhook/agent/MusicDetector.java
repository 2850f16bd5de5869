package org.offhook.agent;

/**
 * Tells music (and call progress tones) from speech: music is what has held its notes for a good
 * part of {@link #BEGIN_WINDOWS} windows. Pure; used by the hearing thread only.
 *
 * <p>Over three seconds speech is at 0.05 at most (a person reading out, through µ-law), the
 * flattest synthetic voice at 0.14, most hold music between 0.15 and 0.9. In doubt it is speech: a
 * caller who is taken for music is worse off than music that is taken for a caller.
 */
final class MusicDetector {
    /** Three seconds. */
    private static final int BEGIN_WINDOWS = 94;

    /** After so much without steady notes it is over: 1.28 s. */
    static final int END_WINDOWS = 40;

    private static final float BEGIN = 0.17f;

    /** Music has few pauses: a beep before silence is none. */
    private static final float BEGIN_ACTIVE = 0.6f;

    private static final float END = 0.03f;

    /** -45 dBFS. Hum and hiss hold their tones too, but are not loud. */
    private static final float FAINTEST_MEAN_SQUARE = 3e-5f;

    /** Hum in the pauses of a voice is this much below it at least: 20 dB. */
    private static final float QUIET = 0.01f;

    /** The loudest of late is forgotten by half in 1.5 s. */
    private static final float FORGET = 0.985f;

    private final SteadyTones tones = new SteadyTones();
    private final float[] samples = new float[Spectrum.SAMPLES];
    private final float[] history = new float[BEGIN_WINDOWS];
    private final boolean[] active = new boolean[BEGIN_WINDOWS];
    private long windows;
    private float loudest;
    private boolean plays;

    /**
     * @param window {@link VoiceActivity#WINDOW_SAMPLES} samples at 8 kHz, following the one before
     * @return true where music has just begun or ended
     */
    boolean onWindow(float[] window) {
        System.arraycopy(samples, window.length, samples, 0, samples.length - window.length);
        System.arraycopy(window, 0, samples, samples.length - window.length, window.length);
        int at = (int) (windows++ % BEGIN_WINDOWS);
        active[at] = isActive(window);
        history[at] = active[at] ? tones.steadiness(samples) : 0;
        boolean before = plays;
        plays = plays ? mean(END_WINDOWS) >= END : hasBegun();
        return plays != before;
    }

    /** Judged over the longer time, but it must still be going on. */
    private boolean hasBegun() {
        return mean(BEGIN_WINDOWS) >= BEGIN && mean(END_WINDOWS) >= BEGIN && hasFewPauses();
    }

    private boolean hasFewPauses() {
        int count = 0;
        for (boolean each : active) {
            count += each ? 1 : 0;
        }
        return count >= BEGIN_ACTIVE * BEGIN_WINDOWS;
    }

    boolean plays() {
        return plays;
    }

    private boolean isActive(float[] window) {
        float energy = 0;
        for (float sample : window) {
            energy += sample * sample;
        }
        energy /= window.length;
        loudest = Math.max(energy, loudest * FORGET);
        if (energy < FAINTEST_MEAN_SQUARE || energy < loudest * QUIET) {
            tones.forget();
            return false;
        }
        return true;
    }

    private float mean(int count) {
        float sum = 0;
        for (int i = 1; i <= count; i++) {
            sum += history[(int) Math.floorMod(windows - i, (long) BEGIN_WINDOWS)];
        }
        return sum / count;
    }
}
