package org.offhook.agent;

/**
 * Keeps music away from {@link Endpointer}, and what the voice activity said meanwhile: the end of
 * music is noticed late, and somebody may have spoken since. Pure; used by the hearing thread only.
 */
final class MusicGate {
    private static final int WINDOWS = MusicDetector.END_WINDOWS;

    private final MusicDetector detector = new MusicDetector();
    private final float[] probabilities = new float[WINDOWS];
    private int held;

    /**
     * @param probability of speech in this window
     * @return true where music has just begun or ended
     */
    boolean onWindow(float[] window, float probability) {
        boolean changed = detector.onWindow(window);
        if (plays()) {
            held = changed ? 0 : held;
            probabilities[held++ % WINDOWS] = probability;
        }
        return changed;
    }

    boolean plays() {
        return detector.plays();
    }

    /** How many windows before this one to look at again when music has ended. */
    int held() {
        return Math.min(held, WINDOWS);
    }

    /** The probability so many windows ago, up to {@link #held}. */
    float before(int windows) {
        return probabilities[Math.floorMod(held - windows, WINDOWS)];
    }
}
