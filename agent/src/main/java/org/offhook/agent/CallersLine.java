package org.offhook.agent;

import java.util.Optional;

/**
 * What the caller's line carries besides a caller: nothing at all, or hold music. The agent learns
 * of it when it has finished what it is saying, once for each time. It asks into a quiet line once
 * and does not talk to it after that. Pure. Used by the call's thread only.
 */
final class CallersLine {
    private boolean isQuiet;
    private boolean isQuietNews;
    private boolean isMusicNews;

    /** False for a silence prompt that would be said to nobody. */
    boolean admits(TurnEvent event, TurnState state) {
        switch (event) {
            case TurnEvent.RtpQuiet(boolean quiet) -> {
                isQuiet = quiet;
                isQuietNews = quiet;
            }
            case TurnEvent.MusicHeard(boolean plays) -> isMusicNews = plays;
            default -> {
                // Nothing else tells of the line.
            }
        }
        boolean isPrompt = event instanceof TurnEvent.Woke && state instanceof TurnState.Listening;
        return !(isQuiet && isPrompt);
    }

    /** What the agent should hear of now; that is told once. */
    Optional<TurnEvent> news(TurnState state) {
        if (!(state instanceof TurnState.Listening)) {
            return Optional.empty();
        }
        if (isQuietNews) {
            isQuietNews = false;
            return Optional.of(new TurnEvent.LineQuiet());
        }
        if (isMusicNews) {
            isMusicNews = false;
            return Optional.of(new TurnEvent.MusicPlays());
        }
        return Optional.empty();
    }
}
