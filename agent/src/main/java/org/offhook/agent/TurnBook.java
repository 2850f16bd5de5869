package org.offhook.agent;

import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
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

    /** A turn of the caller's is over; one before it may still wait for its last packet. */
    void begin(Speech speech, Heard heard, long nowNanos) {
        open.removeIf(turn -> {
            boolean nothingComes = turn.bargeInNanos == 0;
            if (nothingComes) {
                write(turn);
            }
            return nothingComes;
        });
        open.add(new TurnTimeline(++turns, speech, heard, nowNanos));
    }

    /** A turn whose first utterance failed keeps its record and gets the next one's times. */
    void says(String source, Saying saying) {
        TurnTimeline turn = current();
        if (turn != null) {
            turn.source = turn.source.isEmpty() ? source : turn.source + ", " + source;
            turn.utterance = saying.utterance();
        }
    }

    void answer(String id) {
        TurnTimeline turn = current();
        if (turn != null) {
            turn.answer = id;
        }
    }

    void early(boolean early) {
        TurnTimeline turn = current();
        if (turn != null) {
            turn.early = early;
        }
    }

    void filled() {
        TurnTimeline turn = current();
        if (turn != null) {
            turn.filled = true;
        }
    }

    /** A sound that was no interruption. */
    void resumed() {
        TurnTimeline turn = current();
        if (turn != null) {
            turn.resumed++;
        }
    }

    void bargedIn(long nowNanos) {
        TurnTimeline turn = current();
        if (turn != null && turn.bargeInNanos == 0) {
            turn.bargeInNanos = nowNanos;
        }
    }

    void modelStage(int utterance, long firstTokenNanos, long firstVoiceNanos) {
        TurnTimeline turn = of(utterance);
        if (turn != null) {
            turn.firstTokenNanos = firstTokenNanos;
            turn.firstVoiceNanos = firstVoiceNanos;
        }
    }

    void started(int utterance, long nanos) {
        TurnTimeline turn = of(utterance);
        if (turn != null) {
            turn.firstPacketNanos = nanos;
        }
    }

    void ended(int utterance, int frames, long nanos) {
        TurnTimeline turn = of(utterance);
        if (turn != null) {
            turn.playedFrames = frames;
            turn.lastPacketNanos = nanos;
            open.remove(turn);
            write(turn);
        }
    }

    /** The call is over: what is open will not be heard. */
    void close() {
        open.forEach(this::write);
        open.clear();
    }

    private TurnTimeline current() {
        return open.peekLast();
    }

    private TurnTimeline of(int utterance) {
        for (TurnTimeline turn : open) {
            if (turn.utterance == utterance) {
                return turn;
            }
        }
        return null;
    }

    private void write(TurnTimeline turn) {
        records.accept(TurnRecord.of(wallClock.instant(), callId, agent, turn));
    }
}
