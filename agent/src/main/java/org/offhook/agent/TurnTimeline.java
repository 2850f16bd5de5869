package org.offhook.agent;

import java.util.ArrayList;
import java.util.List;

/**
 * The stages of one turn as they happen. Times are {@code System.nanoTime()}; 0 means that it has
 * not happened. Used by the call's thread only.
 */
final class TurnTimeline {
    final int turn;
    final Speech speech;
    final Heard heard;
    final long decidedNanos;
    String source = "";
    String answer = "";
    int utterance;
    long firstTokenNanos;
    long firstVoiceNanos;
    long firstPacketNanos;
    long bargeInNanos;
    long lastPacketNanos;
    int playedFrames;
    int resumed;
    boolean early;
    boolean filled;
    final List<ToolUse> tools = new ArrayList<>();

    TurnTimeline(int turn, Speech speech, Heard heard, long decidedNanos) {
        this.turn = turn;
        this.speech = speech;
        this.heard = heard;
        this.decidedNanos = decidedNanos;
    }

    /** A stage as milliseconds after the caller stopped; null where it has not happened. */
    Double sinceCallerStopped(long nanos) {
        return nanos == 0 ? null : Math.round((nanos - speech.lastVoicedNanos()) / 1e4) / 100.0;
    }
}
