package org.offhook.agent;

import org.offhook.media.Pcm;
import org.offhook.media.PreparedAudio;

/** What the agent is saying, and how much of it has been heard. Used by the call's thread only. */
final class Saying {
    private static final long FRAME_NANOS = Pcm.FRAME_MILLIS * 1_000_000L;

    /** So far back a place is looked for where a word may begin: some two syllables. */
    private static final int MOST_BACK_FRAMES = 16;

    private final UtteranceText text = new UtteranceText();
    private PreparedAudio audio;
    private int utterance = -1;
    private long startedNanos;
    private long pausedNanos;
    private long pausesNanos;
    private int framesTwice;

    /** It is said under this number. */
    void is(int number) {
        utterance = number;
    }

    /** Prepared audio is said under this number. */
    void is(int number, PreparedAudio prepared) {
        utterance = number;
        audio = prepared;
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

    /** It goes on; returns how many frames are worth saying once more. */
    int resume(long nowNanos) {
        int back = pausedNanos == 0 ? 0 : framesBack(framesHeard(nowNanos));
        // A pause before the first packet is no pause in what is heard.
        if (pausedNanos != 0 && startedNanos != 0) {
            pausesNanos += nowNanos - pausedNanos;
        }
        pausedNanos = 0;
        framesTwice += back;
        return back;
    }

    /** From the quietest place behind: there a word or a syllable begins. */
    private int framesBack(int heard) {
        if (audio == null || heard >= audio.frames()) {
            return 0;
        }
        int quietest = heard;
        for (int frame = heard - 1; frame > Math.max(0, heard - MOST_BACK_FRAMES); frame--) {
            if (audio.meanSquare(frame) < audio.meanSquare(quietest)) {
                quietest = frame;
            }
        }
        return heard - quietest;
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
