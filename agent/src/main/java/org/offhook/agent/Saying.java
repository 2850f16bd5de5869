package org.offhook.agent;

import org.offhook.media.Pcm;

/** What the agent is saying, and how much of it has been heard. Used by the call's thread only. */
final class Saying {
    private static final long FRAME_NANOS = Pcm.FRAME_MILLIS * 1_000_000L;

    private final UtteranceText text = new UtteranceText();
    private int utterance = -1;
    private long startedNanos;
    private long pausedNanos;
    private long pausesNanos;

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

    void resume(long nowNanos) {
        // A pause before the first packet is no pause in what is heard.
        if (pausedNanos != 0 && startedNanos != 0) {
            pausesNanos += nowNanos - pausedNanos;
        }
        pausedNanos = 0;
    }

    /** Frames that have left by now, to within one. */
    int framesHeard(long nowNanos) {
        if (startedNanos == 0) {
            return 0;
        }
        long until = pausedNanos == 0 ? nowNanos : pausedNanos;
        return (int) Math.max(0, (until - startedNanos - pausesNanos) / FRAME_NANOS + 1);
    }

    /** The words heard until it was paused. */
    String heard() {
        return pausedNanos == 0 ? "" : text.heard(framesHeard(pausedNanos));
    }
}
