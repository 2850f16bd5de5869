package org.offhook.agent;

import java.time.Duration;

/**
 * Where speech begins, pauses and ends, from one voice-activity probability per window. Pure: time
 * is counted in windows of {@link #WINDOW_MILLIS}. Two thresholds, so that a probability between
 * them changes nothing.
 */
final class Endpointer {
    static final int WINDOW_MILLIS = 32;

    /** Before that there is hardly more of the last word to be heard. */
    private static final Duration SECOND_PAUSE = Duration.ofMillis(288);

    private static final float SPEECH = 0.5f;
    private static final float SILENCE = 0.35f;

    /** What a window brought. */
    enum Signal {
        NONE,
        STARTED,
        /** One of the configured early looks at a pause. */
        PAUSED,
        RESUMED,
        ENDED
    }

    private enum State {
        QUIET,
        SPEAKING,
        PAUSED
    }

    private final int startWindows;
    private final int resumeWindows = 2;
    private final int[] pauseWindows;
    private final int endWindows;
    private final int longestWindows;

    private State state = State.QUIET;
    private int voicedRun;
    private int silentRun;
    private int voicedWindows;
    private int windows;

    /**
     * @param start how much speech in a row is speech and not a click
     * @param firstPause when to take the first look at a pause; the second follows at three times
     *     that, and not before {@link #SECOND_PAUSE}
     * @param end the pause that ends a turn
     * @param longest a turn is cut here
     */
    Endpointer(Duration start, Duration firstPause, Duration end, Duration longest) {
        startWindows = windows(start);
        endWindows = windows(end);
        int first = windows(firstPause);
        int second = Math.max(3 * first, windows(SECOND_PAUSE));
        pauseWindows = new int[] {first, Math.min(second, endWindows - 1)};
        longestWindows = windows(longest);
    }

    private static int windows(Duration time) {
        return Math.max(1, (int) Math.round(time.toMillis() / (double) WINDOW_MILLIS));
    }

    Signal onWindow(float probability) {
        boolean voiced = probability >= SPEECH;
        boolean silent = probability < SILENCE;
        voicedRun = voiced ? voicedRun + 1 : silent ? 0 : voicedRun;
        silentRun = silent ? silentRun + 1 : voiced ? 0 : silentRun;
        return switch (state) {
            case QUIET -> quiet();
            case SPEAKING -> speaking(voiced);
            case PAUSED -> paused(voiced);
        };
    }

    private Signal quiet() {
        if (voicedRun < startWindows) {
            return Signal.NONE;
        }
        state = State.SPEAKING;
        windows = voicedWindows = voicedRun;
        return Signal.STARTED;
    }

    private Signal speaking(boolean voiced) {
        count(voiced);
        if (silentRun < pauseWindows[0] && windows < longestWindows) {
            return Signal.NONE;
        }
        state = State.PAUSED;
        return Signal.PAUSED;
    }

    private Signal paused(boolean voiced) {
        count(voiced);
        if (windows >= longestWindows || silentRun >= endWindows) {
            end();
            return Signal.ENDED;
        }
        if (voicedRun >= resumeWindows) {
            state = State.SPEAKING;
            return Signal.RESUMED;
        }
        return silentRun == pauseWindows[1] ? Signal.PAUSED : Signal.NONE;
    }

    private void count(boolean voiced) {
        windows++;
        if (voiced) {
            voicedWindows++;
        }
    }

    /** True from the start of speech to its end, pauses included. */
    boolean inSpeech() {
        return state != State.QUIET;
    }

    /** The pause is the end after all; the next speech is another's beginning. */
    void end() {
        state = State.QUIET;
        voicedRun = 0;
    }

    /** True while speech goes on, its short gaps included, and no pause has been found. */
    boolean speaks() {
        return state == State.SPEAKING;
    }

    /** Speech since the turn began, in milliseconds. */
    int voicedMillis() {
        return voicedWindows * WINDOW_MILLIS;
    }

    /** Silence in a row up to now, in milliseconds. */
    int silentMillis() {
        return silentRun * WINDOW_MILLIS;
    }
}
