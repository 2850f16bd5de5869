package org.offhook.agent;

import org.offhook.media.Pcm;

/** What the agent is saying, and how much of it has been heard. Used by the call's thread only. */
final class Saying {
    private static final long FRAME_NANOS = Pcm.FRAME_MILLIS * 1_000_000L;

    /** So far back a place is looked for where a word may begin: some two syllables. */
    static final int MOST_BACK_FRAMES = 16;

    private final UtteranceText text = new UtteranceText();
    private int utterance = -1;
    private long startedNanos;
    private long pausedNanos;
    private long pausesNanos;
    private int framesTwice;

    /** It is said under this number. */
    void is(int number) {
        utterance = number;
    }

    boolean was(int number) {
        return utterance == number;
    }

    int utterance() {
        return utterance;
    }

    /** True where something is being said, paused or not yet begun. */
    boolean isAudible() {
        return utterance > 0;
    }

    UtteranceText text() {
        return text;
    }

    void started(int number, long nowNanos) {
        if (was(number)) {
            startedNanos = nowNanos;
        }
    }

    void pause(long nowNanos) {
        if (pausedNanos == 0) {
            pausedNanos = nowNanos;
        }
    }

    /**
     * It goes on.
     *
     * @param backFrames frames that are said once more
     */
    void resume(long nowNanos, int backFrames) {
        // A pause before the first packet is no pause in what is heard.
        if (pausedNanos != 0 && startedNanos != 0) {
            pausesNanos += nowNanos - pausedNanos;
        }
        pausedNanos = 0;
        framesTwice += backFrames;
    }

    /** Frames that have left by now, to within one. */
    int framesHeard(long nowNanos) {
        if (startedNanos == 0) {
            return 0;
        }
        long until = pausedNanos == 0 ? nowNanos : pausedNanos;
        long frames = (until - startedNanos - pausesNanos) / FRAME_NANOS + 1;
        return (int) Math.max(0, frames - framesTwice);
    }

    /** The words heard until it was paused. */
    String heard() {
        return pausedNanos == 0 ? "" : text.heard(framesHeard(pausedNanos));
    }
}
