package org.offhook.agent;

import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The records of a call's turns: each is open until its answer has been heard or given up. Used by
 * the call's thread only.
 */
final class TurnBook {
    private final String agent;
    private final String callId;
    private final InstantSource wallClock;
    private final Consumer<TurnRecord> records;
    private final Deque<TurnTimeline> open = new ArrayDeque<>();
    private int turns;

    TurnBook(String agent, String callId, InstantSource wallClock, Consumer<TurnRecord> records) {
        this.agent = agent;
        this.callId = callId;
        this.wallClock = wallClock;
        this.records = records;
    }

    int turns() {
        return turns;
    }

    /** A turn of the caller's is over; one that was cut off still waits for its last packet. */
    void begin(Speech speech, Heard heard, long nowNanos) {
        for (TurnTimeline turn : List.copyOf(open)) {
            if (turn.bargeInNanos == 0) {
                end(turn);
            }
        }
        open.add(new TurnTimeline(++turns, speech, heard, nowNanos));
    }

    /** A turn whose first utterance failed keeps its record and gets the next one's times. */
    void says(String source, Saying saying) {
        current()
                .ifPresent(turn -> {
                    turn.source = turn.source.isEmpty() ? source : turn.source + ", " + source;
                    turn.utterance = saying.utterance();
                });
    }

    void answer(String id) {
        current().ifPresent(turn -> turn.answer = id);
    }

    void early(boolean early) {
        current().ifPresent(turn -> turn.early = early);
    }

    void filled() {
        current().ifPresent(turn -> turn.filled = true);
    }

    /** A sound that was no interruption. */
    void resumed() {
        current().ifPresent(turn -> turn.resumed++);
    }

    void bargedIn(long nowNanos) {
        current()
                .filter(turn -> turn.bargeInNanos == 0)
                .ifPresent(turn -> turn.bargeInNanos = nowNanos);
    }

    void modelStage(int utterance, long firstTokenNanos, long firstVoiceNanos) {
        of(utterance)
                .ifPresent(turn -> {
                    turn.firstTokenNanos = firstTokenNanos;
                    turn.firstVoiceNanos = firstVoiceNanos;
                });
    }

    void toolUsed(int utterance, ToolUse use) {
        of(utterance).ifPresent(turn -> turn.tools.add(use));
    }

    void started(int utterance, long nanos) {
        of(utterance).ifPresent(turn -> turn.firstPacketNanos = nanos);
    }

    void ended(int utterance, int frames, long nanos) {
        of(utterance)
                .ifPresent(turn -> {
                    turn.playedFrames = frames;
                    turn.lastPacketNanos = nanos;
                    end(turn);
                });
    }

    /** The call is over: what is open will not be heard. */
    void close() {
        List.copyOf(open).forEach(this::end);
    }

    private Optional<TurnTimeline> current() {
        return Optional.ofNullable(open.peekLast());
    }

    private Optional<TurnTimeline> of(int utterance) {
        return open.stream().filter(turn -> turn.utterance == utterance).findFirst();
    }

    private void end(TurnTimeline turn) {
        open.remove(turn);
        records.accept(TurnRecord.of(wallClock.instant(), callId, agent, turn));
    }
}
