package org.offhook.agent;

import java.util.List;

/**
 * When a caller is told that a tool still runs. Pure. Used by the thread that waits for the tools.
 */
final class ToolWait {
    private static final long MS = 1_000_000;

    /** A question followed by nothing at all: the line seems dead. */
    private static final long AFTER_NOTHING_NANOS = 300 * MS;

    /** The agent has just said that it will look. */
    private static final long AFTER_WORDS_NANOS = 2_500 * MS;

    private static final long AGAIN_NANOS = 6_000 * MS;

    private static final int MOST = 4;

    private final List<Repertoire.Line> lines;
    private int said;

    /**
     * @param lines what is said first, and what after that; those without audio are left out
     */
    ToolWait(List<Repertoire.Line> lines) {
        this.lines = lines.stream().filter(line -> line.audio().isPresent()).toList();
    }

    /**
     * What is to be said now; null for nothing.
     *
     * @param quietNanos how long nothing has been audible
     * @param anyWords whether anything has been said since the caller stopped
     */
    Repertoire.Line due(long quietNanos, boolean anyWords) {
        return quietNanos < patienceNanos(anyWords)
                ? null
                : lines.get(Math.min(said++, lines.size() - 1));
    }

    /** Nothing has been audible for so long when the next is due; the largest number: never. */
    long patienceNanos(boolean anyWords) {
        if (lines.isEmpty() || said >= MOST) {
            return Long.MAX_VALUE;
        }
        return said > 0 ? AGAIN_NANOS : anyWords ? AFTER_WORDS_NANOS : AFTER_NOTHING_NANOS;
    }
}
